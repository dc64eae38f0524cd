using EcsTools.Abstractions;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Makes snapshots of servers' system disks, or of one disk.</summary>
[Cmdlet(VerbsCommon.New, "EcsSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class NewEcsSnapshotCommand : EcsDiskCmdlet
{
    /// <summary>Creates the command.</summary>
    public NewEcsSnapshotCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.SnapshotCreate).TotalSeconds;

    /// <summary>The snapshot's name; made from server and time without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SnapshotName { get; set; }

    /// <summary>The snapshot's description.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    private protected override string Activity => "Creating snapshots";

    private protected override bool TakesSystemDisk => true;

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.SnapshotCreate,
        NewName = SnapshotName,
        NewDescription = Description,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
