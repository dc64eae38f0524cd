using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Reads what Nova's server object tells on every cloud; the clouds' own readers add the rest.</summary>
internal static class ServerReader
{
    /// <param name="addresses">What <see cref="ReadAddresses"/> gave.</param>
    public static EcsInstance Read(
        JsonRow server, string id, IReadOnlyList<ServerAddress> addresses, IReadOnlyList<string> publicIps, IReadOnlyList<string> privateIps, ResourceOrigin origin)
    {
        JsonRow? flavor = server.Object("flavor");
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
            VpcId = server.Object("addresses")?.Members.Select(m => m.Name).FirstOrDefault() ?? "",
            Tags = TagText.Read(server.Texts("tags"))!,
            DeletionProtection = server.Flag("locked") == true,
            Ipv6Addresses = server.Object("addresses") is null ? null : Choose(addresses, a => a.IsIpv6),
            SecurityGroupNames = ReadSecurityGroups(server, "name"),
            HostName = server.Text("OS-EXT-SRV-ATTR:hostname"),
            DiskIds = ReadDiskIds(server),
            UpdatedAt = server.Time("updated"),
        };
    }

    /// <summary>The addresses in all networks.</summary>
    public static IReadOnlyList<ServerAddress> ReadAddresses(JsonRow server)
    {
        List<ServerAddress> addresses = [];
        foreach (JsonRow row in server.Object("addresses")?.Members.SelectMany(m => m.Objects) ?? [])
        {
            string? version = row.Text("version");
            if (version is null or "4" or "6" && row.Text("addr") is { } address)
            {
                addresses.Add(new ServerAddress(address, row.Text("OS-EXT-IPS:type"), version == "6"));
            }
        }

        return addresses;
    }

    /// <summary>Some of the addresses, each once.</summary>
    public static IReadOnlyList<string> Choose(IReadOnlyList<ServerAddress> addresses, Func<ServerAddress, bool> isWanted)
    {
        List<string> chosen = [];
        foreach (ServerAddress address in addresses)
        {
            // A server has few.
            if (isWanted(address) && !chosen.Contains(address.Address))
            {
                chosen.Add(address.Address);
            }
        }

        return chosen;
    }

    /// <summary>A field of each security group, once: the same group stands there for each network interface. Null if the object tells no groups.</summary>
    public static IReadOnlyList<string>? ReadSecurityGroups(JsonRow server, string field) => !server.HasList("security_groups")
        ? null
        : [.. server.Objects("security_groups").Select(g => g.Text(field)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The volumes attached to a server; null if the object does not tell.</summary>
    public static IReadOnlyList<string>? ReadDiskIds(JsonRow server) => !server.HasList("os-extended-volumes:volumes_attached")
        ? null
        : [.. server.Objects("os-extended-volumes:volumes_attached").Select(v => v.Text("id")).OfType<string>()];
}
