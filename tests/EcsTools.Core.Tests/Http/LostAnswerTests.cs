using System.Net.Sockets;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Http;

public sealed class LostAnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("{\"force\":true}")]
    public async Task A_write_on_a_fresh_connection_is_sent_once(string? body)
    {
        await using RawServer server = new(RawServer.Reaction.Drop);
        using CloudHttp http = Sender();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(Write(server, body), Cancellation));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.False(error.WasNotCarriedOut);
        Assert.Equal(["POST /write"], server.Received);
    }

    // The case that bites: the runtime takes a kept connection that drops for a stale one and sends a POST without content again.
    [Theory]
    [InlineData(null)]
    [InlineData("{\"force\":true}")]
    public async Task A_write_on_a_kept_connection_is_sent_once(string? body)
    {
        await using RawServer server = new(RawServer.Reaction.Reply(200), RawServer.Reaction.Drop);
        using CloudHttp http = Sender();
        await http.SendAsync(Read(server), Cancellation);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(Write(server, body), Cancellation));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Equal(["GET /read", "POST /write"], server.Received);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Other_writing_methods_are_sent_once_too(string method)
    {
        await using RawServer server = new(RawServer.Reaction.Reply(200), RawServer.Reaction.Drop);
        using CloudHttp http = Sender();
        await http.SendAsync(Read(server), Cancellation);
        CloudRequest call = new("Write", new HttpMethod(method), server.Address("/write"), RequestIdempotency.NonIdempotent);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(call, Cancellation));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Equal(["GET /read", $"{method} /write"], server.Received);
    }

    // The last look before a change leaves the process: a command that has not asked the policy sends none.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_no_policy_was_asked_for_is_not_sent(bool isRepeatable)
    {
        await using RawServer server = new(RawServer.Reaction.Reply(200), RawServer.Reaction.Reply(200));
        using CloudHttp http = Sender();
        bool isOpen = false;
        using IDisposable guard = WriteGuard.Use(() => isOpen);
        CloudRequest call = new("Write", HttpMethod.Post, server.Address("/write"), isRepeatable ? RequestIdempotency.Idempotent : RequestIdempotency.NonIdempotent);

        await http.SendAsync(Read(server), Cancellation);
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(call, Cancellation));
        isOpen = true;
        await http.SendAsync(call, Cancellation);

        Assert.Equal((EcsErrorId.DeniedByPolicy, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Equal(["GET /read", "POST /write"], server.Received);
    }

    [Fact]
    public async Task A_write_whose_answer_breaks_off_is_sent_once()
    {
        await using RawServer server = new(RawServer.Reaction.CutOff);
        using CloudHttp http = Sender();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(Write(server, "{}"), Cancellation));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Equal(["POST /write"], server.Received);
    }

    // A write that may be repeated is a write all the same.
    [Theory]
    [InlineData("ReadOnly", EcsErrorId.MalformedAnswer)]
    [InlineData("Idempotent", EcsErrorId.OutcomeUnknown)]
    [InlineData("NonIdempotent", EcsErrorId.OutcomeUnknown)]
    public void An_answer_that_cannot_be_read_is_no_refusal_of_a_write(string safety, string expected)
    {
        CloudRequest call = new("Call", HttpMethod.Post, new Uri("https://ecs.example.com"), Enum.Parse<RequestIdempotency>(safety));

        EcsException error = new CloudResponse(200, "<html>"u8.ToArray(), new Dictionary<string, string>()).Malformed(call, "no JSON");

        Assert.Equal((expected, false), (error.ErrorId, error.WasNotCarriedOut));
    }

    // What the runtime throws when its own time-out has passed.
    [Fact]
    public async Task A_write_that_is_not_answered_in_time_is_sent_once()
    {
        int sent = 0;
        using CloudHttp http = Sender(new SilentHandler(() => sent++));

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => http.SendAsync(new CloudRequest("Write", HttpMethod.Post, new Uri("http://127.0.0.1/write"), RequestIdempotency.NonIdempotent) { Body = "{}" }, Cancellation));

        Assert.Equal((EcsErrorId.OutcomeUnknown, false, 1), (error.ErrorId, error.WasNotCarriedOut, sent));
    }

    // One byte more than is kept, as the answer says itself: nothing of it is read, and what was asked may have taken effect all the same.
    [Fact]
    public async Task A_write_whose_answer_is_longer_than_is_read_is_sent_once()
    {
        int sent = 0;
        using CloudHttp http = Sender(new LongAnswerHandler((64 * 1024 * 1024) + 1, () => sent++));

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => http.SendAsync(new CloudRequest("Write", HttpMethod.Post, new Uri("http://127.0.0.1/write"), RequestIdempotency.NonIdempotent) { Body = "{}" }, Cancellation));

        Assert.Equal((EcsErrorId.OutcomeUnknown, false, 1), (error.ErrorId, error.WasNotCarriedOut, sent));
    }

    [Fact]
    public async Task A_read_is_repeated_until_it_is_answered()
    {
        await using RawServer server = new(RawServer.Reaction.Drop, RawServer.Reaction.CutOff);
        using CloudHttp http = Sender();

        CloudResponse answer = await http.SendAsync(Read(server), Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.Equal(["GET /read", "GET /read", "GET /read"], server.Received);
    }

    [Fact]
    public async Task A_repeatable_write_is_repeated()
    {
        await using RawServer server = new(RawServer.Reaction.Drop);
        using CloudHttp http = Sender();

        await http.SendAsync(Write(server, "{}") with { Safety = RequestIdempotency.Idempotent }, Cancellation);

        Assert.Equal(["POST /write", "POST /write"], server.Received);
    }

    // What throttles says nothing of the try before, whose answer was lost.
    [Theory]
    [InlineData(true, EcsErrorId.OutcomeUnknown)]
    [InlineData(false, EcsErrorId.ThrottledByService)]
    public async Task A_write_that_is_throttled_for_good_was_not_carried_out_unless_an_answer_was_lost(bool isLost, string expected)
    {
        RawServer.Reaction[] throttles = [.. Enumerable.Repeat(RawServer.Reaction.Reply(429, "Retry-After: 60\r\n"), 20)];
        await using RawServer server = new(isLost ? [RawServer.Reaction.Drop, .. throttles] : throttles);
        using CloudHttp http = Sender();

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => http.SendAsync(Write(server, "{}") with { Safety = RequestIdempotency.Idempotent }, Cancellation));

        Assert.Equal((expected, !isLost), (error.ErrorId, error.WasNotCarriedOut));
    }

    // Ctrl+C while the answer to a change is on its way: what it says is still needed.
    [Fact]
    public async Task SendAsync_CanceledOnTheWay_WaitsForTheAnswerToAChangeOnly()
    {
        using CancellationTokenSource stop = new();
        using CloudHttp http = Sender(new AnsweringHandler(stop.Cancel));
        CloudRequest change = new("Write", HttpMethod.Post, new Uri("http://localhost/write"), RequestIdempotency.NonIdempotent);

        CloudResponse answer = await http.SendAsync(change, stop.Token);

        Assert.Equal(200, answer.Status);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(change, stop.Token));
        using CancellationTokenSource another = new();
        using CloudHttp reader = Sender(new AnsweringHandler(another.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => reader.SendAsync(change with { Method = HttpMethod.Get, Safety = RequestIdempotency.ReadOnly }, another.Token));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_answer_and_is_not_followed(int status)
    {
        await using RawServer server = new(RawServer.Reaction.Reply(status, "Location: /elsewhere\r\n"));
        using CloudHttp http = Sender();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(Write(server, "{}"), Cancellation));

        Assert.Equal(status, error.HttpStatus);
        Assert.Equal(["POST /write"], server.Received);
    }

    [Fact]
    public async Task A_write_that_nobody_listens_to_is_known_not_to_have_been_carried_out()
    {
        RawServer server = new();
        CloudRequest call = Write(server, "{}");
        await server.DisposeAsync();
        using CloudHttp http = Sender();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(call, Cancellation));

        Assert.Equal(EcsErrorId.CannotConnect, error.ErrorId);
        Assert.True(error.WasNotCarriedOut);
    }

    // A connection that has carried a request ends like this, too, when the network is gone.
    [Theory]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.ConnectionReset)]
    public async Task SendAsync_ConnectionLosesItsWay_OutcomeIsUnknown(SocketError code)
    {
        using CloudHttp http = Sender(new FailingHandler(new HttpRequestException("An error occurred while sending the request.", new IOException("broken", new SocketException((int)code)))));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(Write(), Cancellation));

        Assert.Equal((EcsErrorId.OutcomeUnknown, false), (error.ErrorId, error.WasNotCarriedOut));
    }

    [Theory]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.ConnectionRefused)]
    public async Task SendAsync_NoConnection_NothingWasSent(SocketError code)
    {
        using CloudHttp http = Sender(new FailingHandler(new HttpRequestException(HttpRequestError.ConnectionError, "no route", new SocketException((int)code))));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(Write(), Cancellation));

        Assert.Equal((EcsErrorId.CannotConnect, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    private static CloudRequest Write() => new("Write", HttpMethod.Post, new Uri("http://127.0.0.1/write"), RequestIdempotency.NonIdempotent) { Body = "{}" };

    private static CloudRequest Read(RawServer server) => new("Read", HttpMethod.Get, server.Address("/read"), RequestIdempotency.ReadOnly);

    private static CloudRequest Write(RawServer server, string? body) =>
        new("Write", HttpMethod.Post, server.Address("/write"), RequestIdempotency.NonIdempotent) { Body = body };

    private static CloudHttp Sender(HttpMessageHandler? handler = null)
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        return new CloudHttp(handler ?? CloudHttp.CreateNetworkHandler(), new PlainDialect(), new DelegatedTimeProvider(() => clock.Elapsed, clock.Delay));
    }

    /// <summary>Answers a change at once, and a read only when nobody waits for it any more.</summary>
    private sealed class AnsweringHandler(Action onSend) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            onSend();
            if (request.Method == HttpMethod.Get)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return new HttpResponseMessage(System.Net.HttpStatusCode.OK);
        }
    }

    private sealed class FailingHandler(Exception error) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromException<HttpResponseMessage>(error);
    }

    private sealed class SilentHandler(Action onSend) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            onSend();
            throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout.", new TimeoutException());
        }
    }

    private sealed class LongAnswerHandler(long length, Action onSend) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            onSend();
            StringContent content = new("{}");
            content.Headers.ContentLength = length;
            return Task.FromResult(new HttpResponseMessage { Content = content });
        }
    }

    /// <summary>A cloud that signs nothing and judges by the status alone, 429 being a throttle.</summary>
    private sealed class PlainDialect : ICloudDialect
    {
        public Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation) => Task.CompletedTask;

        public EcsException? Judge(CloudRequest call, CloudResponse answer) => answer.Status switch
        {
            200 => null,
            429 => new EcsException(EcsErrorId.ThrottledByService, "slowly") { WasNotCarriedOut = true, RetryAfter = answer.RetryAfter },
            _ => new EcsException(EcsErrorId.CloudError, $"HTTP {answer.Status}") { HttpStatus = answer.Status },
        };

        public string? FindRequestId(CloudResponse answer) => null;

        public bool IsForOneServer(EcsException throttle) => false;

        public Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation) => Task.FromResult(false);
    }
}
