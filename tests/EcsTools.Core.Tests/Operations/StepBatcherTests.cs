using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

public sealed class StepBatcherTests
{
    private readonly ConnectedAccount _account = new ScriptedCloud().Open();
    private readonly CountedStep _step = new();

    [Fact]
    public async Task SendAsync_OthersStillAtWork_WaitsForThem()
    {
        StepBatcher batcher = new(3, TestContext.Current.CancellationToken);

        Task<StepHandle> first = batcher.SendAsync(_account, _step, Target("a"));
        Task<StepHandle> second = batcher.SendAsync(_account, _step, Target("b"));
        Assert.Empty(_step.Calls);
        Task<StepHandle> third = batcher.SendAsync(_account, _step, Target("c"));

        Assert.Equal(["a", "b", "c"], (await Task.WhenAll(first, second, third)).Select(r => r.JobId));
        Assert.Equal(["a,b,c"], _step.Calls);
    }

    [Fact]
    public async Task Leave_LastAtWork_SendsWhatWaits()
    {
        StepBatcher batcher = new(2, TestContext.Current.CancellationToken);
        Task<StepHandle> first = batcher.SendAsync(_account, _step, Target("a"));

        batcher.Leave();

        Assert.Equal("a", (await first).JobId);
    }

    [Fact]
    public async Task SendAsync_AnotherStep_IsAnotherCall()
    {
        CountedStep other = new();
        StepBatcher batcher = new(2, TestContext.Current.CancellationToken);

        await Task.WhenAll(batcher.SendAsync(_account, _step, Target("a")), batcher.SendAsync(_account, other, Target("b")));

        Assert.Equal(["a"], _step.Calls);
        Assert.Equal(["b"], other.Calls);
    }

    [Fact]
    public async Task SendAsync_OneRefused_OthersAreNot()
    {
        _step.Refuse = "b";
        StepBatcher batcher = new(2, TestContext.Current.CancellationToken);
        Task<StepHandle> first = batcher.SendAsync(_account, _step, Target("a"));
        Task<StepHandle> second = batcher.SendAsync(_account, _step, Target("b"));

        Assert.Equal("a", (await first).JobId);
        Assert.Equal(EcsErrorId.IncorrectState, (await Assert.ThrowsAsync<EcsException>(() => second)).ErrorId);
    }

    [Fact]
    public async Task SendAsync_CancelledBeforeItWentOut_IsNotSent()
    {
        using CancellationTokenSource stop = new();
        StepBatcher batcher = new(2, stop.Token);
        Task<StepHandle> first = batcher.SendAsync(_account, _step, Target("a"));

        await stop.CancelAsync();
        batcher.Leave();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Empty(_step.Calls);
    }

    private static StepTarget Target(string id) => new(new EcsInstance { Id = id }, new OperationOptions());

    private sealed class CountedStep : ICloudStep
    {
        public List<string> Calls { get; } = [];

        public string? Refuse { get; set; }

        public StepKind Kind => StepKind.Stop;

        public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
        {
            Calls.Add(string.Join(",", targets.Select(t => t.Instance.Id)));
            return
            [
                .. targets.Select(t => t.Instance.Id == Refuse
                    ? Task.FromException<StepHandle>(new EcsException(EcsErrorId.IncorrectState, "No."))
                    : Task.FromResult(new StepHandle { JobId = t.Instance.Id })),
            ];
        }

        public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
