using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Starts and stops a server as part of an operation.</summary>
internal static class OperationPower
{
    // A stop that is not to be seen so long after it was written down was never sent, or has been undone by somebody.
    private static readonly TimeSpan StopAppears = TimeSpan.FromMinutes(1);

    /// <summary>Starts again what an operation has stopped, once that stop is to be seen.</summary>
    /// <param name="account">The account.</param>
    /// <param name="record">The operation's record, which owes the start.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The server afterwards; null if it is gone.</returns>
    /// <exception cref="EcsException">The cloud refused, or the state was not reached in time: the start is still owed.</exception>
    public static async Task<EcsInstance?> StartAgainAsync(OpenAccount account, OperationRecord record, TimeSpan timeout, CancellationToken cancellation)
    {
        DateTimeOffset sentAt = record.Entry.Steps.Last(s => s.Kind == StepKind.Stop).SentAt;
        long begun = account.Time.GetTimestamp();
        while (true)
        {
            IReadOnlyList<EcsInstance> found = await account.Cloud.FindInstancesAsync([record.Entry.InstanceId], cancellation).ConfigureAwait(false);
            EcsInstance? instance = found.FirstOrDefault();
            bool isLeftRunning = instance?.Status != EcsInstanceStatus.Stopping && account.Wall.GetUtcNow() - sentAt > StopAppears;
            if (instance is { Status: EcsInstanceStatus.Stopped })
            {
                instance = await RunAsync(account, record, StepKind.Start, PowerAction.Start, instance, timeout, cancellation).ConfigureAwait(false);
            }
            else if (instance is not null && !isLeftRunning)
            {
                if (account.Time.GetElapsedTime(begun) >= timeout)
                {
                    throw NotStopped(record.Entry, instance);
                }

                await account.Time.Delay(account.Cloud.Traits.ShortestPoll, cancellation).ConfigureAwait(false);
                continue;
            }

            record.OweStart(false);
            return instance;
        }
    }

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
        cancellation.ThrowIfCancellationRequested();
        JournalStep step = record.Begin(kind, new Dictionary<string, string> { [StepFact.Status] = instance.Status.ToString() });
        PowerResult? result = null;
        PowerRun run = new(new PowerRequest(action), timeout, throttleLimit: 1, r => result = r);
        await run.SendAsync(account, [instance], cancellation).ConfigureAwait(false);
        await run.FinishAsync().ConfigureAwait(false);
        record.Complete(step, result!.Error is null ? JournalStepState.Done : JournalStepState.Failed, result.Error);
        return result.Error is null ? result.Instance ?? instance : throw result.Error;
    }

    private static EcsException NotStopped(JournalEntry entry, EcsInstance instance) => new(
        EcsErrorId.OperationTimeout, $"{instance} is neither stopped nor left running ({instance.Status}), so it could not be started again.")
    {
        InstanceId = instance.Id,
        RecommendedAction = $"Settle it later with Resume-EcsOperation (operation {entry.OperationId}).",
    };
}
