using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Reads what Nova's server object tells on every cloud; the clouds' own readers add the rest.</summary>
internal static class ServerReader
{
    public static EcsInstance Read(JObject server, string id, IReadOnlyList<string> publicIps, IReadOnlyList<string> privateIps, ResourceOrigin origin)
    {
        JObject? flavor = server.Object("flavor");
        string? status = server.Text("status");
        string? task = server.Text("OS-EXT-STS:task_state");
        return new EcsInstance
        {
            Id = id,
            Name = server.Text("name") ?? "",
            Status = ServerStatus.Read(status, task),
            ProviderStatus = status ?? "",
            TaskState = task,
            Fault = server.Object("fault").Text("message"),
            Size = flavor.Text("id") ?? "",
            Vcpu = flavor.Integer("vcpus") ?? 0,
            MemoryMiB = flavor.Integer("ram") ?? 0,
            PublicIp = publicIps.FirstOrDefault(),
            PrivateIp = privateIps.FirstOrDefault(),
            PublicIps = publicIps,
            PrivateIps = privateIps,
            Account = origin.Account,
            AccountKey = origin.AccountKey,
            AccountIdentity = origin.Identity,
            Cloud = origin.Cloud,
            Region = origin.Region,
            Zone = server.Text("OS-EXT-AZ:availability_zone") ?? "",
            Description = server.Text("description") ?? "",
            ImageId = server.Object("image").Text("id") ?? "",
            KeyPairName = server.Text("key_name"),
            CreatedAt = server.Time("created"),
            VpcId = server.Object("addresses")?.Properties().FirstOrDefault()?.Name ?? "",
            Tags = ReadTags(server),
            DeletionProtection = server.Flag("locked") == true,
        };
    }

    /// <summary>The IPv4 addresses in all networks.</summary>
    public static IEnumerable<(string Address, string? Type)> ReadAddresses(JObject server) =>
        from network in server.Object("addresses")?.Properties() ?? []
        from address in (network.Value as JArray)?.OfType<JObject>() ?? []
        let text = address.Text("addr")
        where address.Text("version") is "4" or null && text is not null
        select (text, address.Text("OS-EXT-IPS:type"));

    // Tags are words: 'env=prod' is one of them.
    private static Dictionary<string, string> ReadTags(JObject server)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (string tag in server.Texts("tags"))
        {
            string[] parts = tag.Split(['='], 2);
            tags[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }

        return tags;
    }
}
