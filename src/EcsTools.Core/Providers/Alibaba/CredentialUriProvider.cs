using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>An address that hands out a key (docs/contracts/alibaba-ecs.md 2.1 and 2.2, mode CredentialsURI).</summary>
internal static class CredentialUriProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A source of the keys it hands out.</summary>
    /// <param name="address">The address; https, or loopback.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InsecureEndpoint"/> or <see cref="EcsErrorId.InvalidInput"/>.</exception>
    public static Func<CloudConnection, IAccessKeyProvider> Prepare(string address, MachineEnvironment machine)
    {
        Uri uri = Endpoints.Parse(address, "address that hands out a key");
        return connection => new RefreshingAccessKeyProvider(
            cancellation => FetchAsync(uri, uri.IsLoopback ? machine.NearbyNetwork : connection.HandlerFactory, cancellation), connection.Wall);
    }

    private static async Task<AccessKey> FetchAsync(Uri address, Func<HttpMessageHandler> network, CancellationToken cancellation)
    {
        using MetadataHttpClient http = new(network(), $"address that hands out a key ({address.Host})", Patience);
        CloudResponse answer = await http.SendAsync(HttpMethod.Get, address, null, cancellation).ConfigureAwait(false);
        JObject? body = answer.TryReadObject();
        return answer.Status == 200 && body.Text("Code") is null or "Success" && AlibabaTemporaryKey.Read(body) is { } key
            ? key
            : throw http.NoCredential("the response contains no complete key", answer.Status);
    }
}
