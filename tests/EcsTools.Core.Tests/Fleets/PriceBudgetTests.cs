using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Fleets;

/// <summary>A preview with prices costs a call for each server at most, where the cloud has no batch form, and few others.</summary>
public sealed class PriceBudgetTests(ITestOutputHelper output)
{
    private const int Servers = 100;
    private const int CastSize = 17;

    [Theory]
    [InlineData(SandboxCloud.Alibaba, OperationKind.SubscriptionRenew, Servers + 20)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.AutoRenewChange, Servers + 20)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.Resize, Servers + 20)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.ChargeTypeChange, 20)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.DiskExtend, Servers + 20)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.DiskTypeChange, Servers + 20)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.BandwidthChange, Servers + 20)]
    [InlineData(SandboxCloud.Huawei, OperationKind.DiskExtend, 20)]
    [InlineData(SandboxCloud.Huawei, OperationKind.DiskTypeChange, 20)]
    [InlineData(SandboxCloud.Huawei, OperationKind.SubscriptionRenew, Servers + 20)]
    [InlineData(SandboxCloud.Huawei, OperationKind.Resize, 20)]
    [InlineData(SandboxCloud.Huawei, OperationKind.ChargeTypeChange, 20)]
    public async Task PlanAsync_HundredSubscriptions_CostsFewCalls(SandboxCloud cloud, OperationKind kind, int most)
    {
        using FleetFixture bench = FleetFixture.Make(Servers + CastSize);
        RegionBackend backend = bench.Sandbox.Backend(cloud);
        foreach (Server server in backend.Servers.Where(s => s.Name.StartsWith("node-")))
        {
            (server.IsSubscription, server.ExpiresAt) = (true, backend.Now.AddDays(100));
            (server.PublicIp, server.BandwidthOut, server.IsBilledByBandwidth) = ("198.51.100.1", 5, true);
        }

        ConnectedAccount account = await bench.OpenAsync(cloud);
        EcsInstance[] nodes = [.. (await FleetFixture.NodesAsync(account)).Take(Servers)];
        IReadOnlyDictionary<string, int> before = bench.Sandbox.Operations;

        IReadOnlyList<PlannedOperation> plans = await OperationPlanner.PlanAsync(account, Choose(kind, cloud), nodes, FleetFixture.Token);

        IReadOnlyDictionary<string, int> calls = bench.Count(before);
        output.WriteLine($"{cloud} {kind}: {calls.Values.Sum()} calls: {string.Join(", ", calls.OrderByDescending(c => c.Value))}");
        Assert.Equal(Servers, plans.Count(p => p.Plan.CanProceed && p.Plan.Costs.Count > 0));
        Assert.InRange(calls.Values.Sum(), 1, most);
    }

    private static OperationOptions Choose(OperationKind kind, SandboxCloud cloud) => new()
    {
        Kind = kind,
        AutoPay = true,
        StopFirst = kind == OperationKind.Resize,
        Size = kind != OperationKind.Resize ? null : cloud == SandboxCloud.Alibaba ? "ecs.g7.xlarge" : "s3.xlarge.2",
        Bandwidth = kind == OperationKind.BandwidthChange ? 20 : null,
        SizeGiB = kind == OperationKind.DiskExtend ? 100 : null,
        Category = kind != OperationKind.DiskTypeChange ? null : cloud == SandboxCloud.Alibaba ? "cloud_efficiency" : "ESSD",
        Period = kind == OperationKind.SubscriptionRenew ? 1 : null,
        AutoRenew = kind == OperationKind.AutoRenewChange ? EcsAutoRenew.On : null,
        ChargeType = kind == OperationKind.ChargeTypeChange ? EcsChargeType.PayAsYouGo : null,
    };
}
