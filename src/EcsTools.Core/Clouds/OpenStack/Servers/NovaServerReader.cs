using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Reads Nova's server object.</summary>
internal static class NovaServerReader
{
    /// <summary>Reads a server. Size, system and disk are left to <see cref="NovaInventory"/> where the object only names them.</summary>
    /// <returns>The server, or null if it has no id.</returns>
    public static EcsInstance? Read(JObject server, ResourceOrigin origin)
    {
        if (server.Text("id") is not { } id)
        {
            return null;
        }

        JObject? flavor = server.Object("flavor");
        string? status = server.Text("status");
        string? task = server.Text("OS-EXT-STS:task_state");
        (IReadOnlyList<string> publicIps, IReadOnlyList<string> privateIps) = ReadAddresses(server);
        bool isLocked = server.Flag("locked") == true;
        return new EcsInstance
        {
            Id = id,
            Name = server.Text("name") ?? "",
            Status = ServerStatus.Read(status, task),
            ProviderStatus = status ?? "",
            TaskState = task,
            Fault = server.Object("fault").Text("message"),
            Size = flavor.Text("original_name") ?? flavor.Text("id") ?? "",
            Vcpu = flavor.Integer("vcpus") ?? 0,
            MemoryMiB = flavor.Integer("ram") ?? 0,
            PublicIp = publicIps.FirstOrDefault(),
            PrivateIp = privateIps.FirstOrDefault(),
            PublicIps = publicIps,
            PrivateIps = privateIps,
            Account = origin.Account,
            AccountKey = origin.AccountKey,
            AccountIdentity = origin.Identity,
            Cloud = EcsCloud.OpenStack,
            Region = origin.Region,
            Zone = server.Text("OS-EXT-AZ:availability_zone") ?? "",
            Description = server.Text("description") ?? "",
            ImageId = server.Object("image").Text("id") ?? "",
            SystemDiskId = FindSystemDisk(server, id),
            KeyPairName = server.Text("key_name"),
            CreatedAt = server.Time("created"),
            VpcId = server.Object("addresses")?.Properties().FirstOrDefault()?.Name ?? "",
            Tags = ReadTags(server),
            LockReasons = isLocked ? [server.Text("locked_reason") is { } reason ? $"locked: {reason}" : "locked"] : [],
            DeletionProtection = isLocked,
        };
    }

    /// <summary>Tells whether a server boots from a volume: its object then names no image, and its disk is none on its host.</summary>
    public static bool IsVolumeBacked(EcsInstance instance) => instance.SystemDiskId != LocalDiskOf(instance.Id);

    /// <summary>The volumes attached to a server.</summary>
    public static IReadOnlyList<string> ReadVolumeIds(JObject server) =>
        [.. server.Objects("os-extended-volumes:volumes_attached").Select(v => v.Text("id")).OfType<string>()];

    /// <summary>The name we give the disk that a server has on its host: it has no id of its own.</summary>
    public static string LocalDiskOf(string serverId) => serverId + "/root";

    // Of several volumes the object does not tell which one the server boots from.
    private static string? FindSystemDisk(JObject server, string id) =>
        server.Object("image").Text("id") is not null ? LocalDiskOf(id)
        : ReadVolumeIds(server) is [{ } only] ? only
        : null;

    // A floating address is public; so is a fixed one that the whole world can route to.
    private static (IReadOnlyList<string> Public, IReadOnlyList<string> Private) ReadAddresses(JObject server)
    {
        List<string> publicIps = server.Text("accessIPv4") is { } access && IsGlobal(access) ? [access] : [];
        List<string> privateIps = [];
        foreach (JObject address in (server.Object("addresses")?.Properties() ?? []).SelectMany(n => (n.Value as JArray)?.OfType<JObject>() ?? []))
        {
            if (address.Text("version") is "4" or null && address.Text("addr") is { } text)
            {
                List<string> list = address.Text("OS-EXT-IPS:type") == "floating" || IsGlobal(text) ? publicIps : privateIps;
                if (!list.Contains(text))
                {
                    list.Add(text);
                }
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

    // Nova has metadata, which are names with values, and tags, which are words: 'env=prod' is one of them.
    private static IReadOnlyDictionary<string, string> ReadTags(JObject server)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (string tag in server.Texts("tags"))
        {
            string[] parts = tag.Split(['='], 2);
            tags[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }

        foreach (JProperty item in server.Object("metadata")?.Properties() ?? [])
        {
            tags[item.Name] = Convert.ToString((item.Value as JValue)?.Value, CultureInfo.InvariantCulture) ?? "";
        }

        return tags;
    }
}
