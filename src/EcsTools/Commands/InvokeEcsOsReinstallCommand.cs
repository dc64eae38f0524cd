using EcsTools.Abstractions;

namespace EcsTools.Commands;

/// <summary>Reinstalls the operating system of servers from the image they have, and waits until they run. All data on the system disk is lost.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EcsOsReinstall", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class InvokeEcsOsReinstallCommand : EcsSystemDiskCmdlet
{
    /// <summary>Pays the order of a subscription at once instead of leaving it unpaid, where the operation makes one.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override OperationKind Kind => OperationKind.OsReinstall;

    private protected override bool PaysAtOnce => AutoPay;

    private protected override string Activity => "Reinstalling the operating system";
}
