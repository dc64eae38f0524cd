using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;

namespace EcsTools.Commands;

/// <summary>Waits until servers run, are stopped, have settled after a reinstallation, or have an agent or a guest that answers. Sends nothing that changes anything.</summary>
[Cmdlet(VerbsLifecycle.Wait, "EcsInstance", DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsInstance))]
public sealed class WaitEcsInstanceCommand : EcsPowerCmdlet
{
    /// <summary>What to wait for: Running (the default), Stopped, Settled (the guest has taken its key or password after a reinstallation),
    /// Agent (the cloud's agent in the guest answers) or Guest (the guest answers in one way or another).</summary>
    [Parameter]
    [ValidateSet(nameof(EcsInstanceStatus.Running), nameof(EcsInstanceStatus.Stopped), nameof(GuestGoal.Settled), nameof(GuestGoal.Agent), nameof(GuestGoal.Guest))]
    public string For { get; set; } = nameof(EcsInstanceStatus.Running);

    private protected override string Activity => $"Waiting for servers: {For}";

    private GuestGoal? Goal => Enum.TryParse(For, ignoreCase: true, out GuestGoal goal) ? goal : null;

    private bool IsForStopped => For.Equals(nameof(EcsInstanceStatus.Stopped), StringComparison.OrdinalIgnoreCase);

    // An object may be older than what it says of the guest.
    private protected override bool IsDone(EcsInstance instance) =>
        Goal is null && instance.Status == (IsForStopped ? EcsInstanceStatus.Stopped : EcsInstanceStatus.Running);

    private protected override bool Approves(EcsInstance instance) => true;

    private protected override PowerBatchRunner CreateRun(Action<PowerResult> onResult) => new(
        new OperationOptions { Kind = IsForStopped ? OperationKind.Stop : OperationKind.Start }, TimeSpan.FromSeconds(Timeout), throttleLimit: 1, onResult)
    {
        Goal = Goal,
        Ongoing = Ongoing,
    };

    private protected override Task BeginWorkAsync(
        PowerBatchRunner run, ConnectedAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        run.Watch(account, instances, cancellation);
        return Task.CompletedTask;
    }
}
