using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Tests.Operations;
using EcsTools.Core.Threading;
using EcsTools.Core.Waiting;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Waiting;

public class StepPollerTests
{
    [Fact]
    public async Task All_waiters_share_one_look()
    {
        ObservedStep step = new((_, watches) => [.. watches.Select(w => Done(w))]);
        TaskCompletionSource pollIsDue = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StepPoller poller = new(new ScriptedCloud(), new DelegatedTimeProvider(() => TimeSpan.FromSeconds(pollIsDue.Task.IsCompleted ? 5 : 0), (_, _) => pollIsDue.Task));

        Task<StepWaitEnd>[] waits = [.. Enumerable.Range(0, 50).Select(i => poller.WaitAsync(Wait(step, $"i-{i}", TimeSpan.FromMinutes(1)), Token))];
        pollIsDue.SetResult();
        StepWaitEnd[] ends = await Task.WhenAll(waits);

        Assert.All(ends, e => Assert.Equal(ObservedState.TookEffect, e.Seen!.State));
        Assert.Equal([50], step.Looks);
    }

    [Fact]
    public async Task Each_is_let_go_as_it_finishes()
    {
        ObservedStep step = new((look, watches) => [.. watches.Select(w => w.Target.Instance.Id == "fast" || look > 5 ? Done(w) : Pending(w))]);
        StepPoller poller = step.Poller();
        Task<StepWaitEnd> slow = poller.WaitAsync(Wait(step, "slow", TimeSpan.FromMinutes(10)), Token);

        await poller.WaitAsync(Wait(step, "fast", TimeSpan.FromMinutes(10)), Token);
        await slow;

        Assert.Contains(1, step.Looks);
    }

    [Fact]
    public async Task A_time_out_names_the_state_it_is_in()
    {
        ObservedStep step = new((_, watches) => [.. watches.Select(Pending)]);

        StepWaitEnd end = await step.Poller().WaitAsync(Wait(step, "i-1", TimeSpan.FromSeconds(30)), Token);

        Assert.True(end.TimedOut);
        Assert.Equal(EcsInstanceStatus.Stopping, end.Seen?.Instance?.Status);
    }

    [Fact]
    public async Task Not_being_able_to_look_is_no_verdict()
    {
        ObservedStep step = new((look, watches) => look < 3 ? throw new EcsException(EcsErrorId.CannotConnect, "away") : [.. watches.Select(Done)]);

        StepWaitEnd end = await step.Poller().WaitAsync(Wait(step, "i-1", TimeSpan.FromMinutes(5)), Token);

        Assert.Equal(ObservedState.TookEffect, end.Seen?.State);
    }

    [Fact]
    public async Task A_fault_of_our_own_ends_the_wait_instead_of_hanging()
    {
        ObservedStep step = new((_, _) => throw new InvalidOperationException("bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => step.Poller().WaitAsync(Wait(step, "i-1", TimeSpan.FromMinutes(5)), Token));
    }

    [Fact]
    public async Task A_clock_that_fails_ends_the_wait_instead_of_hanging()
    {
        ObservedStep step = new((_, watches) => [.. watches.Select(Done)]);
        StepPoller poller = new(new ScriptedCloud(), new ClockWithoutTimers());

        await Assert.ThrowsAsync<NotSupportedException>(() => poller.WaitAsync(Wait(step, "i-1", TimeSpan.FromMinutes(5)), Token));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_at_once()
    {
        using CancellationTokenSource source = new();
        ObservedStep step = new((_, watches) =>
        {
            source.Cancel();
            return [.. watches.Select(Pending)];
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step.Poller().WaitAsync(Wait(step, "i-1", TimeSpan.FromHours(1)), source.Token));

        Assert.Single(step.Looks);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_while_a_look_ends_it_ends_once()
    {
        using CancellationTokenSource source = new();
        ObservedStep step = new((look, watches) =>
        {
            source.Cancel();
            return [.. watches.Select(w => w.Target.Instance.Id == "i-1" || look > 1 ? Done(w) : Pending(w))];
        });
        StepPoller poller = step.Poller();
        int endings = 0;
        SentStep sent = StepCalls.Watch(StepCalls.Power(OperationKind.Stop), new EcsInstance { Id = "i-1" });
        Task<StepWaitEnd> cancelled = poller.WaitAsync(new StepWait(step, sent, TimeSpan.Zero, TimeSpan.FromHours(1)) { OnEnd = () => endings++ }, source.Token);

        await poller.WaitAsync(Wait(step, "i-2", TimeSpan.FromHours(1)), Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, endings);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StepWait Wait(ICloudStep step, string id, TimeSpan timeout) =>
        new(step, StepCalls.Watch(StepCalls.Power(OperationKind.Stop), new EcsInstance { Id = id, Name = id }), TimeSpan.Zero, timeout);

    private static StepObservation Done(SentStep watch) => new(ObservedState.TookEffect, watch.Target.Instance);

    private static StepObservation Pending(SentStep watch) =>
        new(ObservedState.Pending, new EcsInstance { Id = watch.Target.Instance.Id, Status = EcsInstanceStatus.Stopping });

    private sealed class ClockWithoutTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
    }

    private sealed class ObservedStep : ICloudStep
    {
        private readonly Func<int, IReadOnlyList<SentStep>, IReadOnlyList<StepObservation>> _observe;

        public ObservedStep(Func<int, IReadOnlyList<SentStep>, IReadOnlyList<StepObservation>> observe) => _observe = observe;

        public List<int> Looks { get; } = [];

        public StepKind Kind => StepKind.Stop;

        public StepPoller Poller()
        {
            VirtualClock clock = VirtualClock.SelfAdvancing();
            return new StepPoller(new ScriptedCloud(), new DelegatedTimeProvider(() => clock.Elapsed, clock.Delay));
        }

        public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation)
        {
            Looks.Add(sent.Count);
            Task<IReadOnlyList<StepObservation>> looks = Task.Run(() => _observe(Looks.Count, sent), cancellation);
            return [.. sent.Select(async (_, i) => (await looks)[i])];
        }
    }
}
