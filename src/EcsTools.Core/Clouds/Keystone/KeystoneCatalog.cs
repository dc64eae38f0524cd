using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Keystone;

/// <summary>The list of services that comes with a token (identity API v3, <c>token.catalog</c>).</summary>
internal sealed class KeystoneCatalog(JArray services)
{
    /// <summary>Finds where a service is.</summary>
    /// <param name="face">The interface, for example <c>public</c>.</param>
    /// <returns>The address as it stands there, or null if the service is not offered in this way.</returns>
    public string? Find(IReadOnlyList<string> types, string face, string region) => types
        .SelectMany(EndpointsOf)
        .Where(e => e.Text("interface") == face && RegionOf(e) == region)
        .Select(e => e.Text("url"))
        .FirstOrDefault(url => url is not null);

    /// <summary>The regions in which a service is offered.</summary>
    /// <returns>Their ids, each once, in alphabetical order.</returns>
    public IReadOnlyList<string> FindRegions(IReadOnlyList<string> types, string face) =>
    [
        .. types.SelectMany(EndpointsOf).Where(e => e.Text("interface") == face && e.Text("url") is not null).Select(RegionOf).OfType<string>()
            .Distinct(StringComparer.Ordinal).OrderBy(r => r, StringComparer.Ordinal),
    ];

    /// <summary>What there is, for messages.</summary>
    public string Describe(string face) => string.Join(
        ", ", services.OfType<JObject>().Select(s => s.Text("type")).OfType<string>().Distinct().Select(t => $"{t} ({string.Join(", ", FindRegions([t], face))})"));

    private static string? RegionOf(JObject endpoint) => endpoint.Text("region_id") ?? endpoint.Text("region");

    private IEnumerable<JObject> EndpointsOf(string type) => services.OfType<JObject>().Where(s => s.Text("type") == type).SelectMany(s => s.Objects("endpoints"));
}
