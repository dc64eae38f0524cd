using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Volumes;

/// <summary>The reads of disks (docs/contracts/huawei-ecs.md 3.10).</summary>
internal static class VolumesApi
{
    private const int MostIds = 60;

    /// <summary>The offset counts rows here.</summary>
    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", 1000, 1, 1000, Service.Evs);
        int offset = call.Query.Number("offset", 0, 0, int.MaxValue, Service.Evs);
        List<(Disk Disk, Server? Server)> found = [.. Filter(call)];
        int first = call.Query["marker"] is { } marker ? found.FindIndex(d => d.Disk.Id == marker) + 1 : offset;
        return ApiResponse.Ok(w =>
        {
            w.Put("count", found.Count);
            w.PutObjects("volumes", found.Skip(first).Take(limit), (v, entry) => VolumeJson.Write(v, call, entry.Disk, entry.Server));
            w.PutTexts("volumes_links", []);
        });
    }

    /// <summary>OTC describes it as <c>/v2/{p}/volumes/{volume}</c>.</summary>
    public static ApiResponse Show(RequestContext call)
    {
        (Disk disk, Server? server) = Find(call, call.Path["volume"]);
        return ApiResponse.Ok(w => w.PutObject("volume", v => VolumeJson.Write(v, call, disk, server)));
    }

    public static ApiResponse Types(RequestContext call) => ApiResponse.Ok(w => w.PutObjects("volume_types", VolumeActionsApi.Types, (t, name) =>
    {
        t.Put("id", name);
        t.Put("name", name);
    }));

    public static (Disk Disk, Server? Server) Find(RequestContext call, string id) =>
        call.Backend.FindDisk(id) ?? throw ErrorResponses.Error("EVS.5404", "volume not found", 404);

    private static IEnumerable<(Disk Disk, Server? Server)> Filter(RequestContext call)
    {
        IEnumerable<(Disk Disk, Server? Server)> disks;
        if (call.Query["server_id"] is { } serverId)
        {
            Server? server = call.Backend.FindServer(serverId);
            disks = server?.Disks.Select(d => (d, (Server?)server)) ?? [];
        }
        else if (call.Query["ids"] is { } ids)
        {
            disks = Ids(call, ids).Select(call.Backend.FindDisk).OfType<(Disk, Server?)>();
        }
        else
        {
            disks = call.Project.Disks();
        }

        string? name = call.Query["name"];
        string? status = call.Query["status"];
        return disks.Where(d => (name is null || VolumeJson.NameOf(d.Disk, d.Server).Contains(name))
            && (status is null || VolumeJson.StatusOf(d.Disk) == status));
    }

    /// <summary>A list as Python prints it: <c>['a','b']</c>.</summary>
    private static string[] Ids(RequestContext call, string text)
    {
        string[] ids = text.Split(['[', ']', '\'', '"', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return ids.Length <= MostIds ? ids : throw call.Malformed("too many ids");
    }
}
