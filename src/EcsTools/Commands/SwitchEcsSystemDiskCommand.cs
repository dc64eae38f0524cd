using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Puts another image on the system disks of servers. All data on them is lost.</summary>
[Cmdlet(VerbsCommon.Switch, "EcsSystemDisk", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class SwitchEcsSystemDiskCommand : EcsSystemDiskCmdlet
{
    /// <summary>The image.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string ImageId { get; set; } = "";

    /// <summary>Pays the order of a subscription at once instead of leaving it unpaid, where the operation makes one.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override OperationKind Kind => OperationKind.SystemDiskSwitch;

    private protected override bool PaysAtOnce => AutoPay;

    private protected override string Activity => "Switching the system disk";

    private protected override string? NewImageId => ImageId;
}
