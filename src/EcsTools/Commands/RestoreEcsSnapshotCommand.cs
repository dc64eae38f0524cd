using System;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Operations;
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

    /// <summary>Starts the server afterwards.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    private protected override string Activity => "Rolling back disks";

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.SnapshotRestore,
        SnapshotId = SnapshotId,
        StopFirst = StopFirst,
        Start = Start,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
