using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Tests.Operations;
using EcsTools.Core.Threading;
using EcsTools.Core.Waiting;
using EcsTools.Model;
using EcsTools.Sandbox;

using Xunit;

namespace EcsTools.Core.Tests.Waiting;

public class PowerWaiterTests
{
    [Fact]
    public async Task All_waiters_share_one_look()
    {
        ObservedCloud cloud = new((_, watches) => [.. watches.Select(w => Done(w))]);
        TaskCompletionSource pollIsDue = new(TaskCreationOptions.RunContinuationsAsynchronously);
        PowerWaiter waiter = new(cloud, new DelegatedTimeProvider(() => TimeSpan.Zero, (_, _) => pollIsDue.Task));

        Task<PowerObservation>[] waits = [.. Enumerable.Range(0, 50).Select(i => waiter.WaitAsync(Watch($"i-{i}"), TimeSpan.FromMinutes(1), Token))];
        pollIsDue.SetResult();
        PowerObservation[] ends = await Task.WhenAll(waits);

        Assert.All(ends, e => Assert.Equal(ObservedState.TookEffect, e.State));
        Assert.Equal([50], cloud.Looks);
    }

    [Fact]
    public async Task Each_is_let_go_as_it_finishes()
    {
        ObservedCloud cloud = new((look, watches) => [.. watches.Select(w => w.Before.Id == "fast" || look > 5 ? Done(w) : Pending(w))]);
        PowerWaiter waiter = cloud.Waiter();
        Task<PowerObservation> slow = waiter.WaitAsync(Watch("slow"), TimeSpan.FromMinutes(10), Token);

        await waiter.WaitAsync(Watch("fast"), TimeSpan.FromMinutes(10), Token);
        await slow;

        Assert.Contains(1, cloud.Looks);
    }

    [Fact]
    public async Task A_time_out_names_the_state_it_is_in()
    {
        ObservedCloud cloud = new((_, watches) => [.. watches.Select(Pending)]);

        PowerObservation end = await cloud.Waiter().WaitAsync(Watch("i-1"), TimeSpan.FromSeconds(30), Token);

        Assert.Equal(EcsErrorId.OperationTimeout, end.Error?.ErrorId);
        Assert.Contains(nameof(EcsInstanceStatus.Stopping), end.Error?.Message);
    }

    [Fact]
    public async Task Not_being_able_to_look_is_no_verdict()
    {
        ObservedCloud cloud = new((look, watches) => look < 3 ? throw new EcsException(EcsErrorId.CannotConnect, "away") : [.. watches.Select(Done)]);

        PowerObservation end = await cloud.Waiter().WaitAsync(Watch("i-1"), TimeSpan.FromMinutes(5), Token);

        Assert.Equal(ObservedState.TookEffect, end.State);
    }

    [Fact]
    public async Task A_fault_of_our_own_ends_the_wait_instead_of_hanging()
    {
        ObservedCloud cloud = new((_, _) => throw new InvalidOperationException("bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => cloud.Waiter().WaitAsync(Watch("i-1"), TimeSpan.FromMinutes(5), Token));
    }

    [Fact]
    public async Task A_clock_that_fails_ends_the_wait_instead_of_hanging()
    {
        ObservedCloud cloud = new((_, watches) => [.. watches.Select(Done)]);
        PowerWaiter waiter = new(cloud, new ClockWithoutTimers());

        await Assert.ThrowsAsync<NotSupportedException>(() => waiter.WaitAsync(Watch("i-1"), TimeSpan.FromMinutes(5), Token));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_at_once()
    {
        using CancellationTokenSource source = new();
        ObservedCloud cloud = new((_, watches) =>
        {
            source.Cancel();
            return [.. watches.Select(Pending)];
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cloud.Waiter().WaitAsync(Watch("i-1"), TimeSpan.FromHours(1), source.Token));

        Assert.Single(cloud.Looks);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static PowerWatch Watch(string id) => new(new PowerRequest(PowerAction.Stop), new EcsInstance { Id = id, Name = id }, null);

    private static PowerObservation Done(PowerWatch watch) => new(ObservedState.TookEffect, watch.Before);

    private static PowerObservation Pending(PowerWatch watch) =>
        new(ObservedState.Pending, new EcsInstance { Id = watch.Before.Id, Status = EcsInstanceStatus.Stopping });

    private sealed class ClockWithoutTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
    }

    private sealed class ObservedCloud : ICloud
    {
        private readonly Func<int, IReadOnlyList<PowerWatch>, IReadOnlyList<PowerObservation>> _observe;
        private readonly ScriptedCloud _rest = new();

        public ObservedCloud(Func<int, IReadOnlyList<PowerWatch>, IReadOnlyList<PowerObservation>> observe) => _observe = observe;

        public List<int> Looks { get; } = [];

        public CloudTraits Traits => _rest.Traits;

        public PowerWaiter Waiter()
        {
            VirtualClock clock = VirtualClock.SelfAdvancing();
            return new PowerWaiter(this, new DelegatedTimeProvider(() => clock.Elapsed, clock.Delay));
        }

        public Task<IReadOnlyList<PowerObservation>> ObservePowerAsync(IReadOnlyList<PowerWatch> watches, CancellationToken cancellation)
        {
            Looks.Add(watches.Count);
            return Task.FromResult(_observe(Looks.Count, watches));
        }

        public Task<CallerIdentity> ProveAsync(CancellationToken cancellation) => _rest.ProveAsync(cancellation);

        public Task<Page<EcsInstance>> ListInstancesAsync(InstanceQuery query, string? continuation, CancellationToken cancellation) =>
            _rest.ListInstancesAsync(query, continuation, cancellation);

        public Task<IReadOnlyList<EcsInstance>> FindInstancesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
            _rest.FindInstancesAsync(ids, cancellation);

        public Task<IReadOnlyList<EcsDisk>> GetDisksAsync(string instanceId, CancellationToken cancellation) => _rest.GetDisksAsync(instanceId, cancellation);

        public Task<IReadOnlyList<PowerReceipt>> SendPowerAsync(PowerRequest request, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
            _rest.SendPowerAsync(request, instances, cancellation);

        public ICloudStep? FindStep(StepKind kind) => null;

        public void Dispose() => _rest.Dispose();
    }
}
