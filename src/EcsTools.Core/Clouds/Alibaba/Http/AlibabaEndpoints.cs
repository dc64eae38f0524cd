namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Where the services are (docs/contracts/alibaba-ecs.md 1.1): the user's endpoint, then the exceptions, then the rule.</summary>
internal static class AlibabaEndpoints
{
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cn-hangzhou"] = "ecs-cn-hangzhou.aliyuncs.com",
        ["cn-shanghai-finance-1"] = "ecs-cn-hangzhou.aliyuncs.com",
        ["cn-shenzhen-finance-1"] = "ecs-cn-hangzhou.aliyuncs.com",
        ["cn-hangzhou-finance"] = "ecs.aliyuncs.com",
        ["cn-north-2-gov-1"] = "ecs.aliyuncs.com",
        ["cn-beijing-gov-1"] = "ecs.aliyuncs.com",
    };

    /// <summary>The address of ECS in the connection's region.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.RegionNotFound"/> if the region cannot be part of a host name.</exception>
    public static Uri Ecs(CloudConnection connection)
    {
        string region = Check(connection.Region);
        return Root(connection, Exceptions.TryGetValue(region, out string? host) ? host : $"ecs.{region}.aliyuncs.com");
    }

    /// <summary>The address of VPC in the connection's region: the central one for the regions that are exceptions for ECS too. A sandbox's or a proxy's endpoint serves it too.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.RegionNotFound"/> if the region cannot be part of a host name.</exception>
    public static Uri Vpc(CloudConnection connection)
    {
        string region = Check(connection.Region);
        return connection.Endpoint is { } endpoint && !IsProvider(endpoint) ? Root(endpoint)
            : new Uri($"https://{(Exceptions.ContainsKey(region) ? "vpc.aliyuncs.com" : $"vpc.{region}.aliyuncs.com")}/");
    }

    /// <summary>The address of STS. A sandbox's or a proxy's endpoint serves both; an endpoint of ECS itself does not serve STS.</summary>
    /// <param name="host">The host a profile names, or null.</param>
    /// <param name="region">The region of STS a profile names, or null for the central one.</param>
    /// <exception cref="EcsException">The host a profile names is none, or would be spoken to in the clear.</exception>
    public static Uri Sts(CloudConnection connection, string? host = null, string? region = null, bool insideVpc = false)
    {
        if (connection.Endpoint is { } endpoint && !IsProvider(endpoint))
        {
            return Root(endpoint);
        }

        if (host is not null)
        {
            return Root(Http.Endpoints.Parse(host, "endpoint of STS"));
        }

        string? place = region ?? (insideVpc ? connection.Region : null);
        return new Uri(place is null ? "https://sts.aliyuncs.com/" : $"https://sts{(insideVpc ? "-vpc" : "")}.{Check(place)}.aliyuncs.com/");
    }

    private static bool IsProvider(Uri endpoint) => endpoint.Host.EndsWith(".aliyuncs.com", StringComparison.OrdinalIgnoreCase);

    private static Uri Root(CloudConnection connection, string host) => connection.Endpoint is { } endpoint ? Root(endpoint) : new Uri($"https://{host}/");

    private static Uri Root(Uri address) => new(address.GetLeftPart(UriPartial.Authority) + "/");

    // The region becomes part of the host: nothing may get in that would make it another host.
    private static string Check(string region) =>
        region.Length > 0 && region.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-') ? region : throw new EcsException(
            EcsErrorId.RegionNotFound, $"'{region}' is not a region of Alibaba Cloud.")
        {
            RecommendedAction = "Specify a region id such as cn-hangzhou or eu-central-1.",
        };
}
