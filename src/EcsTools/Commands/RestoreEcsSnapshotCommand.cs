using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Rolls a disk back to a snapshot: what was written since is lost.</summary>
[Cmdlet(VerbsData.Restore, "EcsSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class RestoreEcsSnapshotCommand : EcsOperationCmdlet
{
    private readonly PipedResources _piped = new();

    /// <summary>The snapshot, by id or as Get-EcsSnapshot wrote it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ResourceIdTransformation(typeof(EcsSnapshot), nameof(EcsSnapshot.Id))]
    [ArgumentCompleter(typeof(SnapshotIdCompleter))]
    public string SnapshotId { get; set; } = "";

    /// <summary>Stops a running server first.</summary>
    [Parameter]
    public SwitchParameter StopFirst { get; set; }

    /// <summary>Detaches the disk for the roll-back, and attaches it again afterwards (Huawei Cloud, Open Telekom Cloud).</summary>
    [Parameter]
    public SwitchParameter IncludeDetach { get; set; }

    /// <summary>Starts the server afterwards, also if it was found stopped.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Leaves the server stopped, also if it was found running.</summary>
    [Parameter]
    public SwitchParameter LeaveStopped { get; set; }

    private protected override string Activity => "Restoring disks";

    private protected override void Begin()
    {
        EndStateChoice.Check(this, Start, LeaveStopped);
        base.Begin();
    }

    private protected override EcsInstanceIdentity TakeSnapshot(EcsInstanceIdentity identity, EcsSnapshot snapshot)
    {
        if (!string.Equals(SnapshotId, snapshot.Id, StringComparison.Ordinal))
        {
            return identity.Refuse(EcsErrorId.InvalidInput, $"Snapshot {snapshot} was piped, and -SnapshotId specifies another one.", "Omit -SnapshotId, or pipe servers.");
        }

        if (FindServer(identity, snapshot) is not { Length: > 0 } server)
        {
            return identity.Refuse(
                EcsErrorId.IncorrectState, $"Disk {snapshot.DiskId} of snapshot {snapshot} is not attached to a server.", "Attach the disk to its server first; see Get-EcsDisk.");
        }

        _piped.Add(snapshot.AccountKey, server, snapshot.Id);
        return identity.At(server);
    }

    // Most lists of snapshots tell the disk alone.
    private string? FindServer(EcsInstanceIdentity identity, EcsSnapshot snapshot)
    {
        if (snapshot.InstanceId is { Length: > 0 } known)
        {
            return known;
        }

        ConnectedAccount account = TargetAccounts.Find(Accounts, identity, Account, Region);
        return Run(Inventory.Disks(account, new DiskQuery { Ids = [snapshot.DiskId] }).ReadFirstAsync)?.InstanceId;
    }

    private protected override Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) => OperationPlanner.PlanAsync(
        account,
        [
            .. instances.SelectMany(i => _piped.Of(i) is { Count: > 0 } snapshots
                ? snapshots.Select(s => (i, options with { SnapshotId = s }))
                : [(i, options)]),
        ],
        cancellation);

    private protected override OperationOptions CreateOptions()
    {
        if (IsServerText(SnapshotId))
        {
            throw InputErrors.Create("No snapshot was specified.", "Specify -SnapshotId, or pipe snapshots from Get-EcsSnapshot.");
        }

        return new OperationOptions
        {
            Kind = OperationKind.SnapshotRestore,
            SnapshotId = SnapshotId,
            StopFirst = StopFirst,
            IncludeDetach = IncludeDetach,
            Start = Start,
            LeaveStopped = LeaveStopped,
            IgnoredRequirements = IgnoreRequirement,
            Timeout = TimeSpan.FromSeconds(Timeout),
            NoWait = NoWait,
        };
    }
}
