using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Starts and stops a server as part of an operation.</summary>
internal static class OperationPower
{
    /// <summary>Sends a start or stop, written down first, and waits for it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="record">The operation's record.</param>
    /// <param name="kind">The kind of step.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="instance">The server.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The server afterwards.</returns>
    /// <exception cref="EcsException">The cloud refused, or the state was not reached in time.</exception>
    public static async Task<EcsInstance> RunAsync(
        OpenAccount account, OperationRecord record, StepKind kind, PowerAction action, EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        JournalStep step = record.Begin(kind, new Dictionary<string, string> { [StepFact.Status] = instance.Status.ToString() });
        PowerResult? result = null;
        PowerRun run = new(new PowerRequest(action), timeout, throttleLimit: 1, r => result = r);
        await run.SendAsync(account, [instance], cancellation).ConfigureAwait(false);
        await run.FinishAsync().ConfigureAwait(false);
        record.Complete(step, result!.Error is null ? JournalStepState.Done : JournalStepState.Failed, result.Error);
        return result.Error is null ? result.Instance ?? instance : throw result.Error;
    }
}
