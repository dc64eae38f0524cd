using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Reads the server object of the v1 list and show (docs/contracts/huawei-ecs.md 3.2).</summary>
internal static class HuaweiServerReader
{
    /// <summary>The lock that the owner has set; every other one is the provider's.</summary>
    public const string OwnersLock = "locked";

    /// <summary>Reads a server.</summary>
    /// <returns>The server; null for a row of nulls, which stands for a server that does not exist
    /// (docs/contracts/huawei-ecs.md 3.1).</returns>
    public static EcsInstance? Read(JsonRow server, ResourceOrigin origin)
    {
        string? id = server.Text("id");
        string? status = server.Text("status");
        if (id is null || (status is null && server.Text("name") is null))
        {
            return null;
        }

        JsonRow? metadata = server.Object("metadata");
        JsonRow? flavor = server.Object("flavor");
        IReadOnlyList<ServerAddress> addresses = ServerReader.ReadAddresses(server);
        EcsInstance read = ServerReader.Read(
            server,
            id,
            addresses,
            ServerReader.Choose(addresses, a => a is { Type: "floating", IsIpv6: false }),
            ServerReader.Choose(addresses, a => a is { Type: "fixed", IsIpv6: false }),
            origin);
        return read with
        {
            Status = ServerStatus.Read(status, read.TaskState, HasReinstallFailed(server, status)),
            OsType = ReadOsType(metadata.Text("os_type")),
            OsName = metadata.Text("image_name") ?? "",
            ImageId = server.Object("image").Text("id") ?? metadata.Text("metering.image_id") ?? "",
            SystemDiskId = HuaweiAttachments.FindSystemDisk(server),
            ChargeType = ReadChargeType(metadata.Text("charging_mode")),
            VpcId = metadata.Text("vpc_id") ?? read.VpcId,
            LockReasons = ReadLocks(server, metadata),
            IsOnDedicatedHost = IsOnDedicatedHost(server),
            SecurityGroupIds = ServerReader.ReadSecurityGroups(server, "id"),
            SystemTags = ReadSystemTags(server, read.Tags),
            EnterpriseProjectId = server.Text("enterprise_project_id"),
            AutoReleaseTime = server.Time("auto_terminate_time"),
            GpuCount = CountGpus(flavor),
            GpuModel = flavor.Objects("gpus").FirstOrDefault().Text("name"),
        };
    }

    private static int? CountGpus(JsonRow? flavor) => flavor?.HasList("gpus") != true
        ? null
        : (int)Math.Min(int.MaxValue, Math.Max(0, flavor.Objects("gpus").Sum(g => (long)(g.Integer("count") ?? 1))));

    // Without a job of ours a missing disk is the sign. A fault alone proves nothing: a faulty server with its disk may be one whose change of
    // size has failed, and must not pass for one that may be wiped again (docs/contracts/huawei-ecs-lifecycle.md 12). One that is off may be
    // wiped in any case, and its fault says more than 'stopped'.
    private static bool HasReinstallFailed(JsonRow server, string? status) => !WasNeverLaunched(server)
        && (HuaweiAttachments.IsSystemDiskMissing(server) || (status == ServerStatus.Shutoff && server.Object("fault") is not null));

    // One that its creation has left behind has no disk, either (docs/contracts/huawei-ecs-lifecycle.md 12).
    private static bool WasNeverLaunched(JsonRow server) => server.Has("OS-SRV-USG:launched_at") && server.Text("OS-SRV-USG:launched_at") is null;

    // Some stand among the others, some apart (docs/contracts/huawei-ecs-lifecycle.md 6).
    private static Dictionary<string, string>? ReadSystemTags(JsonRow server, IReadOnlyDictionary<string, string> tags)
    {
        if (!server.HasList("tags") && !server.HasList("sys_tags"))
        {
            return null;
        }

        Dictionary<string, string> system = SystemTags.Of(tags, "_sys_").ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
        foreach (JsonRow tag in server.Objects("sys_tags").Where(t => t.Text("key") is not null))
        {
            system[tag.Text("key")!] = tag.Text("value") ?? "";
        }

        return system;
    }

    // An owner's lock, arrears, or an order that holds the server (docs/contracts/huawei-ecs.md 3.2).
    private static IReadOnlyList<string> ReadLocks(JsonRow server, JsonRow? metadata)
    {
        List<string> reasons = [];
        if (server.Flag("locked") == true)
        {
            reasons.Add(OwnersLock);
        }

        if (string.Equals(metadata.Text("EcmResStatus"), "freeze", StringComparison.OrdinalIgnoreCase))
        {
            reasons.Add("freeze");
        }

        if (metadata.Text("lockSource") is { } source)
        {
            reasons.Add(metadata.Text("lockScene") is { } scene ? $"{source} {scene}" : source);
        }

        return reasons;
    }

    // The v1 form hints at the tenancy in a list, v1.1 names it outright (docs/contracts/huawei-ecs.md 4).
    private static bool IsOnDedicatedHost(JsonRow server)
    {
        JsonRow? hints = server.Object("os:scheduler_hints");
        return hints.Texts("tenancy").Contains("dedicated") || hints.Text("tenancy") == "dedicated" || server.Text("tenancy") == "dedicated";
    }

    private static EcsOsType ReadOsType(string? text) => text?.ToUpperInvariant() switch
    {
        "LINUX" => EcsOsType.Linux,
        "WINDOWS" => EcsOsType.Windows,
        _ => EcsOsType.Unknown,
    };

    private static EcsChargeType ReadChargeType(string? mode) => mode switch
    {
        "0" => EcsChargeType.PayAsYouGo,
        "1" => EcsChargeType.Subscription,
        "2" => EcsChargeType.Spot,
        _ => EcsChargeType.Unknown,
    };
}
