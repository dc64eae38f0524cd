using EcsTools.Core.Http;

namespace EcsTools.Core.Credentials;

/// <summary>Asks a service that hands out credentials: few small calls, unsigned, with little patience. What it answers is never quoted.</summary>
internal sealed class MetadataHttpClient : IDisposable
{
    private const int MaxAnswerBytes = 1024 * 1024;
    private readonly HttpClient _client;
    private readonly string _name;

    public MetadataHttpClient(HttpMessageHandler handler, string name, TimeSpan patience)
    {
        _client = new HttpClient(handler) { Timeout = patience, MaxResponseContentBufferSize = MaxAnswerBytes };
        _name = name;
    }

    /// <summary>Sends one call.</summary>
    /// <param name="header">A header, or null.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CannotConnect"/>.</exception>
    public async Task<CloudResponse> SendAsync(HttpMethod method, Uri address, (string Name, string Value)? header, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, address);
        if (header is { } added)
        {
            request.Headers.TryAddWithoutValidation(added.Name, added.Value);
        }

        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
            byte[] body = response.Content is null ? [] : await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            return new CloudResponse((int)response.StatusCode, body, new Dictionary<string, string>());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw Unreachable(error);
        }
    }

    /// <summary>The error for an answer without a credential.</summary>
    /// <param name="why">What is wrong, without the answer's content.</param>
    public EcsException NoCredential(string why, int status) => new(EcsErrorId.CredentialNotFound, $"The {_name} returned no credential: {why} (HTTP {status}).")
    {
        HttpStatus = status,
        RecommendedAction = "Specify another credential with Connect-EcsAccount, or check what this service returns.",
    };

    public void Dispose() => _client.Dispose();

    private EcsException Unreachable(Exception? error) => new(EcsErrorId.CannotConnect, $"The {_name} does not respond.", error)
    {
        WasNotCarriedOut = true,
        RecommendedAction = "If this machine is not a server of that cloud, specify another credential with Connect-EcsAccount.",
    };
}
