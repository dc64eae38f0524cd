using System;
using System.Text.RegularExpressions;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Where the services are (contract 1.1).</summary>
internal sealed class HuaweiHosts
{
    private readonly CloudConnection _connection;

    /// <summary>Makes the hosts of a connection.</summary>
    /// <param name="connection">Cloud, region and perhaps an endpoint that takes the place of all hosts.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.RegionNotFound"/> if the region cannot be part of a host name.</exception>
    public HuaweiHosts(CloudConnection connection)
    {
        if (connection.Endpoint is null && !IsRegion(connection.Region))
        {
            throw new EcsException(EcsErrorId.RegionNotFound, $"'{connection.Region}' is no region.")
            {
                RecommendedAction = connection.Cloud == EcsCloud.OpenTelekom ? "Name a region, for example eu-de." : "Name a region, for example eu-west-101.",
            };
        }

        _connection = connection;
    }

    /// <summary>Tells whether a text can be a region, so that it can be part of a host name.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True if it can.</returns>
    public static bool IsRegion(string text) => Regex.IsMatch(text, "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$");

    /// <summary>Scheme and host of a service.</summary>
    /// <param name="service">The service.</param>
    /// <returns>The address, without a path.</returns>
    public Uri Find(HuaweiService service)
    {
        if (_connection.Endpoint is { } endpoint)
        {
            return new Uri(endpoint.GetLeftPart(UriPartial.Authority));
        }

        string name = service.ToString().ToLowerInvariant();
        string region = _connection.Region;
        return new Uri("https://" + (_connection.Cloud, region) switch
        {
            (EcsCloud.OpenTelekom, "eu-ch2") => $"{(service == HuaweiService.Iam ? "iam-pub" : name)}.{region}.sc.otc.t-systems.com",
            (EcsCloud.OpenTelekom, _) => $"{name}.{region}.otc.t-systems.com",
            _ when region.StartsWith("eu-west-1", StringComparison.Ordinal) => $"{name}.{region}.myhuaweicloud.eu",
            _ => $"{name}.{region}.myhuaweicloud.com",
        });
    }
}
