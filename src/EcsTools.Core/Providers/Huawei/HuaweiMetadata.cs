using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.Huawei;

/// <summary>The metadata service of a server at Huawei Cloud or OTC (docs/contracts/huawei-ecs.md 2.3).</summary>
internal sealed class HuaweiMetadata
{
    private const string TokenHeader = "X-Metadata-Token";
    private static readonly Uri Root = new("http://169.254.169.254");

    // The SDK waits three seconds at most (docs/contracts/huawei-ecs.md 2.3).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly MachineEnvironment _machine;

    /// <summary>Makes a reader; nothing is sent yet.</summary>
    public HuaweiMetadata(MachineEnvironment machine) => _machine = machine;

    /// <summary>A source of keys of the server's agency.</summary>
    public IAccessKeyProvider OpenKeys(CloudConnection connection) => new RefreshingAccessKeyProvider(FetchKeyAsync, connection.Wall);

    /// <summary>The region the server is in. docs/contracts/huawei-ecs.md 2.3 does not name this field: it is taken if it is there.</summary>
    /// <returns>The region's id, or null if it does not tell.</returns>
    /// <exception cref="EcsException">It does not answer.</exception>
    public async Task<string?> FindRegionAsync(CancellationToken cancellation)
    {
        using MetadataHttpClient http = Open();
        CloudResponse answer = await GetAsync(http, "/openstack/latest/meta_data.json", await GetTokenAsync(http, cancellation).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        return answer.Status == 200 ? answer.TryReadObject().Text("region_id") : null;
    }

    private async Task<AccessKey> FetchKeyAsync(CancellationToken cancellation)
    {
        using MetadataHttpClient http = Open();
        CloudResponse answer = await AskForKeyAsync(http, cancellation).ConfigureAwait(false);
        if (answer.Status == 401 && !SaysNoAgency(answer))
        {
            // Any other 401 means that the metadata token has ended: another one, once.
            answer = await AskForKeyAsync(http, cancellation).ConfigureAwait(false);
        }

        return answer.Status switch
        {
            200 when HuaweiTemporaryKey.Read(answer.TryReadObject().Object("credential")) is { } key => key,
            401 when SaysNoAgency(answer) => throw http.NoCredential("no agency is configured for this server", answer.Status),
            _ => throw http.NoCredential("the response contains no complete key", answer.Status),
        };
    }

    private static async Task<CloudResponse> AskForKeyAsync(MetadataHttpClient http, CancellationToken cancellation) => await GetAsync(
        http, "/openstack/latest/securitykey", await GetTokenAsync(http, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    private static bool SaysNoAgency(CloudResponse answer) => answer.Text.IndexOf("agency", StringComparison.OrdinalIgnoreCase) >= 0;

    // 404, 405 and 503 mean the old style without tokens.
    private static async Task<(string, string)?> GetTokenAsync(MetadataHttpClient http, CancellationToken cancellation)
    {
        CloudResponse answer = await http.SendAsync(
            HttpMethod.Put, new Uri(Root, "/meta-data/latest/api/token"), ("X-Metadata-Token-Ttl-Seconds", "21600"), cancellation).ConfigureAwait(false);
        return answer.Status switch
        {
            200 when answer.Text.Trim() is { Length: > 0 } token => (TokenHeader, token),
            404 or 405 or 503 => null,
            _ => throw http.NoCredential("it returned no token", answer.Status),
        };
    }

    private static Task<CloudResponse> GetAsync(MetadataHttpClient http, string path, (string, string)? token, CancellationToken cancellation) =>
        http.SendAsync(HttpMethod.Get, new Uri(Root, path), token, cancellation);

    private MetadataHttpClient Open() => new(_machine.NearbyNetwork(), "metadata service of the server (169.254.169.254)", Patience);
}
