using System.Text.RegularExpressions;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Where the services are (docs/contracts/huawei-ecs.md 1.1): the user's endpoint, then the token's catalogue, then the
/// rule.</summary>
internal sealed class HuaweiEndpoints
{
    // The types under which the services stand in the catalogue, the best first. The identity service is the one that gave it.
    private static readonly (ApiService Service, string Type)[] Types =
    [
        (ApiService.Compute, "ecs"),
        (ApiService.Compute, "compute"),
        (ApiService.Volume, "volumev3"),
        (ApiService.Volume, "volumev2"),
        (ApiService.Image, "image"),
        (ApiService.KeyManagement, "kms"),
        (ApiService.Network, "vpc"),
        (ApiService.Network, "network"),
    ];

    private readonly CloudConnection _connection;
    private volatile Dictionary<ApiService, Uri> _told = [];

    public HuaweiEndpoints(CloudConnection connection)
    {
        if (connection.Endpoint is null && !IsRegion(connection.Region))
        {
            throw new EcsException(EcsErrorId.RegionNotFound, $"'{connection.Region}' is not a region.")
            {
                RecommendedAction = connection.Cloud == EcsCloud.OpenTelekom ? "Specify a region, for example eu-de." : "Specify a region, for example eu-west-101.",
            };
        }

        _connection = connection;
    }

    /// <summary>Tells whether a text can be a region, so that it can be part of a host name.</summary>
    public static bool IsRegion(string text) => Regex.IsMatch(text, @"\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z", RegexOptions.None, TextPattern.Limit);

    /// <summary>Scheme and host of a service.</summary>
    /// <returns>The address, without a path.</returns>
    public Uri Find(ApiService service)
    {
        if (_told.TryGetValue(service, out Uri? told))
        {
            return told;
        }

        if (_connection.Endpoint is { } endpoint)
        {
            return new Uri(endpoint.GetLeftPart(UriPartial.Authority));
        }

        if (service is ApiService.Billing or ApiService.InternationalBilling)
        {
            return new Uri(service == ApiService.Billing ? "https://bss.myhuaweicloud.com" : "https://bss-intl.myhuaweicloud.com");
        }

        string name = service switch
        {
            ApiService.Compute => "ecs",
            ApiService.Volume => "evs",
            ApiService.Image => "ims",
            ApiService.KeyManagement => "kms",
            ApiService.Network => "vpc",
            _ => "iam",
        };
        string region = _connection.Region;
        return new Uri("https://" + (_connection.Cloud, region) switch
        {
            (EcsCloud.OpenTelekom, "eu-ch2") => $"{(service == ApiService.Identity ? "iam-pub" : name)}.{region}.sc.otc.t-systems.com",
            (EcsCloud.OpenTelekom, _) => $"{name}.{region}.otc.t-systems.com",
            _ when region.StartsWith("eu-west-1", StringComparison.Ordinal) => $"{name}.{region}.myhuaweicloud.eu",
            _ => $"{name}.{region}.myhuaweicloud.com",
        });
    }

    /// <summary>Takes the hosts from a token's catalogue. Addresses in it carry a version and often the project, which are cut off; one that
    /// would be spoken to in the clear is passed over. Where an endpoint on this machine takes the place of all hosts, only others on this
    /// machine are taken.</summary>
    public void Learn(JArray catalog)
    {
        Dictionary<ApiService, Uri> told = [];
        foreach ((ApiService service, string type) in Types.Where(t => !told.ContainsKey(t.Service)))
        {
            string? address = catalog.OfType<JObject>().Where(s => s.Text("type") == type).SelectMany(s => s.Objects("endpoints"))
                .FirstOrDefault(e => e.Text("interface") is null or "public" && IsHere(e.Text("region_id") ?? e.Text("region")))
                .Text("url");
            // A file is on this machine, too; and what can be read as an address need not have a host that can.
            if (Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
                && (_connection.Endpoint is null ? uri.Scheme == Uri.UriSchemeHttps : uri.IsLoopback && uri.Scheme is "http" or "https")
                && Uri.TryCreate(uri.GetLeftPart(UriPartial.Authority), UriKind.Absolute, out Uri? root))
            {
                told[service] = root;
            }
        }

        _told = told;
    }

    private bool IsHere(string? region) => region is null or "*" || region == _connection.Region;
}
