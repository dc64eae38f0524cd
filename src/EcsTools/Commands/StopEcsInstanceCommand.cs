using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Stops servers.</summary>
[Cmdlet(VerbsLifecycle.Stop, "EcsInstance", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EcsInstance))]
public sealed class StopEcsInstanceCommand : EcsPowerActionCmdlet
{
    /// <summary>How: in an orderly way by default.</summary>
    [Parameter]
    public EcsStopMode StopMode { get; set; }

    /// <summary>Alibaba: stops computing and paying for it; the public address may change and capacity is not kept.</summary>
    [Parameter]
    public SwitchParameter StopCharging { get; set; }

    private protected override PowerRequest Request => new(PowerAction.Stop, StopMode == EcsStopMode.Hard, StopCharging);

    private protected override string Action => (StopMode, StopCharging.IsPresent) switch
    {
        (EcsStopMode.Hard, false) => "Cut the power",
        (EcsStopMode.Hard, true) => "Cut the power and stop charging",
        (_, true) => "Stop and stop charging",
        _ => "Stop",
    };

    private protected override string Activity => "Stopping servers";

    private protected override bool IsDone(EcsInstance instance) => instance.Status == EcsInstanceStatus.Stopped;
}
