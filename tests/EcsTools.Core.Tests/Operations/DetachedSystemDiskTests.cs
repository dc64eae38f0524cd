using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Tests.Operations;

/// <summary>What the journal tells of a server that has no system disk.</summary>
public sealed class DetachedSystemDiskTests
{
    private const string Disk = "d-1";

    [Theory]
    [InlineData(OperationKind.RescueStart, EcsInstanceStatus.Rescued)]
    [InlineData(OperationKind.DiskDismount, EcsInstanceStatus.Stopped)]
    [InlineData(OperationKind.SnapshotRestore, EcsInstanceStatus.Stopped)]
    public void FindStatus_SystemDiskWasDetached_IsThatOfItsOperation(OperationKind kind, EcsInstanceStatus expected) =>
        Assert.Equal(expected, DetachedSystemDisk.FindStatus([Entry(kind, Detach())]));

    [Fact]
    public void FindStatus_NothingTellsOfTheSystemDisk_IsNotKnown()
    {
        Assert.Null(DetachedSystemDisk.FindStatus([]));
        Assert.Null(DetachedSystemDisk.FindStatus([Entry(OperationKind.DiskDismount, Step(StepKind.DetachDisk, (StepFactKeys.DiskId, "d-2")))]));
        Assert.Null(DetachedSystemDisk.FindStatus([Entry(OperationKind.RescueStart, Detach(JournalStepState.Failed))]));
    }

    [Fact]
    public void FindStatus_AttachedAgain_SomebodyElseHasDetachedItSince() => Assert.Null(DetachedSystemDisk.FindStatus(
        [Entry(OperationKind.RescueStop, Step(StepKind.AttachDisk, (StepFactKeys.DiskId, Disk))), Entry(OperationKind.RescueStart, Detach())]));

    [Fact]
    public void FindStatus_AnotherDiskAttached_IsStillInRescue() => Assert.Equal(EcsInstanceStatus.Rescued, DetachedSystemDisk.FindStatus(
        [Entry(OperationKind.DiskMount, Step(StepKind.AttachDisk, (StepFactKeys.DiskId, "d-2"))), Entry(OperationKind.RescueStart, Detach())]));

    [Fact]
    public void FindStatus_ReinstalledSince_ItsJobTells() =>
        Assert.Null(DetachedSystemDisk.FindStatus([Entry(OperationKind.OsReinstall, Step(StepKind.RebuildSystemDisk)), Entry(OperationKind.RescueStart, Detach())]));

    [Theory]
    [InlineData(null, null, EcsInstanceStatus.Rescued)]
    [InlineData(null, Disk, EcsInstanceStatus.ReinstallFailed)]
    [InlineData("No valid host was found.", null, EcsInstanceStatus.ReinstallFailed)]
    public void Apply_ServerWithoutItsDisk_HasTheStatusUnlessItIsFaulty(string? fault, string? disk, EcsInstanceStatus expected)
    {
        EcsInstance instance = new() { Status = EcsInstanceStatus.ReinstallFailed, Fault = fault, SystemDiskId = disk };

        Assert.Equal(expected, DetachedSystemDisk.Apply(instance, EcsInstanceStatus.Rescued).Status);
    }

    private static JournalEntry Entry(OperationKind kind, params JournalStep[] steps) => new() { Kind = kind.ToString(), Steps = [.. steps] };

    private static JournalStep Detach(JournalStepState state = JournalStepState.Done)
    {
        JournalStep step = Step(StepKind.DetachDisk, (StepFactKeys.DiskId, Disk), (StepFactKeys.SystemDiskId, Disk));
        step.State = state;
        return step;
    }

    private static JournalStep Step(StepKind kind, params (string Key, string Value)[] before) =>
        new() { Kind = kind, State = JournalStepState.Done, Before = before.ToDictionary(f => f.Key, f => f.Value) };
}
