using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>The metadata service of a server at Alibaba Cloud (docs/contracts/alibaba-ecs.md 2.6).</summary>
internal sealed class AlibabaMetadata
{
    private const string Roles = "/latest/meta-data/ram/security-credentials/";
    private static readonly Uri Root = new("http://100.100.100.200");

    // The SDK waits one second (docs/contracts/alibaba-ecs.md 2.6).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly MachineEnvironment _machine;

    /// <summary>Makes a reader; nothing is sent yet.</summary>
    public AlibabaMetadata(MachineEnvironment machine) => _machine = machine;

    /// <summary>True if the user has switched it off.</summary>
    public bool IsDisabled => _machine.IsOn("ALIBABA_CLOUD_ECS_METADATA_DISABLED");

    /// <summary>A source of keys of the server's role.</summary>
    /// <param name="role">The role's name; null to ask for it.</param>
    public IAccessKeyProvider OpenKeys(string? role, CloudConnection connection) =>
        new RefreshingAccessKeyProvider(cancellation => FetchKeyAsync(role, cancellation), connection.Wall);

    /// <summary>The region the server is in.</summary>
    /// <returns>The region's id, or null if it does not tell.</returns>
    /// <exception cref="EcsException">It does not answer.</exception>
    public async Task<string?> FindRegionAsync(CancellationToken cancellation)
    {
        using MetadataHttpClient http = Open();
        (string, string)? token = await GetTokenAsync(http, cancellation).ConfigureAwait(false);
        CloudResponse answer = await GetAsync(http, "/latest/meta-data/region-id", token, cancellation).ConfigureAwait(false);
        return answer.Status == 200 && answer.Text.Trim() is { Length: > 0 and < 64 } region ? region : null;
    }

    private async Task<AccessKey> FetchKeyAsync(string? role, CancellationToken cancellation)
    {
        if (IsDisabled)
        {
            throw new EcsException(EcsErrorId.CredentialNotFound, "The metadata service is switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED.")
            {
                RecommendedAction = "Remove the variable, or specify another credential with Connect-EcsAccount.",
            };
        }

        using MetadataHttpClient http = Open();
        (string, string)? token = await GetTokenAsync(http, cancellation).ConfigureAwait(false);
        string name = role ?? await FindRoleAsync(http, token, cancellation).ConfigureAwait(false);
        CloudResponse answer = await GetAsync(http, Roles + Uri.EscapeDataString(name), token, cancellation).ConfigureAwait(false);
        JObject? body = answer.TryReadObject();
        return answer.Status == 200 && body.Text("Code") is null or "Success" && AlibabaTemporaryKey.Read(body) is { } key
            ? key
            : throw http.NoCredential("there is none for this role", answer.Status);
    }

    private static async Task<string> FindRoleAsync(MetadataHttpClient http, (string, string)? token, CancellationToken cancellation)
    {
        CloudResponse answer = await GetAsync(http, Roles, token, cancellation).ConfigureAwait(false);
        string? name = answer.Text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0);
        return answer.Status == 200 && name is not null ? name : throw http.NoCredential("no RAM role is attached to this server", answer.Status);
    }

    // A server that takes only token mode refuses the rest; one that knows no tokens answers without (docs/contracts/alibaba-ecs.md 2.6).
    private async Task<(string, string)?> GetTokenAsync(MetadataHttpClient http, CancellationToken cancellation)
    {
        bool tokenOnly = _machine.IsOn("ALIBABA_CLOUD_IMDSV1_DISABLED");
        try
        {
            CloudResponse answer = await http.SendAsync(
                HttpMethod.Put, new Uri(Root, "/latest/api/token"), ("X-aliyun-ecs-metadata-token-ttl-seconds", "21600"), cancellation).ConfigureAwait(false);
            if (answer.Status == 200 && answer.Text.Trim() is { Length: > 0 } token)
            {
                return ("X-aliyun-ecs-metadata-token", token);
            }

            return tokenOnly ? throw http.NoCredential("it returned no token, and ALIBABA_CLOUD_IMDSV1_DISABLED forbids continuing without one", answer.Status) : null;
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.CannotConnect && !tokenOnly)
        {
            return null;
        }
    }

    private static Task<CloudResponse> GetAsync(MetadataHttpClient http, string path, (string, string)? token, CancellationToken cancellation) =>
        http.SendAsync(HttpMethod.Get, new Uri(Root, path), token, cancellation);

    private MetadataHttpClient Open() => new(_machine.NearbyNetwork(), "metadata service of Alibaba Cloud (100.100.100.200)", Patience);
}
