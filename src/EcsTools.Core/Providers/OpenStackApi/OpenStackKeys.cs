using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.OpenStackApi;

/// <summary>
/// The keys of clouds.yaml that decide who acts or where, and for each the variable of the same name with <c>OS_</c> before it, by all the
/// names that openstacksdk knows them by.
/// </summary>
internal static class OpenStackKeys
{
    // Each service by its own name and its aliases (os-service-types), in the order in which openstacksdk asks.
    private static readonly (ApiService Service, string[] Names)[] Services =
    [
        (ApiService.Compute, ["compute"]),
        (ApiService.Image, ["image"]),
        (ApiService.Volume, ["block_storage", "volumev3", "volumev2", "volume", "block_store"]),
    ];

    private static readonly string[] PerService = ["interface", "endpoint_type", "region_name", "service_name", "service_type"];
    private static readonly string[] Addresses = ["endpoint_override", "endpoint"];

    /// <summary>Where a service is, in place of the catalog: the first that is set counts.</summary>
    public static IReadOnlyList<(ApiService Service, string Key)> Endpoints { get; } =
        [.. Services.SelectMany(s => Addresses.SelectMany(_ => s.Names, (address, name) => (s.Service, $"{name}_{address}")))];

    /// <summary>Which catalog entries count.</summary>
    public static IReadOnlyList<string> Interfaces { get; } = ["interface", "endpoint_type"];

    /// <summary>What openstacksdk takes of single services, and for whom a token is, and nobody here does.</summary>
    public static IReadOnlyList<string> Unused { get; } =
        ["trust_id", "system_scope", .. Services.SelectMany(s => s.Names).SelectMany(_ => PerService, (name, key) => $"{name}_{key}")];

    /// <summary>What Huawei Cloud and Open Telekom Cloud do not do besides: their services are where the region says.</summary>
    /// <param name="read">Reads a key.</param>
    public static IEnumerable<string> UnusedByRegion(Func<string, string?> read) =>
        Unused.Concat(Endpoints.Select(e => e.Key)).Concat(Interfaces.Where(k => read(k)?.StartsWith("public", StringComparison.OrdinalIgnoreCase) == false));

    /// <summary>The variable of a key.</summary>
    public static string Variable(string key) => "OS_" + key.ToUpperInvariant();

    /// <summary>Refuses what decides who acts or where, and is not done here.</summary>
    /// <param name="keys">What is not done.</param>
    /// <param name="read">Reads a key.</param>
    /// <param name="show">How its user has written it; null for the key itself.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/>.</exception>
    public static void Refuse(AccountCandidate offer, IEnumerable<string> keys, Func<string, string?> read, Func<string, string>? show = null)
    {
        if (keys.FirstOrDefault(k => read(k) is not null) is { } key)
        {
            string shown = show?.Invoke(key) ?? key;
            throw new EcsException(EcsErrorId.NotSupported, $"Cannot use {offer.Title}: it has '{shown}', which EcsTools does not use.")
            {
                RecommendedAction = $"Remove '{shown}' if it is not needed, or use another profile. It decides who acts or where, so it is not ignored.",
            };
        }
    }
}
