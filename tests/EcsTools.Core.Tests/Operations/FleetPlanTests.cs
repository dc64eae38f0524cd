using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

/// <summary>Plans for many servers cost few calls: lists, not one call for each server and fact.</summary>
public sealed class FleetPlanTests
{
    private const int Servers = 300;

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Hundreds_of_servers_are_planned_with_few_calls(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud, Servers);
        List<EcsInstance> fleet = [];
        string? continuation = null;
        do
        {
            Page<EcsInstance> page = await bench.Account.Cloud.ListInstancesAsync(new InstanceQuery(), continuation, TestContext.Current.CancellationToken);
            fleet.AddRange(page.Items);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        int before = bench.Proxy.Calls.Count;

        IReadOnlyList<PlannedOperation> plans = await OperationPlanner.PlanAsync(
            bench.Account,
            new OperationOptions { Kind = OperationKind.OsReinstall, StopFirst = true, Backup = BackupKind.None },
            fleet,
            TestContext.Current.CancellationToken);

        Assert.Equal(Servers, plans.Count);
        Assert.True(plans.Count(p => p.Plan.CanProceed) > Servers / 2);
        int calls = bench.Proxy.Calls.Count - before;
        Assert.True(calls <= 30, $"{calls} calls: {string.Join(", ", bench.Proxy.Calls.Skip(before).GroupBy(c => c.Name.Split('?')[0]).Select(g => $"{g.Count()} x {g.Key}"))}");
    }
}
