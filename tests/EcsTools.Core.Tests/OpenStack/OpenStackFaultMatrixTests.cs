using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>
/// The network and HTTP rows of the fault matrix before a real OpenStack's endpoints: what was done there is what the user is told, no more,
/// and nothing is sent twice because an answer was lost. A slice runs wherever there is one; the whole, in .ci/nightly, by
/// <c>dotnet run --project tests/EcsTools.Core.Tests -- -explicit only -class "*OpenStackFaultMatrix*"</c>.
/// </summary>
public sealed class OpenStackFaultMatrixTests(OpenStackLab lab, ITestOutputHelper output) : IClassFixture<OpenStackLab>
{
    // Of the account's clock, so that minutes of waiting take seconds. Requests have so much less time, too.
    private const int Speed = 10;
    private const string Write = "write";
    private const string Look = "look";

    private static readonly Fault[] Faults =
    [
        new("cut before the write", Write, (_, _) => throw Cut()),
        new("cut after the write took effect", Write, async (_, send) => await SendAndCutAsync(send)),
        new("500 instead of the write", Write, (_, _) => Answer(HttpStatusCode.InternalServerError, "{}")),
        new("503 in HTML instead of the write", Write, (_, _) => Answer(HttpStatusCode.ServiceUnavailable, "<html>busy</html>")),
        new("504 although the write took effect", Write, (_, send) => InsteadAsync(send, HttpStatusCode.GatewayTimeout, "<html>late</html>")),
        new("an answer in HTML to the write", Write, (_, send) => InsteadAsync(send, HttpStatusCode.OK, "<html>hello</html>")),
        new("an empty answer to the write", Write, (_, send) => InsteadAsync(send, HttpStatusCode.Accepted, "")),
        new("half an answer to the write", Write, (_, send) => InsteadAsync(send, HttpStatusCode.Accepted, """{"server": {"id": """)),
        new("connection refused once", Write, (_, _) => throw new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused))),
        new("write throttled once", Write, (_, _) => Throttled()) { MustSucceed = true },
        new("token refused once", Write, (_, _) => Answer(HttpStatusCode.Unauthorized, """{"error": {"code": 401, "title": "Unauthorized"}}""")) { MustSucceed = true },
        new("cut while looking after the write", Look, (_, _) => throw Cut()) { MustSucceed = true },
        new("500 while looking after the write", Look, (_, _) => Answer(HttpStatusCode.InternalServerError, "{}")) { MustSucceed = true },
        new("half an answer while looking after the write", Look, (_, _) => Answer(HttpStatusCode.OK, """{"servers": [{"id": """)) { MustSucceed = true },
        new("HTML while looking after the write", Look, (_, _) => Answer(HttpStatusCode.OK, "<html>hello</html>")) { MustSucceed = true },
    ];

    private static readonly Subject[] Subjects =
    [
        new(OperationKind.Stop, "os-stop", "stop") { MayRepeat = true },
        new(OperationKind.Restart, "reboot", "reboot"),
        new(OperationKind.SystemDiskReset, "rebuild", "rebuild"),
        new(OperationKind.Resize, "resize", "resize"),
        new(OperationKind.ImageCreate, "createImage", "createImage"),
        new(OperationKind.Release, "", ""),
    ];

    // One in seven along the diagonals: every operation, and nearly every fault.
    [Fact]
    public async Task Slice_SomeFaultsUnderEveryOperation_TellsWhatWasDone()
    {
        lab.Require();

        await CheckAsync(Cells().Where((_, i) => i % 7 == 1));
    }

    [Fact(Explicit = true)]
    public async Task Whole_EveryFaultUnderEveryOperation_TellsWhatWasDone()
    {
        lab.Require();

        await CheckAsync(Cells());
    }

    private static IEnumerable<(Subject Subject, Fault Fault)> Cells() => Subjects.SelectMany(s => Faults.Select(f => (s, f)));

    private async Task CheckAsync(IEnumerable<(Subject Subject, Fault Fault)> cells)
    {
        List<string> problems = [];
        int count = 0;
        foreach ((Subject subject, Fault fault) in cells)
        {
            count++;
            (string told, string? problem) = await PlayAsync(subject, fault);
            output.WriteLine($"{subject.Kind}, {fault.Name}: {told}{(problem is null ? "" : " ! " + problem)}");
            problems.AddRange(problem is null ? [] : [$"{subject.Kind}, {fault.Name}: {told}: {problem}"]);
        }

        Assert.NotEqual(0, count);
        Assert.Empty(problems);
    }

    private async Task<(string Told, string? Problem)> PlayAsync(Subject subject, Fault fault)
    {
        string id = (await lab.CreateAsync($"m{Guid.NewGuid():N}"[..10])).Single();
        Stopwatch watch = Stopwatch.StartNew();
        using LabFixture bench = await LabFixture.OpenAsync(lab, r => r with
        {
            ClockElapsed = () => watch.Elapsed * Speed,
            ClockDelay = (span, cancellation) => Task.Delay(span / Speed, cancellation),
        });
        int sent = 0;
        int met = 0;
        bench.OnSend = async (request, send) =>
        {
            bool isWrite = await subject.IsSentByAsync(request, id);
            sent += isWrite ? 1 : 0;
            bool isMeant = fault.At == Write ? isWrite : sent > 0 && !isWrite && request.Method == HttpMethod.Get;
            return isMeant && met++ == 0 ? await fault.Play(request, send) : await send();
        };

        (bool isDone, EcsException? error) = await subject.RunAsync(bench, lab, id);

        bench.OnSend = (_, send) => send();
        int effects = await subject.CountAsync(lab, id);
        string told = isDone ? "done" : error?.ErrorId ?? "left open";
        string? problem = met == 0 ? "the fault was never met"
            : isDone && effects != 1 ? $"told as done, done {effects} times"
            : error is { WasNotCarriedOut: true } && effects != 0 ? "told as not done, and it was"
            : effects > 1 && !subject.MayRepeat ? $"done {effects} times"
            : fault.MustSucceed && !isDone ? "had to succeed"
            : null;
        return (told, problem);
    }

    private static HttpRequestException Cut() => new("cut", new IOException("cut"));

    private static async Task<HttpResponseMessage> SendAndCutAsync(Func<Task<HttpResponseMessage>> send)
    {
        (await send()).Dispose();
        throw Cut();
    }

    private static async Task<HttpResponseMessage> InsteadAsync(Func<Task<HttpResponseMessage>> send, HttpStatusCode status, string body)
    {
        (await send()).Dispose();
        return await Answer(status, body);
    }

    private static Task<HttpResponseMessage> Answer(HttpStatusCode status, string body) => Task.FromResult(new HttpResponseMessage(status)
    {
        Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? "text/html" : "application/json"),
    });

    private static async Task<HttpResponseMessage> Throttled()
    {
        HttpResponseMessage answer = await Answer(HttpStatusCode.TooManyRequests, """{"overLimit": {"code": 429, "message": "slow down"}}""");
        answer.Headers.Add("Retry-After", "1");
        return answer;
    }

    private sealed record Fault(string Name, string At, Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> Play)
    {
        public bool MustSucceed { get; init; }
    }

    /// <param name="Body">What the body of its write begins with; empty for a DELETE.</param>
    /// <param name="Action">Nova's name of what was done.</param>
    private sealed record Subject(OperationKind Kind, string Body, string Action)
    {
        public bool MayRepeat { get; init; }

        public async Task<bool> IsSentByAsync(HttpRequestMessage request, string id) => Body.Length == 0
            ? request.Method == HttpMethod.Delete && request.RequestUri!.AbsolutePath.EndsWith(id, StringComparison.Ordinal)
            : request.Method == HttpMethod.Post && request.Content is not null
                && Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync()).StartsWith($"{{\"{Body}\"", StringComparison.Ordinal);

        public async Task<int> CountAsync(OpenStackLab lab, string id) => Action.Length > 0
            ? (await lab.ActionsOfAsync(id)).Count(a => a == Action)
            : (await lab.ListAsync(lab.Prefix)).Any(s => (string?)s["id"] == id && (string?)s["status"] != "DELETED" && (string?)s["OS-EXT-STS:task_state"] != "deleting") ? 0 : 1;

        public async Task<(bool IsDone, EcsException? Error)> RunAsync(LabFixture bench, OpenStackLab lab, string id)
        {
            if (Kind is OperationKind.Stop or OperationKind.Restart)
            {
                List<PowerResult> results = [];
                PowerBatchRunner run = new(new OperationOptions { Kind = Kind }, TimeSpan.FromMinutes(10), 1, results.Add)
                {
                    Journal = Kind == OperationKind.Restart ? bench.Journal : null,
                };
                await run.SendAsync(bench.Account, [await bench.FindAsync(id)], LabFixture.Token);
                await run.FinishAsync();
                return (results.Single().Error is null, results.Single().Error);
            }

            OperationResult result = await bench.RunAsync(id, new OperationOptions
            {
                Kind = Kind,
                Backup = Kind == OperationKind.SystemDiskReset ? BackupKind.None : null,
                StopFirst = Kind == OperationKind.SystemDiskReset,
                Start = Kind == OperationKind.SystemDiskReset,
                ReleaseRunning = Kind == OperationKind.Release,
                Size = Kind == OperationKind.Resize ? "s1.medium" : null,
                NewName = Kind == OperationKind.ImageCreate ? $"{lab.Prefix}-{Guid.NewGuid():N}"[..20] : null,
                Login = new LoginOptions { PasswordInherit = true },
                IgnoredRequirements = [EcsRequirementId.Settling],
            });
            return (result.Operation.State == EcsOperationState.Succeeded, result.Error);
        }
    }
}
