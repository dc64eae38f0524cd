using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Reads which disks are attached to a server (docs/contracts/huawei-ecs.md 3.2): the system disk has boot index 0.</summary>
internal static class HuaweiAttachments
{
    private const string Field = "os-extended-volumes:volumes_attached";

    /// <summary>The system disk.</summary>
    /// <returns>Its id, or null if there is none or the object does not tell.</returns>
    public static string? FindSystemDisk(JsonRow server) => server.Objects(Field).FirstOrDefault(v => v.Integer("bootIndex") == 0).Text("id");

    /// <summary>Which disks are deleted with the server; what the object does not tell is missing.</summary>
    public static IReadOnlyDictionary<string, bool> FindRetention(JsonRow server) => server.Objects(Field)
        .Where(v => v.Text("id") is not null && v.Flag("delete_on_termination") is not null)
        .GroupBy(v => v.Text("id")!)
        .ToDictionary(g => g.Key, g => g.First().Flag("delete_on_termination")!.Value);

    /// <summary>Tells whether the object proves that there is no system disk. One that does not say which disk boots proves nothing.</summary>
    public static bool IsSystemDiskMissing(JsonRow server) =>
        server.HasList(Field) && server.Objects(Field).All(v => v.Integer("bootIndex") is not (null or 0));
}
