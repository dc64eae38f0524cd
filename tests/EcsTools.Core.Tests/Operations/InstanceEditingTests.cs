using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>What a change has come to is read back, over a wire that loses calls.</summary>
public sealed class InstanceEditingTests
{
    private static readonly InstanceUpdate Protect = new(null, null, DeletionProtection: true);

    // A look is tried five times by itself before it counts as one that failed.
    [Theory]
    [InlineData(EcsCloud.Alibaba, 1)]
    [InlineData(EcsCloud.Alibaba, 6)]
    [InlineData(EcsCloud.Huawei, 1)]
    [InlineData(EcsCloud.Huawei, 6)]
    [InlineData(EcsCloud.OpenTelekom, 6)]
    public async Task Looks_that_are_lost_are_repeated(EcsCloud cloud, int lost)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync("web-01");
        int looks = 0;
        bench.Proxy.Rule = c => c.IsRead && HasWritten(bench) && looks++ < lost ? ProxyAction.CutBefore : ProxyAction.Free;

        EcsInstance now = await InstanceUpdateOperation.RunAsync(bench.Account, instance, Protect, TestContext.Current.CancellationToken);

        Assert.True(now.DeletionProtection);
        Assert.Single(bench.Proxy.Calls, c => !c.IsRead);
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task What_cannot_be_read_back_is_not_known(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync("web-01");
        bench.Proxy.Rule = c => c.IsRead && HasWritten(bench) ? ProxyAction.CutBefore : ProxyAction.Free;

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => InstanceUpdateOperation.RunAsync(bench.Account, instance, Protect, TestContext.Current.CancellationToken));

        bench.Proxy.Rule = _ => ProxyAction.Free;
        Assert.Equal((EcsErrorId.OutcomeUnknown, instance.Id), (error.ErrorId, error.InstanceId));
        Assert.NotEmpty(error.RecommendedAction!);
        Assert.Equal(EcsErrorId.CannotConnect, Assert.IsType<EcsException>(error.InnerException).ErrorId);
        Assert.Single(bench.Proxy.Calls, c => !c.IsRead);
        Assert.True((await bench.GetAsync("web-01")).DeletionProtection);
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba, false)]
    [InlineData(EcsCloud.Alibaba, true)]
    [InlineData(EcsCloud.Huawei, false)]
    [InlineData(EcsCloud.Huawei, true)]
    [InlineData(EcsCloud.OpenTelekom, false)]
    [InlineData(EcsCloud.OpenTelekom, true)]
    public async Task A_lost_answer_is_settled_by_looking(EcsCloud cloud, bool hasArrived)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync("web-01");
        bench.Proxy.Rule = c => c.IsRead ? ProxyAction.Free : hasArrived ? ProxyAction.CutAfter : ProxyAction.CutBefore;

        Task<EcsInstance> editing = InstanceUpdateOperation.RunAsync(bench.Account, instance, Protect, TestContext.Current.CancellationToken);

        string? error = await Record.ExceptionAsync(() => editing) is EcsException lost ? lost.ErrorId : null;
        Assert.Equal(hasArrived ? null : EcsErrorId.OutcomeUnknown, error);
        Assert.Equal(hasArrived, (await bench.GetAsync("web-01")).DeletionProtection);
        Assert.Single(bench.Proxy.Calls, c => !c.IsRead);
    }

    private static bool HasWritten(WireFixture bench) => bench.Proxy.Calls.Any(c => !c.IsRead && c.IsDone);
}
