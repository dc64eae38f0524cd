using EcsTools.Abstractions;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Releases servers for good. Nothing brings them back.</summary>
[Cmdlet(VerbsCommon.Remove, "EcsInstance", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class RemoveEcsInstanceCommand : EcsOperationCmdlet
{
    /// <summary>Releases running servers too: their power is cut.</summary>
    [Parameter]
    public SwitchParameter Running { get; set; }

    /// <summary>Releases expired subscriptions too (Alibaba).</summary>
    [Parameter]
    public SwitchParameter TerminateSubscription { get; set; }

    /// <summary>Releases the public address too (Huawei, OTC).</summary>
    [Parameter]
    public SwitchParameter DeletePublicIp { get; set; }

    /// <summary>Deletes the data disks too (Huawei, OTC).</summary>
    [Parameter]
    public SwitchParameter DeleteDataDisks { get; set; }

    private protected override string Activity => "Deleting servers";

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.Release,
        ReleaseRunning = Running,
        TerminateSubscription = TerminateSubscription,
        DeletePublicIp = DeletePublicIp,
        DeleteDataDisks = DeleteDataDisks,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
