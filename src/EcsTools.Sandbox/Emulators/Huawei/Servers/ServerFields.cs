using System.Globalization;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>What the forms of the server object have in common. Ids of things the sandbox does not model are derived from the server's
/// own.</summary>
internal static class ServerFields
{
    public static string HostId(Server server)
    {
        string digits = server.Id.Replace("-", "");
        return digits + digits.Substring(0, 24);
    }

    public static string DedicatedHostId(RegionBackend backend) => "de000000-" + backend.Networks[0].VpcId.Substring(9);

    public static DateTimeOffset UpdatedAt(RegionBackend backend, Server server)
    {
        DateTimeOffset entered = backend.Now - (backend.Events.Now - server.PhaseSince);
        return entered > server.CreatedAt ? entered : server.CreatedAt;
    }

    public static string? KeyName(Project project, Server server, HuaweiUndocumentedBehavior undocumented) =>
        undocumented.KeyNameFollowsReinstall ? server.KeyPairName : project.StateOf(server).KeyNameAtCreation;

    /// <summary>In the order of their devices, the system disk first.</summary>
    public static IEnumerable<(Disk Disk, int BootIndex, string Device)> Disks(Server server)
    {
        string prefix = server.IsWindows ? "/dev/sd" : "/dev/vd";
        int next = 1;
        return server.Disks.OrderByDescending(d => d.IsSystem).Select(d =>
        {
            int index = d.IsSystem ? 0 : next++;
            return (d, index, prefix + (char)('a' + index));
        });
    }

    public static string ChargingMode(Server server) => server.IsSubscription ? "1" : server.IsSpot ? "2" : "0";

    public static string PortId(Server server) => "90000000-" + server.Id.Substring(9);

    /// <summary><c>version</c> is a text in v1, a number elsewhere.</summary>
    public static void WriteAddresses(JsonTextWriter w, RegionBackend backend, Server server, bool versionIsNumber, bool withPort)
    {
        w.WritePropertyName("addresses");
        w.WriteStartObject();
        w.WritePropertyName(backend.NetworkOf(server).VpcId);
        w.WriteStartArray();
        WriteAddress(w, server, server.PrivateIp, "fixed", versionIsNumber, withPort);
        if (server.PublicIp is not null)
        {
            WriteAddress(w, server, server.PublicIp, "floating", versionIsNumber, withPort);
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    /// <summary>See docs/contracts/huawei-ecs.md 3.2.</summary>
    public static void WriteMetadata(JsonTextWriter w, Project project, Server server, string userId)
    {
        RegionBackend backend = project.Backend;
        Image? image = backend.FindImage(server.ImageId);
        w.WritePropertyName("metadata");
        w.WriteStartObject();
        w.Put("charging_mode", ChargingMode(server));
        w.Put("metering.order_id", server.IsSubscription ? "CS" + server.Id.Substring(0, 8).ToUpperInvariant() : "");
        w.Put("metering.product_id", server.IsSubscription ? "00301-" + server.Id.Substring(0, 8) : "");
        w.Put("metering.resourcetype", "1");
        w.Put("metering.resourcespeccode", server.Size + (server.IsWindows ? ".win" : ".linux"));
        w.Put("metering.image_id", server.ImageId);
        w.Put("metering.imagetype", image is { IsPublic: true } ? "gold" : "private");
        w.Put("image_name", image?.Name ?? "deleted-image");
        w.Put("os_bit", "64");
        w.Put("os_type", server.IsWindows ? "Windows" : "Linux");
        w.Put("vpc_id", backend.NetworkOf(server).VpcId);
        w.Put("EcmResStatus", ServerPreconditions.IsFrozen(server) ? "freeze" : "normal");
        w.Put("virtual_env_type", "FusionCompute");
        w.Put("__support_agent_list", "ces");
        w.Put("cascaded.instance_extrainfo", "pcibridge:2");
        w.Put("op_svc_userid", userId);
        string? order = project.StateOf(server).Task is { Status: "PENDING_PAYMENT" } task ? task.Id
            : ServerPreconditions.IsHeldByOrder(server) ? "CS" + server.Id.Substring(0, 8).ToUpperInvariant()
            : null;
        if (order is not null)
        {
            w.Put("lockCheckEndpoint", "");
            w.Put("lockSource", ServerPreconditions.Order);
            w.Put("lockSourceId", order);
            w.Put("lockScene", "TO_PERIOD_LOCK");
        }

        w.WriteEndObject();
    }

    public static void WriteFault(JsonTextWriter w, ServerFault? fault)
    {
        if (fault is null)
        {
            w.PutNulls("fault");
            return;
        }

        w.PutObject("fault", f =>
        {
            f.Put("code", fault.Code);
            f.Put("created", fault.At is { } at ? Times.Seconds(at) : null);
            f.Put("message", fault.Message);
            f.PutNulls("details");
        });
    }

    public static void WriteTags(JsonTextWriter w, Server server) =>
        w.PutTexts("tags", server.Tags.Select(t => t.Value.Length == 0 ? t.Key : $"{t.Key}={t.Value}"));

    public static void WriteSecurityGroups(JsonTextWriter w, RegionBackend backend, Server server) => w.PutObjects("security_groups", backend.GroupsOf(server), (g, group) =>
    {
        g.Put("id", group.Id);
        g.Put("name", group.Name);
    });

    private static void WriteAddress(JsonTextWriter w, Server server, string address, string type, bool versionIsNumber, bool withPort)
    {
        w.WriteStartObject();
        if (versionIsNumber)
        {
            w.Put("version", 4);
        }
        else
        {
            w.Put("version", "4");
        }

        w.Put("addr", address);
        w.Put("OS-EXT-IPS-MAC:mac_addr", MacAddress(server));
        if (withPort)
        {
            w.Put("OS-EXT-IPS:port_id", PortId(server));
        }

        w.Put("OS-EXT-IPS:type", type);
        w.WriteEndObject();
    }

    /// <summary>The prefix that OpenStack uses, then the last three parts of the private address.</summary>
    private static string MacAddress(Server server) => "fa:16:3e:" + string.Join(":", server.PrivateIp.Split('.').Skip(1)
        .Select(p => byte.Parse(p, CultureInfo.InvariantCulture).ToString("x2", CultureInfo.InvariantCulture)));
}
