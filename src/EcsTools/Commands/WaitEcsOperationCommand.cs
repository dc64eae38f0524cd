using EcsTools.Abstractions;

namespace EcsTools.Commands;

/// <summary>Waits until operations have ended that were begun with -NoWait or by another process. Sends nothing.</summary>
[Cmdlet(VerbsLifecycle.Wait, "EcsOperation")]
[OutputType(typeof(EcsOperation))]
public sealed class WaitEcsOperationCommand : EcsOpenOperationCmdlet
{
    private protected override bool DoesTheRest => false;

    private protected override string Activity => "Waiting for operations";
}
