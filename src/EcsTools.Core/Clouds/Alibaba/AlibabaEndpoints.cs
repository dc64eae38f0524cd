using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Where the services are (contract 1.1): the user's endpoint, then the exceptions, then the rule.</summary>
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
    /// <param name="connection">The connection.</param>
    /// <returns>The address, ending in a slash.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.RegionNotFound"/> if the region cannot be part of a host name.</exception>
    public static Uri Ecs(CloudConnection connection)
    {
        // The region becomes part of the host: nothing may get in that would make it another host.
        if (connection.Region.Length == 0 || !connection.Region.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-'))
        {
            throw new EcsException(EcsErrorId.RegionNotFound, $"'{connection.Region}' is no region of Alibaba Cloud.")
            {
                RecommendedAction = "Name a region id such as cn-hangzhou or eu-central-1.",
            };
        }

        return Root(connection, Exceptions.TryGetValue(connection.Region, out string? host) ? host : $"ecs.{connection.Region}.aliyuncs.com");
    }

    /// <summary>The address of STS; the same as of ECS if the user gave an endpoint, since one port serves both.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>The address, ending in a slash.</returns>
    public static Uri Sts(CloudConnection connection) => Root(connection, "sts.aliyuncs.com");

    private static Uri Root(CloudConnection connection, string host) =>
        new(connection.Endpoint is null ? $"https://{host}/" : connection.Endpoint.GetLeftPart(UriPartial.Authority) + "/");
}
