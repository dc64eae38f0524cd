using EcsTools.Abstractions;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Detaches disks from their servers. The data on them stay.</summary>
[Cmdlet(VerbsData.Dismount, "EcsDisk", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class DismountEcsDiskCommand : EcsDiskCmdlet
{
    /// <summary>Creates the command.</summary>
    public DismountEcsDiskCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.DiskDismount).TotalSeconds;

    /// <summary>Stops a running server first.</summary>
    [Parameter]
    public SwitchParameter StopFirst { get; set; }

    /// <summary>Starts the server afterwards, also if it was found stopped.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Leaves the server stopped, also if it was found running.</summary>
    [Parameter]
    public SwitchParameter LeaveStopped { get; set; }

    private protected override string Activity => "Detaching disks";

    private protected override void Begin()
    {
        EndStateChoice.Check(this, Start, LeaveStopped);
        base.Begin();
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.DiskDismount,
        StopFirst = StopFirst,
        Start = Start,
        LeaveStopped = LeaveStopped,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
