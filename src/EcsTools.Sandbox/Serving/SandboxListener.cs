using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Serving;

/// <summary>Answers requests over loopback.</summary>
internal sealed class SandboxListener : IDisposable
{
    private const int PortTries = 20;

    private readonly Gatehouse _gatehouse;
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stopping = new();

    private SandboxListener(Gatehouse gatehouse, HttpListener listener, int port)
    {
        _gatehouse = gatehouse;
        _listener = listener;
        Url = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
    }

    /// <summary>The base address.</summary>
    public Uri Url { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="gatehouse">Where requests go.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public static SandboxListener Open(Gatehouse gatehouse, int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            int candidate = port == 0 ? FreePort() : port;
            HttpListener listener = new();
            listener.Prefixes.Add(FormattableString.Invariant($"http://127.0.0.1:{candidate}/"));
            listener.Prefixes.Add(FormattableString.Invariant($"http://localhost:{candidate}/"));
            try
            {
                listener.Start();
                SandboxListener open = new(gatehouse, listener, candidate);
                _ = Task.Run(open.Accept);
                return open;
            }
            catch (HttpListenerException) when (port == 0 && attempt < PortTries)
            {
                // Somebody took the free port in between: look for another.
                listener.Close();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Abort();
        _stopping.Dispose();
    }

    private static int FreePort()
    {
        TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        try
        {
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        finally
        {
            probe.Stop();
        }
    }

    private static SandboxRequest Read(HttpListenerRequest request)
    {
        string[] target = (request.RawUrl ?? "/").Split(['?'], 2);
        Dictionary<string, string> headers = new(StringComparer.Ordinal) { ["host"] = request.UserHostName };
        foreach (string name in request.Headers.AllKeys.OfType<string>())
        {
            headers[name.ToLowerInvariant()] = string.Join(",", request.Headers.GetValues(name) ?? []);
        }

        using MemoryStream body = new();
        request.InputStream.CopyTo(body);
        return new SandboxRequest
        {
            Method = request.HttpMethod.ToUpperInvariant(),
            RawPath = target[0],
            RawQuery = target.Length > 1 ? target[1] : "",
            Headers = headers,
            Body = body.ToArray(),
        };
    }

    private static void Write(SandboxResponse response, HttpListenerResponse to)
    {
        byte[] body = Encoding.UTF8.GetBytes(response.Body);
        to.StatusCode = response.Status;
        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            to.Headers[header.Key] = header.Value;
        }

        if (body.Length > 0)
        {
            to.ContentType = response.ContentType;
        }

        to.Close(body, willBlock: true);
    }

    private async Task Accept()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The listener was closed.
                return;
            }

            _ = Task.Run(() => Serve(context));
        }
    }

    private async Task Serve(HttpListenerContext context)
    {
        try
        {
            SandboxResponse response = await _gatehouse.Answer(Read(context.Request), _stopping.Token).ConfigureAwait(false);
            Write(response, context.Response);
        }
        catch (Exception e) when (e is ConnectionCutException or OperationCanceledException or IOException
            or HttpListenerException or ObjectDisposedException)
        {
            // Cut on purpose, or there is nobody left to answer.
            context.Response.Abort();
        }
        catch (Exception e)
        {
            // A fault of the sandbox itself: whoever tests against it must see it.
            Write(new SandboxResponse { Status = 500, Body = e.ToString(), ContentType = "text/plain" }, context.Response);
        }
    }
}
