using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

using EcsTools.Core.Diagnostics;

using Polly;
using Polly.Retry;

namespace EcsTools.Core.Http;

/// <summary>
/// Sends calls. Reads are repeated after passing faults; a write that may not be repeated is sent exactly once, and a lost
/// answer to it becomes <see cref="EcsErrorId.OutcomeUnknown"/>. Throttles are waited out as long as <see cref="ThrottleTimeout"/> lasts.
/// </summary>
internal sealed class CloudHttp : IDisposable
{
    // So many an answer usually has.
    private const int UsualHeaders = 10;

    // What newer runtimes say of a request that failed; these say that it failed before there was a connection.
    private static readonly PropertyInfo? RequestError = typeof(HttpRequestException).GetProperty("HttpRequestError");
    private static readonly string[] BeforeSending = ["NameResolutionError", "ConnectionError", "SecureConnectionError", "ProxyTunnelError"];
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);

    // What a change that is on its way at Ctrl+C has brought about, only its answer tells: by it a run is stopped and a job found again.
    private static readonly TimeSpan LastAnswer = TimeSpan.FromSeconds(2);
    private readonly HttpClient _client;
    private readonly ICloudDialect _dialect;
    private readonly RequestLimiter _limiter;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<CloudResponse> _pipeline;

    /// <param name="allowance">What the account's clients share with other runners; null for a client that is alone.</param>
    public CloudHttp(HttpMessageHandler handler, ICloudDialect dialect, TimeProvider time, RequestAllowance? allowance = null)
    {
        // The time-out is for the whole answer, which the client would leave to us once the head has come.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _dialect = dialect;
        _limiter = new RequestLimiter(dialect, time);
        allowance?.Add(_limiter);
        _time = time;
        _pipeline = BuildPipeline(dialect, time);
    }

    /// <summary>A handler for real networks: no redirects, no cookies, TLS verified, loopback without a proxy.</summary>
    /// <param name="proxy">The proxy; null for the one this machine has set.</param>
    public static HttpClientHandler CreateNetworkHandler(IWebProxy? proxy = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = (proxy ?? WebRequest.DefaultWebProxy) is { } chosen ? new DirectLoopback(chosen) : null,
        MaxConnectionsPerServer = 64,
    };

    /// <summary>Sends a call and reads its answer.</summary>
    /// <exception cref="EcsException">The cloud refused, could not be reached, or the answer was lost.</exception>
    public async Task<CloudResponse> SendAsync(CloudRequest call, CancellationToken cancellation)
    {
        if (call.Safety != RequestIdempotency.ReadOnly)
        {
            WriteGuard.Check(call.Operation);
        }

        ResilienceContext context = ResilienceContextPool.Shared.Get(call.Operation, cancellation);
        ThrottleWait wait = new(_time.GetTimestamp(), ThrottleTimeout.Current);
        context.Properties.Set(CallKey, call);
        context.Properties.Set(WaitKey, wait);
        context.Properties.Set(ServerKey, new ServerWait(_time));
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (c, state) => await state.Sender._limiter.RunAsync(
                    state.Call, state.Wait, () => state.Sender.AttemptAsync(state.Call, c.CancellationToken), c.CancellationToken).ConfigureAwait(false),
                context,
                (Sender: this, Call: call, Wait: wait)).ConfigureAwait(false);
        }
        catch (EcsException error) when (call.Safety == RequestIdempotency.Idempotent && (IsLost(error) || (error.ErrorId is EcsErrorId.ThrottledByService or EcsErrorId.JournalUnavailable && context.Properties.GetValue(LostKey, false))))
        {
            // Not one of the tries was answered as it should be, and each may have taken effect; a throttle or a refusal in the end tells of the last alone.
            throw Unknown(call, error.Message.TrimEnd('.'), error);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _client.Dispose();

    private static readonly ResiliencePropertyKey<CloudRequest> CallKey = new("call");
    private static readonly ResiliencePropertyKey<ThrottleWait> WaitKey = new("wait");
    private static readonly ResiliencePropertyKey<ServerWait> ServerKey = new("server");
    private static readonly ResiliencePropertyKey<bool> LostKey = new("lost");

    private static ResiliencePipeline<CloudResponse> BuildPipeline(ICloudDialect dialect, TimeProvider time) =>
        new ResiliencePipelineBuilder<CloudResponse> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<CloudResponse>
            {
                Name = "throttle",
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromSeconds(5),
                MaxDelay = TimeSpan.FromSeconds(60),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = a => new(IsWorthWaiting(a.Outcome.Exception as EcsException, a.Context, dialect, time)),

                // What holds for the whole account is waited for at the limiter, by all calls together.
                DelayGenerator = a => new(a.Outcome.Exception is EcsException error && dialect.IsForOneServer(error) ? error.RetryAfter : TimeSpan.Zero),
                OnRetry = static a =>
                {
                    if (a.RetryDelay > TimeSpan.Zero && a.Context.Properties.TryGetValue(CallKey, out CloudRequest? call) && a.Context.Properties.TryGetValue(ServerKey, out ServerWait? wait))
                    {
                        EcsInstance server = new() { Id = call.InstanceId ?? "" };
                        wait.Report([server], call.Operation, (a.Outcome.Exception as EcsException)?.CloudCode, a.Context.Properties.GetValue(WaitKey, default).Patience);
                    }

                    return default;
                },
            })
            .AddRetry(new RetryStrategyOptions<CloudResponse>
            {
                Name = "fault",
                MaxRetryAttempts = 4,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(10),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static a => new(IsWorthRepeating(a.Outcome.Exception as EcsException, a.Context)),
                OnRetry = static a =>
                {
                    if (a.Outcome.Exception is EcsException error && IsLost(error))
                    {
                        a.Context.Properties.Set(LostKey, true);
                    }

                    AmbientLog.Current.Verbose(
                        $"{a.Context.OperationKey}: {(a.Outcome.Exception as EcsException)?.ErrorId}; try {a.AttemptNumber + 2} in {a.RetryDelay.TotalSeconds:0.#} s.");
                    return default;
                },
            })
            .Build();

    private static bool IsLost(EcsException error) => !error.WasNotCarriedOut && error.ErrorId is (EcsErrorId.CannotConnect or EcsErrorId.ServerError);

    private static bool IsWorthWaiting(EcsException? error, ResilienceContext context, ICloudDialect dialect, TimeProvider time)
    {
        // A call that was not let through any more has waited long enough.
        if (error is not { ErrorId: EcsErrorId.ThrottledByService, WasNotCarriedOut: true, InnerException: not TimeoutException })
        {
            return false;
        }

        TimeSpan left = context.Properties.GetValue(WaitKey, default).Left(time, passed: 0);
        return !dialect.IsForOneServer(error) || (left > TimeSpan.Zero && !(error.RetryAfter > left));
    }

    private static bool IsWorthRepeating(EcsException? error, ResilienceContext context)
    {
        RequestIdempotency safety = context.Properties.GetValue(CallKey, null!).Safety;
        return error?.ErrorId switch
        {
            EcsErrorId.CannotConnect => error.HttpStatus is null && (safety != RequestIdempotency.NonIdempotent || error.WasNotCarriedOut),
            EcsErrorId.ServerError => safety != RequestIdempotency.NonIdempotent,
            _ => false,
        };
    }

    private async Task<CloudResponse> AttemptAsync(CloudRequest call, CancellationToken cancellation)
    {
        CloudResponse answer = await TransferAsync(call, cancellation).ConfigureAwait(false);
        EcsException? error = _dialect.Judge(call, answer);
        if (error is not null && await ProveAsync(call, () => _dialect.TryRenewAsync(error, cancellation)).ConfigureAwait(false))
        {
            answer = await TransferAsync(call, cancellation).ConfigureAwait(false);
            error = _dialect.Judge(call, answer);
        }

        if (error is not null)
        {
            throw error;
        }

        if (call.Safety != RequestIdempotency.ReadOnly)
        {
            RequestTrail.Note(call.InstanceId, _dialect.FindRequestId(answer));
        }

        return answer;
    }

    // Every request that is sent, those that are repeated too.
    private async Task<CloudResponse> TransferAsync(CloudRequest call, CancellationToken cancellation)
    {
        if (AmbientLog.Current is not IRequestLog { WantsRequests: true } log)
        {
            return await SendOnceAsync(call, cancellation).ConfigureAwait(false);
        }

        Stopwatch watch = Stopwatch.StartNew();
        string outcome = "no response";
        try
        {
            CloudResponse response = await SendOnceAsync(call, cancellation).ConfigureAwait(false);
            outcome = RequestText.Outcome(response);
            return response;
        }
        finally
        {
            log.Request(RequestText.Describe(call, outcome, watch.Elapsed));
        }
    }

    private async Task<CloudResponse> SendOnceAsync(CloudRequest call, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(call.Method, call.Uri);
        if (call.Body is not null || call.Method != HttpMethod.Get)
        {
            // An empty content object too: without one the runtime repeats a POST or DELETE by itself when a connection drops.
            ByteArrayContent content = new(call.Body is null ? Array.Empty<byte>() : Encoding.UTF8.GetBytes(call.Body));
            if (call.Body is not null)
            {
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
            }

            request.Content = content;
        }

        foreach (KeyValuePair<string, string> header in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        await ProveAsync(call, async () =>
        {
            await _dialect.SignAsync(request, call, cancellation).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        if (call.Safety != RequestIdempotency.ReadOnly)
        {
            WriteGuard.CheckConditions(call.Operation);
        }

        cancellation.ThrowIfCancellationRequested();
        using CancellationTokenSource? abandoned = call.Safety == RequestIdempotency.ReadOnly ? null : new();
        using CancellationTokenRegistration canceled = abandoned is null ? default : cancellation.Register(() => abandoned.CancelAfter(LastAnswer));
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(abandoned?.Token ?? cancellation);
        patience.CancelAfter(AttemptTimeout);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                throw ProxyRefused(call, null);
            }

            return new CloudResponse((int)response.StatusCode, await ResponseBody.ReadAsync(response, call.Early, patience.Token).ConfigureAwait(false), CollectHeaders(response));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Lost(call, "timed out", null);
        }
        catch (HttpRequestException error) when (IsRefusedByProxy(error))
        {
            throw ProxyRefused(call, error);
        }
        catch (HttpRequestException error)
        {
            throw NeverSent(error) ? Unreachable(call, error) : Lost(call, InnermostText(error), error);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            throw Lost(call, InnermostText(error), error);
        }
    }

    private static Dictionary<string, string> CollectHeaders(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = new(UsualHeaders, StringComparer.Ordinal);
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Headers.Concat(response.Content?.Headers.AsEnumerable() ?? []))
        {
            headers[header.Key.ToLowerInvariant()] = header.Value.FirstOrDefault() ?? "";
        }

        return headers;
    }

    // Only these say that no byte of the request can have arrived; whatever else went wrong may have gone wrong later. A host or network that cannot
    // be reached is none of them by itself: a connection that has carried the request ends with the same error once its route is lost.
    private static bool NeverSent(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (e is SocketException
                {
                    SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
                })
            {
                return true;
            }

            if (e is System.Security.Authentication.AuthenticationException || (e is HttpRequestException && BeforeSending.Contains(Reason(e))))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Reason(Exception error) => RequestError?.GetValue(error)?.ToString();

    // Without a tunnel there is no connection; where the runtime does not say that it was that, the words are all there is.
    private static bool IsRefusedByProxy(HttpRequestException error) => Reason(error) is { } reason
        ? reason == "ProxyTunnelError" && error.Message.IndexOf("407", StringComparison.Ordinal) >= 0
        : error.InnerException is WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } };

    private static EcsException ProxyRefused(CloudRequest call, Exception? error) => new(
        EcsErrorId.CannotConnect, $"Cannot connect to {call.Uri.Host}: the proxy requires authentication.", error)
    {
        HttpStatus = (int)HttpStatusCode.ProxyAuthenticationRequired,
        WasNotCarriedOut = true,
        InstanceId = call.InstanceId,
        RecommendedAction = "Specify the proxy with user name and password in HTTPS_PROXY, or exclude the host with NO_PROXY.",
    };

    private static EcsException Unreachable(CloudRequest call, Exception error) => new(
        EcsErrorId.CannotConnect, $"Cannot reach {call.Uri.Host}:{call.Uri.Port}: {InnermostText(error)}", error)
    {
        WasNotCarriedOut = true,
        InstanceId = call.InstanceId,
        RecommendedAction = "Check the network, the region, and the endpoint.",
    };

    // Whatever becomes of a login on the way: the call itself has not been sent, or was refused for want of it.
    private static async Task<bool> ProveAsync(CloudRequest call, Func<Task<bool>> prove)
    {
        try
        {
            return await prove().ConfigureAwait(false);
        }
        catch (EcsException error) when (!error.WasNotCarriedOut)
        {
            throw new EcsException(error.ErrorId == EcsErrorId.OutcomeUnknown ? EcsErrorId.CannotConnect : error.ErrorId, error.Message, error)
            {
                CloudCode = error.CloudCode,
                HttpStatus = error.HttpStatus,
                RequestId = error.RequestId,
                RetryAfter = error.RetryAfter,
                WasNotCarriedOut = true,
                InstanceId = call.InstanceId,
                RecommendedAction = error.RecommendedAction,
            };
        }
    }

    private static EcsException Lost(CloudRequest call, string why, Exception? error) => call.Safety == RequestIdempotency.NonIdempotent
        ? Unknown(call, why, error)
        : new EcsException(EcsErrorId.CannotConnect, $"No response to {call.Operation}: {why}.", error)
        {
            InstanceId = call.InstanceId,
            RecommendedAction = "Check the network and the endpoint.",
        };

    private static EcsException Unknown(CloudRequest call, string why, Exception? error) => new(
        EcsErrorId.OutcomeUnknown, $"No response to {call.Operation} ({why}). The outcome is unknown.", error)
    {
        CloudCode = (error as EcsException)?.CloudCode,
        HttpStatus = (error as EcsException)?.HttpStatus,
        RequestId = (error as EcsException)?.RequestId,
        InstanceId = call.InstanceId,
        RecommendedAction = "Check the server before you run the command again.",
    };

    private static string InnermostText(Exception error) => error.GetBaseException().Message.TrimEnd('.');
}
