using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;
using EcsTools.Sandbox;

using Xunit;

namespace EcsTools.Core.Tests.Fleets;

public class ThrottlingTests
{
    private const int Allowance = 100;

    // Without the right to batches every server is a call of its own.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_single_calls_use_up_what_is_allowed(bool tellsRetryAfter)
    {
        using FleetBench bench = new(new SandboxOptions
        {
            InstanceCount = 1017,
            Clock = SandboxClock.SelfAdvancing(),
            CallsPerMinute = Allowance,
            DeniedOperations = ["alibaba:StopInstances"],
            Choices = new SandboxChoices { AlibabaTellsRetryAfter = tellsRetryAfter },
        });
        OpenAccount account = await bench.OpenAsync(SandboxCloud.Alibaba);
        EcsInstance[] nodes = [.. (await FleetBench.NodesAsync(account)).Take(1000)];
        int firstWindow = (int)bench.Clock.Elapsed.TotalMinutes;
        int lastWindow = 0;
        List<PowerResult> results = [];
        PowerRun run = new(new PowerRequest(PowerAction.Stop), TimeSpan.FromHours(2), throttleLimit: 5, result =>
        {
            lock (results)
            {
                results.Add(result);
            }
        });

        await run.SendAsync(account, nodes, FleetBench.Token);
        lastWindow = (int)bench.Clock.Elapsed.TotalMinutes;
        await run.FinishAsync();

        Assert.Equal(1000, results.Count(r => r.Error is null));
        Assert.Equal(1000, bench.Sandbox.Effects(SandboxCloud.Alibaba)["stop"]);
        double used = 1000.0 / (Allowance * (lastWindow - firstWindow + 1));
        Assert.True(used >= 0.9, $"{used:P0} of the allowance was used.");
        Assert.InRange(bench.Sandbox.ThrottledCount, 1, 1000);
    }
}
