using System.Collections.Concurrent;

using EcsTools.Core.Accounts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fleets;

public class ThrottlingTests
{
    private const int Allowance = 100;

    // Nobody waits for the servers here: a clock that jumps whenever somebody waits would jump for the poller, too, while calls are
    // under way, as no real clock does.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_single_calls_use_up_what_is_allowed(bool tellsRetryAfter)
    {
        using FleetFixture bench = Throttled(tellsRetryAfter);
        ConnectedAccount account = await bench.OpenAsync(SandboxCloud.Alibaba);
        EcsInstance[] nodes = [.. (await FleetFixture.NodesAsync(account)).Take(1000)];
        int firstWindow = (int)bench.Clock.Elapsed.TotalMinutes;
        ConcurrentQueue<PowerResult> results = [];

        await new PowerBatchRunner(StepCalls.Power(OperationKind.Stop), timeout: null, throttleLimit: 5, results.Enqueue).SendAsync(account, nodes, FleetFixture.Token);

        int windows = (int)bench.Clock.Elapsed.TotalMinutes - firstWindow + 1;
        double used = 1000.0 / (Allowance * windows);
        Assert.Equal(1000, results.Count(r => r.Error is null));
        Assert.True(used >= 0.9, $"{used:P0} of the allowance was used.");
        Assert.InRange(bench.Sandbox.ThrottledCount, 1, 1000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_throttled_fleet_is_stopped_without_an_error(bool tellsRetryAfter)
    {
        using FleetFixture bench = Throttled(tellsRetryAfter);
        ConnectedAccount account = await bench.OpenAsync(SandboxCloud.Alibaba);
        EcsInstance[] nodes = [.. (await FleetFixture.NodesAsync(account)).Take(1000)];

        IReadOnlyList<PowerResult> results = await FleetFixture.RunAsync(account, StepCalls.Power(OperationKind.Stop), nodes);

        Assert.Equal(1000, results.Count(r => r.Error is null && r.Instance!.Status == EcsInstanceStatus.Stopped));
        Assert.Equal(1000, bench.Sandbox.Effects(SandboxCloud.Alibaba)["stop"]);
    }

    [Fact]
    public async Task A_command_ends_with_its_time_when_its_calls_are_throttled_for_good()
    {
        using FleetFixture bench = new(new SandboxOptions { Clock = VirtualClock.SelfAdvancing(), Faults = ["Throttle@Write"] });
        ConnectedAccount account = await bench.OpenAsync(SandboxCloud.Alibaba);
        EcsInstance web = Assert.Single(await InstanceLookup.FindByNameAsync(account, ["web-01"], FleetFixture.Token));
        TimeSpan begun = bench.Clock.Elapsed;
        ConcurrentQueue<PowerResult> results = [];

        await new PowerBatchRunner(StepCalls.Power(OperationKind.Stop), TimeSpan.FromMinutes(3), throttleLimit: 5, results.Enqueue).SendAsync(account, [web], FleetFixture.Token);

        EcsException error = Assert.Single(results).Error!;
        Assert.Equal((EcsErrorId.ThrottledByService, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.NotNull(error.RequestId);
        Assert.InRange(bench.Clock.Elapsed - begun, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.Empty(bench.Sandbox.Effects(SandboxCloud.Alibaba));
    }

    [Fact]
    public async Task A_command_without_a_time_of_its_own_ends_too()
    {
        using FleetFixture bench = new(new SandboxOptions { Clock = VirtualClock.SelfAdvancing(), Faults = ["Throttle@Read"] });

        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => bench.OpenAsync(SandboxCloud.Alibaba));

        // Nobody at a prompt waits ten minutes for nothing, and one word is enough.
        Assert.Single(log.Warnings);
        Assert.Equal((EcsErrorId.ThrottledByService, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.InRange(bench.Clock.Elapsed, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    // Without the right to batches every server is a call of its own.
    private static FleetFixture Throttled(bool tellsRetryAfter) => new(new SandboxOptions
    {
        InstanceCount = 1017,
        Clock = VirtualClock.SelfAdvancing(),
        CallsPerMinute = Allowance,
        DeniedOperations = ["alibaba:StopInstances"],
        UndocumentedBehavior = new UndocumentedBehavior { AlibabaTellsRetryAfter = tellsRetryAfter },
    });
}
