using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Handles requests in process.</summary>
internal sealed class SandboxHandler(RequestRouter router) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // An answer that was ready at once would run the caller's whole loop on the caller's stack; a network never does.
        await Task.Yield();
        SandboxRequest read = await Read(request).ConfigureAwait(false);
        if (router.IsOutOfReach())
        {
            throw new HttpRequestException("Nobody listens there.", new SocketException((int)SocketError.ConnectionRefused));
        }

        try
        {
            SandboxResponse response = await router.Handle(read, cancellationToken).ConfigureAwait(false);
            return Write(response, request);
        }
        catch (ConnectionCutException cut)
        {
            throw new HttpRequestException("The connection was closed before the answer came.", new IOException(cut.Message, cut));
        }
        catch (NoAnswerException none)
        {
            // As the client's own time-out ends it, without the minute.
            throw new TaskCanceledException(none.Message, new TimeoutException(none.Message, none));
        }
    }

    private static async Task<SandboxRequest> Read(HttpRequestMessage request)
    {
        Uri uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        Dictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = request.Headers.Host ?? uri.Authority,
        };
        Add(headers, request.Headers);
        byte[] body = [];
        if (request.Content is { } content)
        {
            Add(headers, content.Headers);
            body = await content.ReadAsByteArrayAsync().ConfigureAwait(false);
        }

        return new SandboxRequest
        {
            Method = request.Method.Method.ToUpperInvariant(),
            RawPath = uri.AbsolutePath,
            RawQuery = uri.Query.TrimStart('?'),
            Headers = headers,
            Body = body,
        };
    }

    private static void Add(Dictionary<string, string> headers, HttpHeaders from)
    {
        foreach (KeyValuePair<string, IEnumerable<string>> header in from)
        {
            headers[header.Key.ToLowerInvariant()] = string.Join(",", header.Value);
        }
    }

    private static HttpResponseMessage Write(SandboxResponse response, HttpRequestMessage request)
    {
        if (response.Truncation == ResponseTruncation.Truncated)
        {
            throw new HttpRequestException("The answer breaks off.", new IOException("The answer breaks off."));
        }

        HttpContent content = response.Truncation == ResponseTruncation.Endless ? new StreamContent(new EndlessStream()) : new ByteArrayContent(Encoding.UTF8.GetBytes(response.Body));
        if (response.Body.Length > 0)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(response.ContentType);
        }

        HttpResponseMessage message = new((HttpStatusCode)response.Status) { Content = content, RequestMessage = request };
        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }
}
