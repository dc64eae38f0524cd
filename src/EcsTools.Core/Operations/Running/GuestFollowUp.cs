using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Waiting;

namespace EcsTools.Core.Operations;

/// <summary>What a fresh system disk leaves to be waited for where that was chosen: a server runs well before its guest answers.</summary>
internal sealed class GuestFollowUp(ConnectedAccount account, OperationOptions options, StepExecutor driver)
{
    /// <summary>Waits.</summary>
    /// <returns>The server as last read.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.GuestNotResponding"/>: the operation took effect, and the guest has not answered in time.</exception>
    public async Task<EcsInstance> RunAsync(EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        if (!options.WaitForGuest)
        {
            return instance;
        }

        if (instance.Status != EcsInstanceStatus.Running)
        {
            AmbientLog.Current.Warning($"{instance}: the server was left stopped, so no guest answers.");
            return instance;
        }

        IOperationLog log = AmbientLog.Current;
        SentStep sent = new(new StepTarget(instance, options), null) { IsPassive = true };
        StepWait wait = new(new GuestGoalStep(account, GuestGoal.Guest), sent, TimeSpan.Zero, timeout)
        {
            OnLook = seen => log.Progress(new ProgressReport(instance.Id, instance.Name, seen.Activity ?? "", null, Finished: false)),
        };
        StepWaitEnd end = await driver.AwayAsync(() => account.Poller.WaitAsync(wait, cancellation)).ConfigureAwait(false);
        return end is { TimedOut: false, Seen: { State: ObservedState.TookEffect } seen } ? seen.Instance ?? instance : throw new EcsException(
            EcsErrorId.GuestNotResponding, $"The {OperationNames.Of(options.Kind)} of {instance} took effect, but its guest has not answered within {options.Timeout.TotalSeconds:0} s.", end.Unread)
        {
            InstanceId = instance.Id,
            RecommendedAction = "Check the console with Get-EcsConsoleOutput. To wait longer, run Wait-EcsInstance -For Guest.",
        };
    }
}
