using EcsTools.Core.Accounts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>Settles operations that were left open: by a process that ended, a lost answer, or on purpose.</summary>
public static class OperationReconciler
{
    /// <summary>Settles operations side by side; those of one server one after the other.</summary>
    /// <param name="operations">Operations of the journal, each with the account it belongs to.</param>
    /// <param name="journal">Where they are kept.</param>
    /// <param name="doTheRest">True to do what is left that destroys nothing; false only to wait for what was sent.</param>
    /// <param name="timeout">How long to wait for each, by the account's clock.</param>
    /// <param name="throttleLimit">How many servers at a time.</param>
    /// <param name="onResult">Called for each as it is settled, from any thread.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that ends when all are settled.</returns>
    public static Task SettleAllAsync(
        IReadOnlyList<KeyValuePair<EcsOperation, ConnectedAccount>> operations,
        Journal journal,
        bool doTheRest,
        TimeSpan timeout,
        int throttleLimit,
        Action<OperationResult> onResult,
        CancellationToken cancellation)
    {
        return operations.GroupBy(o => (o.Key.AccountKey, o.Key.InstanceId)).ToArray().TogetherAsync(throttleLimit, SettleServerAsync, cancellation);

        async Task SettleServerAsync(IEnumerable<KeyValuePair<EcsOperation, ConnectedAccount>> ofServer, StepBatcher batcher)
        {
            foreach (KeyValuePair<EcsOperation, ConnectedAccount> operation in ofServer)
            {
                onResult(await SettleAsync(operation.Value, journal, operation.Key, doTheRest, timeout, batcher, cancellation).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Settles one operation.</summary>
    /// <param name="account">The account it belongs to.</param>
    /// <param name="journal">Where it is kept.</param>
    /// <param name="operation">The operation, as the journal had it.</param>
    /// <param name="doTheRest">True to do what is left that destroys nothing; false only to wait for what was sent.</param>
    /// <param name="timeout">How long to wait, by the account's clock.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>How it stands now.</returns>
    public static Task<OperationResult> SettleAsync(
        ConnectedAccount account, Journal journal, EcsOperation operation, bool doTheRest, TimeSpan timeout, CancellationToken cancellation) =>
        SettleAsync(account, journal, operation, doTheRest, timeout, new StepBatcher(seats: 1, cancellation), cancellation);

    private static async Task<OperationResult> SettleAsync(
        ConnectedAccount account, Journal journal, EcsOperation operation, bool doTheRest, TimeSpan timeout, StepBatcher batcher, CancellationToken cancellation)
    {
        try
        {
            if (HasEnded(operation))
            {
                return new OperationResult(operation, null);
            }

            journal = journal.Of(account.SandboxJournals);

            // A server that is created is claimed by what its plan calls it, which the journal alone knows.
            string server = Find(journal, operation).InstanceId;
            using IDisposable claim = await batcher.AwayAsync(
                () => ClaimAsync(account, journal, server, isPatient: !doTheRest, timeout, cancellation)).ConfigureAwait(false);

            // Another process may have settled it before the claim was free.
            JournalEntry entry = Find(journal, operation);
            operation = entry.ToOperation(null);

            // Whoever only waits does not carry it out.
            entry.IsInterrupted = !doTheRest && entry is { IsAttended: true, State: EcsOperationState.Running };
            entry.IsAttended |= doTheRest;
            return HasEnded(operation)
                ? new OperationResult(operation, null)
                : await new OperationResumption(
                    account, new JournalWriter(journal, entry, account.Wall), doTheRest ? OperationMode.Resume : OperationMode.Wait, timeout, batcher)
                    .RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            return new OperationResult(operation, error);
        }
        finally
        {
            AmbientLog.Current.Progress(new ProgressReport(operation.InstanceId, operation.InstanceName, "", null, Finished: true));
        }
    }

    private static JournalEntry Find(Journal journal, EcsOperation operation) =>
        journal.Read(new JournalQuery { OperationIds = [operation.OperationId] }).FirstOrDefault()
            ?? throw new EcsException(EcsErrorId.NotFound, $"Cannot find operation {operation.OperationId} in the journal.");

    private static bool HasEnded(EcsOperation operation) =>
        operation.State is EcsOperationState.Succeeded or EcsOperationState.Failed or EcsOperationState.Abandoned;

    // Who only waits may wait for the process that is at it, too.
    private static async Task<IDisposable> ClaimAsync(
        ConnectedAccount account, Journal journal, string instanceId, bool isPatient, TimeSpan timeout, CancellationToken cancellation)
    {
        long begun = account.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return journal.Claim(account.Info.AccountKey, instanceId);
            }
            catch (EcsException error) when (isPatient && error.ErrorId == EcsErrorId.OperationInProgress && account.Time.GetElapsedTime(begun) < timeout)
            {
                await journal.WaitForReleaseAsync(account.Info.AccountKey, instanceId, account.Cloud.Capabilities.ShortestPoll, account.Time, cancellation).ConfigureAwait(false);
            }
        }
    }
}
