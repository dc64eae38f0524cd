using EcsTools.Abstractions;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Stops servers.</summary>
[Cmdlet(VerbsLifecycle.Stop, "EcsInstance", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EcsInstance))]
public sealed class StopEcsInstanceCommand : EcsInterruptingCmdlet
{
    /// <summary>How: in an orderly way by default.</summary>
    [Parameter]
    public EcsStopMode StopMode { get; set; }

    private const string StopChargingMode = "StopCharging";

    // What is given up (docs/contracts/alibaba-ecs.md 3.7); the answer to the question is the only chance to keep it.
    private const string GivenUp = "and stop billing: its vCPU, memory, and static public IP are released, the next start can fail if capacity is unavailable, "
        + "and its disks cannot be re-initialized while it is stopped in this way";

    /// <summary>Alibaba: stops computing and paying for it; the public address may change and capacity is not kept.</summary>
    [Parameter]
    public SwitchParameter StopCharging { get; set; }

    private protected override OperationOptions Request => new() { Kind = OperationKind.Stop, Hard = StopMode == EcsStopMode.Hard, StopCharging = StopCharging };

    private protected override string Action => (StopMode, StopCharging.IsPresent) switch
    {
        (EcsStopMode.Hard, false) => "Power off",
        (EcsStopMode.Hard, true) => "Power off " + GivenUp,
        (_, true) => "Stop " + GivenUp,
        _ => "Stop",
    };

    private protected override string Activity => "Stopping servers";

    private protected override bool IsDone(EcsInstance instance) => instance.Status == EcsInstanceStatus.Stopped
        && (!StopCharging || instance.StoppedMode == StopChargingMode);

    private protected override void Begin()
    {
        base.Begin();
        if (StopCharging && NoWait)
        {
            WriteWarning("With -NoWait, whether billing has ended is not checked. Run Get-EcsInstance later: StoppedMode is StopCharging if it has.");
        }
    }
}
