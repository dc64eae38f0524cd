using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Listing;

/// <summary>
/// Tells servers whose system disk an operation of ours has detached from those whose reinstallation has lost it: no field of the cloud's does
/// (docs/contracts/huawei-ecs.md 6.2).
/// </summary>
internal static class DetachedSystemDisk
{
    /// <summary>Finds the status of a server from which the system disk was detached.</summary>
    /// <param name="entries">Its operations, newest first.</param>
    /// <returns>The status while it has no system disk; null if the journal does not know where that is.</returns>
    public static EcsInstanceStatus? FindStatus(IEnumerable<JournalEntry> entries)
    {
        HashSet<string> attached = [];
        foreach ((JournalEntry entry, JournalStep step) in entries.SelectMany(e => Enumerable.Reverse(e.Steps), (e, s) => (e, s)).Where(s => s.s.State != JournalStepState.Failed))
        {
            switch (step.Kind)
            {
                case StepKind.RebuildSystemDisk:
                    return null;
                case StepKind.AttachDisk when step.State == JournalStepState.Done && Find(step, StepFactKeys.DiskId) is { } disk:
                    attached.Add(disk);
                    break;
                case StepKind.DetachDisk when Find(step, StepFactKeys.SystemDiskId) is { } disk:
                    // A disk that was attached again and is not there now was detached by other means.
                    return attached.Contains(disk) ? null : IsRescue(entry) ? EcsInstanceStatus.Rescued : EcsInstanceStatus.Stopped;
            }
        }

        return null;
    }

    /// <summary>Adds the status to a server that lacks its system disk, and is not faulty besides.</summary>
    public static EcsInstance Apply(EcsInstance instance, EcsInstanceStatus status) =>
        instance.SystemDiskId is null && instance.Status is EcsInstanceStatus.ReinstallFailed or EcsInstanceStatus.ChangeOsFailed && instance.Fault is null
            ? instance with { Status = status, LostDisk = null }
            : instance;

    private static bool IsRescue(JournalEntry entry) => OperationDefinition.Find(entry.Kind) is { Main: StepKind.StartRescue };

    private static string? Find(JournalStep step, string fact) => step.Before.TryGetValue(fact, out string? value) ? value : null;
}
