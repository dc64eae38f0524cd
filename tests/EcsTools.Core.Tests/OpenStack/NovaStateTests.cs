using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Changes of servers that neither run nor are stopped, or that do not say what runs on them.</summary>
public sealed class NovaStateTests
{
    [Theory]
    [InlineData(StepKind.Resize, "PAUSED", "Start-EcsInstance")]
    [InlineData(StepKind.Resize, "SUSPENDED", "Start-EcsInstance")]
    [InlineData(StepKind.Resize, "SHELVED_OFFLOADED", "Start-EcsInstance")]
    [InlineData(StepKind.Resize, "RESCUE", "Stop-EcsRescue")]
    [InlineData(StepKind.Resize, "REBOOT", "Wait")]
    [InlineData(StepKind.CreateImage, "PAUSED", "Start-EcsInstance")]
    [InlineData(StepKind.CreateImage, "SHELVED", "Start-EcsInstance")]
    [InlineData(StepKind.CreateImage, "RESCUE", "Stop-EcsRescue")]
    [InlineData(StepKind.CreateImage, "REBOOT", "Wait")]
    public async Task PreviewAsync_HaltedServer_SaysWhatBringsItBack(StepKind kind, string status, string way)
    {
        using NovaCloud cloud = new StubOpenStack().Open();
        StepTarget target = new(Server(status, EcsOsType.Linux), new OperationOptions { Size = "s1.medium" });

        StepPreview preview = (await cloud.FindStep(kind)!.PreviewAsync([target], TestContext.Current.CancellationToken))[0];

        EcsRequirement state = preview.Requirements.Single(r => r.Id == EcsRequirementId.State);
        Assert.Equal(EcsRequirementOutcome.Failed, state.Outcome);
        Assert.Contains(way, state.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EcsOsType.Windows, 2)]
    [InlineData(EcsOsType.Unknown, 2)]
    [InlineData(EcsOsType.Linux, 1)]
    public async Task SendAsync_RebuildOfWhatMayBeWindows_DropsTheStoredPassword(EcsOsType system, int writes)
    {
        StubOpenStack stub = new();
        using NovaCloud cloud = stub.Open();
        StepTarget target = new(Server("SHUTOFF", system) with { ImageId = "i-1" }, new OperationOptions { Kind = OperationKind.OsReinstall });

        await cloud.FindStep(StepKind.RebuildSystemDisk)!.SendAsync([target], TestContext.Current.CancellationToken)[0];

        Assert.Equal(writes, stub.Writes.Count);
        Assert.StartsWith("{\"rebuild\"", stub.Writes[^1], StringComparison.Ordinal);
    }

    private static EcsInstance Server(string status, EcsOsType system) =>
        new() { Id = "s-1", Name = "web-01", Cloud = EcsCloud.OpenStack, OsType = system, ProviderStatus = status, Status = ServerStatus.Read(status, null) };
}
