using EcsTools.Core.Contracts;
using EcsTools.Core.Policies;

namespace EcsTools.Core.Operations;

/// <summary>What an operation sends, by the names that a policy has for it: the stop inside a reinstall is a stop.</summary>
public static class PlannedChanges
{
    /// <summary>The operation itself and all its sub-steps.</summary>
    /// <returns>The names, the operation's own first.</returns>
    /// <remarks>
    /// A server that was found stopped, and that the cloud starts by itself, is stopped again: that gives back what was there, and is no stop.
    /// </remarks>
    public static IReadOnlyList<string> Of(PlannedOperation planned)
    {
        OperationOptions options = planned.Options;
        List<string> names = [planned.Plan.Kind.ToString()];
        if (OperationDefinition.NeedsStop(planned.Plan.Instance, options) || options.LeaveStopped)
        {
            names.Add(PolicyOperations.Stop);
        }

        if (options.Backup is BackupKind.Snapshot or BackupKind.Image)
        {
            names.Add(options.Backup == BackupKind.Snapshot ? nameof(OperationKind.SnapshotCreate) : nameof(OperationKind.ImageCreate));
        }

        if (OperationDefinition.Starts(planned.Plan.Instance, options))
        {
            names.Add(PolicyOperations.Start);
        }

        if (DiskDetour.IsBefore(options, planned.Facts) || DiskDetour.IsAfter(options, planned.Facts))
        {
            names.AddRange([nameof(OperationKind.DiskDismount), nameof(OperationKind.DiskMount)]);
        }

        if (BandwidthFollowUp.IsWanted(options))
        {
            names.Add(nameof(OperationKind.BandwidthChange));
        }

        if (options.GrowFileSystem)
        {
            names.Add(PolicyOperations.Command);
        }

        if (options.Restart)
        {
            names.Add(PolicyOperations.Restart);
        }

        return [.. names.Distinct()];
    }

    /// <summary>What is done to the other server of a rescue, which gets the disk or gives it back.</summary>
    public static string OfOther(PlannedOperation planned) => planned.Plan.Kind == OperationKind.RescueStart ? nameof(OperationKind.DiskMount) : nameof(OperationKind.DiskDismount);

    /// <summary>Tells whether a backup is made of what is destroyed, or nothing is.</summary>
    /// <returns>True if a rule that wants a backup is met.</returns>
    public static bool IsBackedUp(PlannedOperation planned) => !planned.IsDestructive || planned.Options.Backup is BackupKind.Snapshot or BackupKind.Image;
}
