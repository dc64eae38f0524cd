using EcsTools.Abstractions;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Starts servers.</summary>
[Cmdlet(VerbsLifecycle.Start, "EcsInstance", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(EcsInstance))]
public sealed class StartEcsInstanceCommand : EcsPowerActionCmdlet
{
    private protected override OperationOptions Request => new() { Kind = OperationKind.Start };

    private protected override string Action => "Start";

    private protected override string Activity => "Starting servers";

    private protected override bool IsDone(EcsInstance instance) => instance.Status == EcsInstanceStatus.Running;
}
