using EcsTools.Core.Contracts;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Operations;

/// <summary>An order that is paid after the command has ended: resuming sees what came of it, and starts what was stopped for it.</summary>
public sealed class LatePaymentTests
{
    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    public async Task SettleAsync_OrderPaidLate_StartsWhatWasStopped(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        bench.Change((backend, server) => Power.Start(backend, server), "prepaid-01");
        await bench.Account.Time.Delay(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        EcsInstance server = await bench.GetAsync("prepaid-01");
        Assert.Equal(EcsInstanceStatus.Running, server.Status);
        IReadOnlyList<EcsInstanceSize> sizes = await Inventory.SizesAsync(bench.Account, server, TestContext.Current.CancellationToken);
        OperationOptions options = new()
        {
            Kind = OperationKind.Resize,
            Size = sizes.Where(s => s.Name != server.Size && s.IsAvailable).OrderByDescending(s => s.Vcpu).First().Name,
            StopFirst = true,
        };

        OperationResult unpaid = await bench.RunAsync(server, options);
        OperationResult stillUnpaid = await bench.SettleAsync();
        EcsInstanceStatus waiting = (await bench.GetAsync("prepaid-01")).Status;
        bench.Change((backend, _) => Assert.True(backend.Orders.Pay(backend.Orders.All.Single())), "prepaid-01");
        OperationResult paid = await bench.SettleAsync();

        Assert.Equal((EcsOperationState.Unknown, EcsErrorId.OperationInProgress), (unpaid.Operation.State, unpaid.Error?.ErrorId));
        Assert.Equal(EcsOperationState.Unknown, stillUnpaid.Operation.State);
        Assert.Equal(EcsInstanceStatus.Stopped, waiting);
        Assert.Equal(EcsOperationState.Succeeded, paid.Operation.State);
        EcsInstance now = await bench.GetAsync("prepaid-01");
        Assert.Equal((EcsInstanceStatus.Running, options.Size), (now.Status, now.Size));
    }
}
