using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>
/// Settles operations that were left open and does what is left of them that destroys nothing. A destructive step is never sent, neither
/// first nor again.
/// </summary>
[Cmdlet(VerbsLifecycle.Resume, "EcsOperation", SupportsShouldProcess = true)]
[OutputType(typeof(EcsOperation))]
public sealed class ResumeEcsOperationCommand : EcsSettlingCmdlet
{
    private protected override bool DoesTheRest => true;

    private protected override string Activity => "Settling operations";

    private protected override bool Approves(EcsOperation operation) => Confirmation.Ask(
        $"{operation.Kind} of {operation.InstanceName} ({operation.InstanceId}) in account {operation.Account}, {operation.Region}", "Settle, and start the server if that is left");
}
