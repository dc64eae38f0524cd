using EcsTools.Abstractions;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Commands;

/// <summary>Brings the system disks of servers to the state of their first installation. All data on them is lost.</summary>
[Cmdlet(VerbsCommon.Reset, "EcsSystemDisk", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class ResetEcsSystemDiskCommand : EcsSystemDiskCmdlet
{
    /// <summary>Starts the server afterwards, also if it was found stopped.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Not taken here: a reset never changes the image. Use Switch-EcsSystemDisk.</summary>
    [Parameter(DontShow = true)]
    public string? ImageId { get; set; }

    private protected override OperationKind Kind => OperationKind.SystemDiskReset;

    private protected override string Activity => "Resetting the system disk";

    private protected override bool StartsAfterwards => Start;

    private protected override void Begin()
    {
        if (ImageId is not null)
        {
            Fail(InputErrors.Create("Reset-EcsSystemDisk does not change the image.", "Use Switch-EcsSystemDisk -ImageId."));
        }

        EndStateChoice.Check(this, Start, LeaveStopped);
        base.Begin();
    }
}
