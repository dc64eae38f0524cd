using System;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Contracts;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Rolls a disk back to a snapshot: what was written since is lost.</summary>
[Cmdlet(VerbsData.Restore, "EcsSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class RestoreEcsSnapshotCommand : EcsOperationCmdlet
{
    /// <summary>The snapshot; see Get-EcsSnapshot.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
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

    private protected override string Activity => "Rolling back disks";

    private protected override void Begin()
    {
        EndStateChoice.Check(this, Start, LeaveStopped);
        base.Begin();
    }

    private protected override OperationOptions CreateOptions() => new()
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
