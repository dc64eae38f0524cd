using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A system disk that was to be given to another server comes back, whatever becomes of that.</summary>
public sealed class RescueDetourTests
{
    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Start_OtherServerRefusesTheDisk_DiskIsAttachedAndServerStartedAgain(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        bench.Proxy.Rule = c =>
        {
            if (c.Kind == "attach")
            {
                // The other server is locked at the last moment; the way back does not concern it.
                bench.Change((_, helper) => helper.IsProtected = true, "web-02");
            }

            return ProxyAction.Free;
        };

        OperationResult result = await bench.RunAsync(server, options);

        Assert.Equal(EcsOperationState.Failed, result.Operation.State);
        await bench.AssertRunsFromAsync("web-01", disk);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Resume_InterruptedBeforeTheOtherServerHasIt_AttachesAndStarts(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        await bench.InterruptAfterAsync("detach", server, options);

        OperationResult settled = await bench.SettleAsync();

        Assert.Equal(EcsOperationState.Abandoned, settled.Operation.State);
        await bench.AssertRunsFromAsync("web-01", disk);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Resume_InterruptedOnceTheOtherServerHasIt_LeavesItThere(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        await bench.InterruptAfterAsync("attach", server, options);

        OperationResult settled = await bench.SettleAsync();

        Assert.Equal(EcsOperationState.Succeeded, settled.Operation.State);
        Assert.Equal(1, bench.Effects("attach"));
        bool isThere = false;
        bench.Change((_, helper) => isThere = helper.Disks.Any(d => d.Id == disk && !d.IsSystem), "web-02");
        Assert.True(isThere);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Resume_EndOfRescueInterruptedWhileTheDiskIsLoose_AttachesAndStarts(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        await bench.RunAsync(server, options);
        await bench.InterruptAfterAsync("detach", await bench.GetAsync("web-01"), new OperationOptions { Kind = OperationKind.RescueStop, DiskId = disk });

        OperationResult settled = await bench.SettleAsync(bench.Operations().Single(o => o.Kind == OperationKind.RescueStop));

        Assert.Equal(EcsOperationState.Succeeded, settled.Operation.State);
        await bench.AssertRunsFromAsync("web-01", disk);
    }

    private static async Task<(EcsInstance Server, OperationOptions Options, string DiskId)> PrepareAsync(WireFixture bench)
    {
        string disk = "";
        bench.Change((_, s) => disk = s.SystemDisk!.Id, "web-01");
        return (
            await bench.GetAsync("web-01"),
            new OperationOptions { Kind = OperationKind.RescueStart, HelperInstanceId = (await bench.GetAsync("web-02")).Id, StopFirst = true },
            disk);
    }
}
