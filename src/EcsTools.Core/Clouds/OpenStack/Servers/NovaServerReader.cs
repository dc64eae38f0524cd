using System.Net;
using System.Net.Sockets;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Reads Nova's server object.</summary>
internal static class NovaServerReader
{
    /// <summary>Reads a server. Size, system and disk are left to <see cref="NovaInventory"/> where the object only names them.</summary>
    /// <returns>The server, or null if it has no id.</returns>
    public static EcsInstance? Read(JsonRow server, ResourceOrigin origin)
    {
        if (server.Text("id") is not { } id)
        {
            return null;
        }

        IReadOnlyList<ServerAddress> addresses = ServerReader.ReadAddresses(server);
        (IReadOnlyList<string> publicIps, IReadOnlyList<string> privateIps) = Sort(addresses, server);
        EcsInstance read = ServerReader.Read(server, id, addresses, publicIps, privateIps, origin);
        return read with
        {
            Size = server.Object("flavor").Text("original_name") ?? read.Size,
            SystemDiskId = FindSystemDisk(server, id),
            Tags = AddMetadata(read.Tags, server),
            LockReasons = !read.DeletionProtection ? [] : [server.Text("locked_reason") is { } reason ? $"locked: {reason}" : "locked"],
        };
    }

    /// <summary>Tells whether a server boots from a volume: its object then names no image, and its disk is none on its host.</summary>
    public static bool IsVolumeBacked(EcsInstance instance) => instance.SystemDiskId != LocalDiskOf(instance.Id);

    /// <summary>The volumes attached to a server.</summary>
    public static IReadOnlyList<string> ReadVolumeIds(JsonRow server) => ServerReader.ReadDiskIds(server) ?? [];

    /// <summary>The name we give the disk that a server has on its host: it has no id of its own.</summary>
    public static string LocalDiskOf(string serverId) => serverId + "/root";

    // Of several volumes the object does not tell which one the server boots from.
    private static string? FindSystemDisk(JsonRow server, string id) =>
        server.Object("image").Text("id") is not null ? LocalDiskOf(id)
        : ReadVolumeIds(server) is [{ } only] ? only
        : null;

    // A floating address is public; so is a fixed one that the whole world can route to.
    private static (IReadOnlyList<string> Public, IReadOnlyList<string> Private) Sort(IReadOnlyList<ServerAddress> addresses, JsonRow server)
    {
        List<string> publicIps = server.Text("accessIPv4") is { } access && IsGlobal(access) ? [access] : [];
        List<string> privateIps = [];
        foreach ((string address, string? type, _) in addresses.Where(a => !a.IsIpv6))
        {
            List<string> list = type == "floating" || IsGlobal(address) ? publicIps : privateIps;
            if (!list.Contains(address))
            {
                list.Add(address);
            }
        }

        return (publicIps, privateIps);
    }

    // What RFC 1918, 6598 (between carriers), 3927 (link), 5735 (loopback, tests, documentation) and 5771 (multicast) keep is not.
    private static bool IsGlobal(string text)
    {
        if (!IPAddress.TryParse(text, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        byte[] b = address.GetAddressBytes();
        return !(b[0] is 0 or 10 or 127 or >= 224
            || (b[0] == 100 && b[1] is >= 64 and <= 127)
            || (b[0] == 169 && b[1] == 254)
            || (b[0] == 172 && b[1] is >= 16 and <= 31)
            || (b[0] == 192 && (b[1] == 168 || (b[1] == 0 && b[2] is 0 or 2)))
            || (b[0] == 198 && (b[1] is 18 or 19 || (b[1] == 51 && b[2] == 100)))
            || (b[0] == 203 && b[1] == 0 && b[2] == 113));
    }

    // Nova has metadata besides tags, which are names with values.
    private static Dictionary<string, string> AddMetadata(IReadOnlyDictionary<string, string> tags, JsonRow server)
    {
        Dictionary<string, string> all = tags.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
        if (server.Object("metadata") is { } metadata)
        {
            foreach (JsonMember item in metadata.Members)
            {
                all[item.Name] = item.Text ?? "";
            }
        }

        return all;
    }
}
