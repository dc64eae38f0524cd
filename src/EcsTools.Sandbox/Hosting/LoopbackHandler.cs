using System.Collections.Concurrent;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Sends requests of this process through a socket to the sandbox, whatever host they are for, so that the runtime's own HTTP
/// stack has its part in what a fault does.</summary>
internal sealed class LoopbackHandler : HttpMessageHandler
{
    private const string Mark = "x-sandbox-request";

    // The port of tcpmux: nothing listens there, and nothing is ever given it.
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    private readonly HttpMessageInvoker _network = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _waiting = new(StringComparer.Ordinal);
    private readonly RequestRouter _router;
    private readonly Uri _url;

    public LoopbackHandler(RequestRouter router, Uri url)
    {
        _router = router;
        _url = url;
        router.Stalled += GiveUp;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        string mark = Guid.NewGuid().ToString("N");
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _waiting[mark] = patience;
        request.Headers.Host ??= uri.Authority;
        request.Headers.Add(Mark, mark);
        request.RequestUri = new Uri(_router.IsOutOfReach() ? Nowhere : _url, uri.PathAndQuery);
        try
        {
            return await _network.SendAsync(request, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException gone) when (!cancellationToken.IsCancellationRequested)
        {
            // As the client's own time-out ends it, without the minute.
            throw new TaskCanceledException("The sandbox did not answer.", new TimeoutException("The sandbox did not answer.", gone));
        }
        finally
        {
            _waiting.TryRemove(mark, out _);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _router.Stalled -= GiveUp;
            _network.Dispose();
        }

        base.Dispose(disposing);
    }

    private void GiveUp(SandboxRequest request)
    {
        if (request.Header(Mark) is { } mark && _waiting.TryGetValue(mark, out CancellationTokenSource? patience))
        {
            patience.Cancel();
        }
    }
}
