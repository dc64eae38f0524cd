using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;
using EcsTools.Core.Policies;
using EcsTools.Internal;

namespace EcsTools.Commands;

/// <summary>
/// Settles operations that were left open and does what is left of them that destroys nothing. A destructive step is never sent, neither
/// first nor again.
/// </summary>
[Cmdlet(VerbsLifecycle.Resume, "EcsOperation", SupportsShouldProcess = true)]
[OutputType(typeof(EcsOperation))]
public sealed class ResumeEcsOperationCommand : EcsOpenOperationCmdlet
{
    private protected override bool DoesTheRest => true;

    private protected override string Activity => "Resuming operations";

    private protected override bool Approves(ConnectedAccount account, EcsOperation operation)
    {
        // Which of them is left is found out only while it is settled.
        Change change = new(Read(account, operation), operation.Kind.ToString(), PolicyOperations.Resume, PolicyOperations.Start) { IsBackedUp = true, WasPlanned = true, Approvals = int.MaxValue };
        return Gate.Permits(change)
            && Confirmation.Ask(
                $"{OperationNames.Title(operation.Kind)} of {operation.InstanceName} ({operation.InstanceId}) in account {operation.Account}, {operation.Region}",
                "Reconcile, and start the server if pending")
            && Gate.Agrees(change);
    }

    // A rule may go by the server's tags, which the journal does not have. What is gone has none.
    private EcsInstance Read(ConnectedAccount account, EcsOperation operation) =>
        Run(token => InstanceLookup.FindByIdAsync(account, [operation.InstanceId], token)).TryGetValue(operation.InstanceId, out EcsInstance? found) ? found : new EcsInstance
        {
            Id = operation.InstanceId,
            Name = operation.InstanceName,
            Account = account.Info.Name,
            AccountKey = account.Info.AccountKey,
            AccountIdentity = account.IdentityKey,
            Region = operation.Region,
        };
}
