namespace EcsTools.Core.Contracts;

/// <summary>What one kind of operation consists of, the same on every cloud. To add a kind is to add a line here.</summary>
/// <param name="Stages">What is done, in order.</param>
internal sealed record OperationDefinition(StepKind Main, IReadOnlyList<OperationStage> Stages, TimeSpan Timeout)
{
    private static readonly OperationStage[] Whole = [OperationStage.Stop, OperationStage.Backup, OperationStage.Main, OperationStage.Power, OperationStage.FollowUps];
    private static readonly OperationStage[] Simple = [OperationStage.Stop, OperationStage.Backup, OperationStage.Main, OperationStage.Power];
    private static readonly TimeSpan PowerTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ResizeTime = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan BandwidthTime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RetypeTime = TimeSpan.FromHours(2);
    private static readonly TimeSpan CreationTime = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan OrderTime = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan BackupTime = TimeSpan.FromMinutes(90);

    private static readonly Dictionary<OperationKind, OperationDefinition> Definitions = new()
    {
        [OperationKind.OsReinstall] = new(StepKind.RebuildSystemDisk, Whole, UsualTime)
        {
            Destroys = true,
            Running = EcsInstanceStatus.Reinstalling,
            EndState = EcsEndState.Running,
        },
        [OperationKind.SystemDiskReset] = new(StepKind.RebuildSystemDisk, Whole, UsualTime) { Destroys = true, Running = EcsInstanceStatus.Reinstalling },
        [OperationKind.SystemDiskSwitch] = new(StepKind.RebuildSystemDisk, Whole, UsualTime)
        {
            Destroys = true,
            Running = EcsInstanceStatus.ChangingOs,
            EndState = EcsEndState.Running,
        },
        [OperationKind.Resize] = new(StepKind.Resize, [OperationStage.Stop, OperationStage.Main, OperationStage.Verdict, OperationStage.Power, OperationStage.FollowUps], ResizeTime)
        {
            Running = EcsInstanceStatus.Resizing,
        },
        [OperationKind.Release] = new(StepKind.Release, [OperationStage.Backup, OperationStage.Main], UsualTime)
        {
            Destroys = true,
            Running = EcsInstanceStatus.Deleting,
            EndState = EcsEndState.Deleted,
        },
        [OperationKind.SnapshotCreate] = new(StepKind.CreateSnapshot, Simple, BackupTime),
        [OperationKind.SnapshotRestore] = new(
            StepKind.RestoreSnapshot, [OperationStage.Stop, OperationStage.Backup, OperationStage.Main, OperationStage.Attach, OperationStage.Power], UsualTime)
        {
            Destroys = true,
        },
        [OperationKind.DiskMount] = new(StepKind.AttachDisk, [OperationStage.Main, OperationStage.Power], PowerTime),
        [OperationKind.DiskDismount] = new(StepKind.DetachDisk, [OperationStage.Stop, OperationStage.Main, OperationStage.Power], PowerTime),
        [OperationKind.DiskExtend] = new(StepKind.ExtendDisk, Whole, ResizeTime),
        [OperationKind.DiskRetentionChange] = new(StepKind.ChangeDiskRetention, [OperationStage.Main], PowerTime),
        [OperationKind.DiskTypeChange] = new(StepKind.ChangeDiskType, Simple, RetypeTime),
        [OperationKind.ImageCreate] = new(StepKind.CreateImage, Simple, BackupTime),
        [OperationKind.PasswordReset] = new(StepKind.ResetPassword, [OperationStage.Main, OperationStage.Restart], UsualTime),
        [OperationKind.PasswordRemove] = new(StepKind.DeletePassword, [OperationStage.Main], UsualTime) { Destroys = true },
        [OperationKind.Restart] = new(StepKind.Restart, [OperationStage.Main], PowerTime),
        [OperationKind.Start] = new(StepKind.Start, [OperationStage.Main], PowerTime),
        [OperationKind.Stop] = new(StepKind.Stop, [OperationStage.Main], PowerTime),
        [OperationKind.BandwidthChange] = new(StepKind.ChangeBandwidth, [OperationStage.Main], BandwidthTime),
        [OperationKind.SubscriptionRenew] = new(StepKind.RenewSubscription, [OperationStage.Main], OrderTime),
        [OperationKind.AutoRenewChange] = new(StepKind.SetAutoRenewal, [OperationStage.Main], OrderTime),
        [OperationKind.ChargeTypeChange] = new(StepKind.ChangeChargeType, [OperationStage.Main], OrderTime),
        [OperationKind.RescueStart] = new(StepKind.StartRescue, [OperationStage.Stop, OperationStage.Main], UsualTime) { EndState = EcsEndState.Rescued },
        [OperationKind.RescueStop] = new(StepKind.StopRescue, [OperationStage.Main, OperationStage.Attach, OperationStage.Power], UsualTime) { EndState = EcsEndState.Running },
        [OperationKind.InstanceCreate] = new(StepKind.CreateInstance, [OperationStage.Main], CreationTime) { Creates = true, EndState = EcsEndState.Running },
    };

    /// <summary>The kinds that this version knows.</summary>
    public static IReadOnlyList<OperationKind> All { get; } = [.. Definitions.Keys.OrderBy(k => k)];

    /// <summary>True if the main step destroys data or the server, so that it is never sent without a fresh yes.</summary>
    public bool Destroys { get; init; }

    /// <summary>True if its server does not exist before the main step: until then it is known by what the plan calls it, and never read.</summary>
    public bool Creates { get; init; }

    /// <summary>True if the main step makes the system disk anew.</summary>
    public bool Rebuilds => Main == StepKind.RebuildSystemDisk;

    /// <summary>True if a restart of the server in the middle would leave a disk or a size that is neither the old nor the new one.</summary>
    public bool MustNotBeInterrupted => Rebuilds || Main is StepKind.Resize or StepKind.RestoreSnapshot;

    /// <summary>The status to show while the main step runs.</summary>
    public EcsInstanceStatus Running { get; init; } = EcsInstanceStatus.Unknown;

    /// <summary>How the server is left unless the user chooses otherwise; null for as it was found.</summary>
    public EcsEndState? EndState { get; init; }

    /// <summary>The definition of a kind.</summary>
    public static OperationDefinition Of(OperationKind kind) => Definitions[kind];

    /// <summary>The definition of a kind; null for a kind that this version does not know.</summary>
    public static OperationDefinition? Find(OperationKind kind) => Definitions.TryGetValue(kind, out OperationDefinition? found) ? found : null;

    /// <summary>The definition of a kind as the journal names it; null for a kind that this version does not know.</summary>
    public static OperationDefinition? Find(string kind) => Find(Parse(kind));

    /// <summary>Reads the name of a kind, as journals hold it. A number is no name.</summary>
    /// <returns>The kind; Unknown for what this version does not know.</returns>
    public static OperationKind Parse(string name) => All.FirstOrDefault(k => k.ToString() == name);

    /// <summary>Decides how the server is left: as it was found, except that a reinstall or a switch leaves it running.</summary>
    public static EcsEndState FindEndState(EcsInstance instance, OperationOptions options) => Of(options.Kind).EndState switch
    {
        EcsEndState.Deleted or EcsEndState.Rescued => Of(options.Kind).EndState!.Value,
        _ when options.LeaveStopped => EcsEndState.Stopped,
        _ when options.Start => EcsEndState.Running,
        { } always => always,
        null when instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting or EcsInstanceStatus.Restarting => EcsEndState.Running,
        null => EcsEndState.Stopped,
    };

    /// <summary>Decides whether the operation itself sees to it that the server runs at the end. What does not touch the power does not.</summary>
    public static bool Starts(EcsInstance instance, OperationOptions options) => options.EndState == EcsEndState.Running
        && (options.Start || Of(options.Kind).Rebuilds || options.Kind == OperationKind.RescueStop || NeedsStop(instance, options));

    /// <summary>Decides whether the operation itself sees to it that the server is stopped at the end.</summary>
    public static bool Stops(OperationOptions options) => options.EndState == EcsEndState.Stopped && (options.LeaveStopped || Of(options.Kind).Rebuilds);

    /// <summary>Tells whether the server has to be stopped before the main step: it runs, and the user allowed it.</summary>
    public static bool NeedsStop(EcsInstance instance, OperationOptions options) =>
        options.StopFirst && instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Stopping or EcsInstanceStatus.Starting;
}
