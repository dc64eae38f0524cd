using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>
/// Where the services are: in the token's catalogue, or where the user says. With the compute service a version is agreed, since what
/// it can do depends on it; of the others only what every version 3 (Cinder) or 2 (Glance) has is used. Thread-safe.
/// </summary>
internal sealed class OpenStackEndpoints
{
    /// <summary>The newest minor version of the compute API whose meaning is known here.</summary>
    public const int NewestMinor = 93;

    private static readonly IReadOnlyDictionary<ApiService, string[]> Types = new Dictionary<ApiService, string[]>
    {
        [ApiService.Compute] = ["compute"],
        [ApiService.Image] = ["image"],
        [ApiService.Volume] = ["block-storage", "volumev3", "block-store", "volume"],
        [ApiService.Network] = ["network"],
    };

    private readonly ConcurrentDictionary<ApiService, OpenStackAddress> _agreed = new();
    private readonly OpenStackSettings _settings;
    private readonly string _region;
    private volatile KeystoneCatalog? _catalog;
    private volatile int _volumeMinor = -1;

    /// <summary>Makes it; nothing is known before <see cref="Learn"/>.</summary>
    public OpenStackEndpoints(OpenStackSettings settings, string region)
    {
        _settings = settings;
        _region = region;
    }

    /// <summary>Takes the catalogue of a token.</summary>
    public void Learn(JArray catalog) => _catalog = new KeystoneCatalog(catalog);

    /// <summary>Tells whether a service is offered in the region.</summary>
    public bool Offers(ApiService service) => Locate(service) is not null;

    /// <summary>The regions in which there are servers.</summary>
    /// <returns>Id and address of each.</returns>
    public IReadOnlyList<(string Id, string Address)> ListRegions() =>
    [
        .. from region in _catalog?.FindRegions(Types[ApiService.Compute], _settings.Interface) ?? []
           select (region, _catalog!.Find(Types[ApiService.Compute], _settings.Interface, region) ?? ""),
    ];

    /// <summary>Finds the API of a service.</summary>
    /// <param name="projectId">The project, which some catalogues put into addresses and some services want there.</param>
    /// <param name="http">Asks the service for its versions, once.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.RegionNotFound"/> or <see cref="EcsErrorId.NotSupported"/> if it is not in the catalogue;
    /// <see cref="EcsErrorId.InsecureEndpoint"/> if it would be spoken to in the clear.</exception>
    public async Task<OpenStackAddress> FindAsync(ApiService service, string projectId, CloudHttp http, CancellationToken cancellation)
    {
        if (_agreed.TryGetValue(service, out OpenStackAddress? known))
        {
            return known;
        }

        Uri address = Locate(service) ?? throw NotOffered(service);
        Endpoints.RefuseInsecure(address);
        string text = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        OpenStackAddress agreed = service switch
        {
            ApiService.Compute => await AgreeAsync(text, http, cancellation).ConfigureAwait(false),
            ApiService.Image => new OpenStackAddress(HasVersion(text) ? text : text + "/v2", 1),
            ApiService.Network => new OpenStackAddress(HasVersion(text) ? text : text + "/v2.0", 1),
            _ => new OpenStackAddress(HasVersion(text) ? WithProject(text, CloudId.InPath(projectId)) : $"{text}/v3/{CloudId.InPath(projectId)}", 1),
        };
        return _agreed.GetOrAdd(service, agreed);
    }

    /// <summary>Finds the newest minor version of the block storage API, which is asked once, and only for what its first version does not have.</summary>
    /// <returns>The number; 0 if the service does not tell.</returns>
    public async Task<int> FindVolumeMinorAsync(OpenStackAddress address, CloudHttp http, CancellationToken cancellation)
    {
        if (_volumeMinor < 0)
        {
            Match root = Regex.Match(address.Root, @"^.*/v3(?=/|$)", RegexOptions.None, TextPattern.Limit);
            JObject? spoken = root.Success ? await FindVersionAsync(root.Value, http, cancellation).ConfigureAwait(false) : null;
            _volumeMinor = ReadMinor(spoken.Text("version"), "3") ?? 0;
        }

        return _volumeMinor;
    }

    // Asked for what it speaks, a service answers with one version or, at an address without one, with all of them. The addresses in that
    // answer are what the service believes of itself, which behind a proxy is often wrong: only the numbers are used.
    private static async Task<OpenStackAddress> AgreeAsync(string address, CloudHttp http, CancellationToken cancellation)
    {
        Match version = Regex.Match(address, @"^(.*/v2(?:\.\d+)?)(?:/[^/]*)?$", RegexOptions.None, TextPattern.Limit);
        string root = version.Success ? version.Groups[1].Value : address;
        JObject? spoken = await FindVersionAsync(root, http, cancellation).ConfigureAwait(false);
        if (spoken is null && version.Success)
        {
            spoken = await FindVersionAsync(root.Substring(0, root.LastIndexOf('/')), http, cancellation).ConfigureAwait(false);
        }

        (int? oldest, int? newest) = (ReadMinor(spoken.Text("min_version"), "2"), ReadMinor(spoken.Text("version"), "2"));
        if (oldest > NewestMinor)
        {
            throw new EcsException(EcsErrorId.NotSupported, $"The cloud's compute API is too new: it supports 2.{oldest} and later, and EcsTools up to 2.{NewestMinor}.")
            {
                RecommendedAction = "Update EcsTools.",
            };
        }

        string api = version.Success ? address : address + "/v2.1";
        if (newest is not { } most)
        {
            AmbientLog.Current.Verbose("The compute service reports no versions; only features of its first version are used.");
            return new OpenStackAddress(api, 1);
        }

        int minor = Math.Min(most, NewestMinor);
        string text = minor.ToString(CultureInfo.InvariantCulture);
        return new OpenStackAddress(api, minor)
        {
            // The first name is for services before 2.27.
            Headers = new Dictionary<string, string> { ["X-OpenStack-Nova-API-Version"] = $"2.{text}", ["OpenStack-API-Version"] = $"compute 2.{text}" },
        };
    }

    // Operators close the documents, or put a page or a redirection before them. That is no reason not to speak to the service: each has
    // what its first version has.
    private static async Task<JObject?> FindVersionAsync(string root, CloudHttp http, CancellationToken cancellation)
    {
        CloudRequest call = new("ListVersions", HttpMethod.Get, new Uri(root + "/"), RequestIdempotency.ReadOnly);
        try
        {
            JObject body = (await http.SendAsync(call, cancellation).ConfigureAwait(false)).ReadObject(call);
            return body.Object("version") ?? body.Objects("versions").FirstOrDefault(v => v.Text("id") is "v2.1" or "v3.0");
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.AccessDenied or EcsErrorId.NotFound or EcsErrorId.NotSupported
            or EcsErrorId.MalformedAnswer or EcsErrorId.CloudError)
        {
            AmbientLog.Current.Verbose($"The versions at {call.Uri} cannot be read: {error.Message}");
            return null;
        }
    }

    private static int? ReadMinor(string? version, string major) =>
        version?.Split('.') is [var first, var minor] && first == major && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static bool HasVersion(string address) => Regex.IsMatch(address, @"/v\d+(\.\d+)?(/[^/]*)?$", RegexOptions.None, TextPattern.Limit);

    private static string WithProject(string address, string projectId) => Regex.IsMatch(address, @"/v\d+(\.\d+)?$", RegexOptions.None, TextPattern.Limit) ? $"{address}/{projectId}" : address;

    private Uri? Locate(ApiService service) =>
        _settings.Overrides.TryGetValue(service, out Uri? given) ? given
        : Uri.TryCreate(_catalog?.Find(Types[service], _settings.Interface, _region), UriKind.Absolute, out Uri? told) ? told
        : null;

    private static string DescribeService(ApiService service) => service switch { ApiService.Image => "images", ApiService.Network => "networks", _ => "volumes" };

    private EcsException NotOffered(ApiService service)
    {
        string regions = string.Join(", ", _catalog?.FindRegions(Types[ApiService.Compute], _settings.Interface) ?? []);
        return service == ApiService.Compute
            ? new EcsException(EcsErrorId.RegionNotFound, $"The cloud's catalog has no {_settings.Interface} compute service in region '{_region}'.")
            {
                RecommendedAction = regions.Length == 0 ? "Ask the operator of the cloud for a role in the project." : $"Specify one of these regions: {regions}.",
            }
            : new EcsException(EcsErrorId.NotSupported, $"The cloud's catalog has no {_settings.Interface} service for {DescribeService(service)} in region '{_region}'.")
            {
                RecommendedAction = $"It offers: {_catalog?.Describe(_settings.Interface)}.",
            };
    }
}
