using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.Threading;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>
/// Settles operations that were left open: by a process that ended, a lost answer, or on purpose. What was sent is judged by looking;
/// what is left is done only where it destroys nothing. A destructive step is never sent here, neither first nor again.
/// </summary>
public static class OperationSettler
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
        IReadOnlyList<KeyValuePair<EcsOperation, OpenAccount>> operations,
        Journal journal,
        bool doTheRest,
        TimeSpan timeout,
        int throttleLimit,
        Action<OperationResult> onResult,
        CancellationToken cancellation)
    {
        return operations.GroupBy(o => (o.Key.AccountKey, o.Key.InstanceId)).ForEachAsync(throttleLimit, SettleServerAsync, cancellation);

        async Task SettleServerAsync(IEnumerable<KeyValuePair<EcsOperation, OpenAccount>> ofServer)
        {
            foreach (KeyValuePair<EcsOperation, OpenAccount> operation in ofServer)
            {
                onResult(await SettleAsync(operation.Value, journal, operation.Key, doTheRest, timeout, cancellation).ConfigureAwait(false));
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
    public static async Task<OperationResult> SettleAsync(
        OpenAccount account, Journal journal, EcsOperation operation, bool doTheRest, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            if (HasEnded(operation))
            {
                return new OperationResult(operation, null);
            }

            journal = journal.Of(account.SandboxJournals);

            using IDisposable claim = await ClaimAsync(account, journal, operation, isPatient: !doTheRest, timeout, cancellation).ConfigureAwait(false);

            // Another process may have settled it before the claim was free.
            JournalEntry entry = journal.Read(new JournalQuery { OperationIds = [operation.OperationId] }).FirstOrDefault()
                ?? throw new EcsException(EcsErrorId.NotFound, $"The journal has no operation {operation.OperationId} any more.");
            operation = entry.ToOperation(null);

            // Whoever only waits does not carry it out.
            entry.IsInterrupted = !doTheRest && entry is { IsAttended: true, State: EcsOperationState.Running };
            entry.IsAttended |= doTheRest;
            return HasEnded(operation)
                ? new OperationResult(operation, null)
                : await new Run(account, new OperationRecord(journal, entry, account.Wall), timeout).SettleAsync(doTheRest, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            return new OperationResult(operation, error);
        }
        finally
        {
            ActivityLog.Current.Progress(new ProgressReport(operation.InstanceId, operation.InstanceName, "", null, Finished: true));
        }
    }

    private static bool HasEnded(EcsOperation operation) =>
        operation.State is EcsOperationState.Succeeded or EcsOperationState.Failed or EcsOperationState.Abandoned;

    // Who only waits may wait for the process that is at it, too.
    private static async Task<IDisposable> ClaimAsync(
        OpenAccount account, Journal journal, EcsOperation operation, bool isPatient, TimeSpan timeout, CancellationToken cancellation)
    {
        long begun = account.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return journal.Claim(operation.AccountKey, operation.InstanceId);
            }
            catch (EcsException error) when (isPatient && error.ErrorId == EcsErrorId.OperationInProgress && account.Time.GetElapsedTime(begun) < timeout)
            {
                await account.Time.Delay(account.Cloud.Traits.ShortestPoll, cancellation).ConfigureAwait(false);
            }
        }
    }

    private sealed class Run
    {
        private readonly OpenAccount _account;
        private readonly OperationRecord _record;
        private readonly TimeSpan _timeout;
        private EcsInstance? _instance;

        public Run(OpenAccount account, OperationRecord record, TimeSpan timeout)
        {
            _account = account;
            _record = record;
            _timeout = timeout;
        }

        private JournalEntry Entry => _record.Entry;

        public async Task<OperationResult> SettleAsync(bool doTheRest, CancellationToken cancellation)
        {
            IReadOnlyList<EcsInstance> found = await _account.Cloud.FindInstancesAsync([Entry.InstanceId], cancellation).ConfigureAwait(false);
            _instance = found.FirstOrDefault();
            OperationShape shape = OperationShape.Of(Entry.Kind)
                ?? throw new EcsException(EcsErrorId.NotSupported, $"This version does not know the operation '{Entry.Kind}'.");
            JournalStep? main = Entry.Steps.LastOrDefault(s => s.Kind == shape.Main);
            if (shape.Main == StepKind.Restart && main is not null)
            {
                return await SettleRestartAsync(main, cancellation).ConfigureAwait(false);
            }

            if (main is null)
            {
                return await AbandonAsync(doTheRest, cancellation).ConfigureAwait(false);
            }

            StepObservation end = main.State == JournalStepState.Done
                ? new StepObservation(ObservedState.TookEffect, _instance)
                : await ObserveAsync(FindStep(), main, cancellation).ConfigureAwait(false);
            _instance = end.Instance ?? _instance;
            if (end.State == ObservedState.NotTaken)
            {
                return await AbandonAsync(doTheRest, cancellation).ConfigureAwait(false);
            }

            if (end.State == ObservedState.TookEffect || end.RepairByStart)
            {
                return await CompleteAsync(doTheRest, cancellation).ConfigureAwait(false);
            }

            // What destroys nothing has left the server as it was, except that we stopped it.
            if (end.State == ObservedState.Failed && Entry.OwesStart && !shape.Destroys)
            {
                if (!doTheRest)
                {
                    return new OperationResult(Entry.ToOperation(_instance), null);
                }

                _instance = await OperationPower.StartAgainAsync(_account, _record, _timeout, cancellation).ConfigureAwait(false);
            }

            return End(VerdictOf(end.State), OperationErrors.For(Entry, end));
        }

        private async Task<OperationResult> SettleRestartAsync(JournalStep main, CancellationToken cancellation)
        {
            // No state of a server tells whether a restart took effect that nobody answered and no job carries out.
            if (main.ToReceipt() is null)
            {
                return End(EcsOperationState.Unknown, OperationErrors.Unknown(Entry));
            }

            PowerWatch watch = new(new PowerRequest(PowerAction.Restart), _instance ?? Vanished(), main.JobId);
            PowerObservation end = await _account.PowerWaiter.WaitAsync(watch, _timeout, cancellation).ConfigureAwait(false);
            _instance = end.Instance ?? _instance;
            if (end.Error is { ErrorId: EcsErrorId.OperationTimeout } late)
            {
                throw late;
            }

            if (end.Warning is not null)
            {
                ActivityLog.Current.Warning(end.Warning);
            }

            _record.Complete(main, end.Error is null ? JournalStepState.Done : JournalStepState.Failed, end.Error);
            return End(end.Error is null ? EcsOperationState.Succeeded : EcsOperationState.Failed, end.Error);
        }

        private static EcsOperationState VerdictOf(ObservedState state) =>
            state == ObservedState.Failed ? EcsOperationState.Failed : EcsOperationState.Unknown;

        private Task<StepObservation> ObserveAsync(ICloudStep step, JournalStep note, CancellationToken cancellation)
        {
            StepTarget target = new(_instance ?? Vanished(), ReadOptions()) { Before = note.Before, Token = note.Token, OperationId = Entry.OperationId };
            TimeSpan age = _account.Wall.GetUtcNow() - note.SentAt;
            long sentAt = _account.Time.GetTimestamp() - (long)(Math.Max(0, age.TotalSeconds) * _account.Time.TimestampFrequency);
            return new StepDriver(_account, _record).ObserveAsync(new SentStep(step, target, note, note.ToReceipt(), sentAt), _timeout, cancellation);
        }

        private OperationOptions ReadOptions() => Entry.ReadOptions(_instance ?? Vanished());

        private ICloudStep FindStep() => OperationPlanner.FindMain(_account, ReadOptions());

        private EcsException Unchecked(EcsInstance now) => new(
            EcsErrorId.HealthCheckFailed, $"{Entry.Kind} of {now} took effect, but the health check that was to say whether it holds has never answered.")
        {
            InstanceId = now.Id,
            RecommendedAction = $"Give the command again with the size the server has now ({now.Size}): it only confirms, or with a -HealthCheck that says no goes back.",
        };

        // A server that is gone is what a release wants and what everything else must report.
        private EcsInstance Vanished() => new()
        {
            Id = Entry.InstanceId,
            Name = Entry.InstanceName,
            Account = Entry.Account,
            AccountKey = Entry.AccountKey,
            AccountIdentity = Entry.AccountIdentity ?? "",
            Region = Entry.Region,
        };

        // The main step was never sent or never arrived: it is not sent now either.
        private async Task<OperationResult> AbandonAsync(bool doTheRest, CancellationToken cancellation)
        {
            if (Entry.OwesStart && !doTheRest)
            {
                return new OperationResult(Entry.ToOperation(_instance), null);
            }

            if (Entry.OwesStart)
            {
                _instance = await OperationPower.StartAgainAsync(_account, _record, _timeout, cancellation).ConfigureAwait(false);
            }

            await SettleBackupAsync(cancellation).ConfigureAwait(false);
            return End(EcsOperationState.Abandoned, UnusedBackup.Name(OperationErrors.NotTaken(Entry), Entry));
        }

        // Some providers tell the id of a backup only when it is complete.
        private async Task SettleBackupAsync(CancellationToken cancellation)
        {
            if (UnusedBackup.Find(Entry) is { IsOpen: true } backup && backup.FindBackupId() is null && _account.Cloud.FindStep(backup.Kind) is { } step)
            {
                await ObserveAsync(step, backup, cancellation).ConfigureAwait(false);
            }
        }

        private async Task<OperationResult> CompleteAsync(bool doTheRest, CancellationToken cancellation)
        {
            if (_instance is { } now && FindStep() is IProvisionalStep provisional && provisional.IsOpen(now))
            {
                if (Entry.AwaitsVerdict)
                {
                    return End(EcsOperationState.Failed, Unchecked(now));
                }

                if (!doTheRest)
                {
                    return new OperationResult(Entry.ToOperation(now), null);
                }

                StepDriver driver = new(_account, _record);
                SentStep sent = await driver.SendAsync(provisional.Confirmation, new StepTarget(now, ReadOptions()), cancellation).ConfigureAwait(false);
                StepObservation end = await driver.ObserveAsync(sent, _timeout, cancellation).ConfigureAwait(false);
                if (end.State != ObservedState.TookEffect)
                {
                    return End(VerdictOf(end.State), end.Error ?? OperationErrors.Unknown(Entry));
                }

                _instance = end.Instance ?? now;
            }

            OperationFollowUp followUp = new(_account, _record);
            bool isStartOwed = Entry.EndsRunning && _instance is { Status: EcsInstanceStatus.Stopped };
            if (!doTheRest && (isStartOwed || (_instance is not null && followUp.IsOwed)))
            {
                return new OperationResult(Entry.ToOperation(_instance), null);
            }

            if (isStartOwed)
            {
                _instance = await OperationPower.RunAsync(_account, _record, StepKind.Start, PowerAction.Start, _instance!, _timeout, cancellation).ConfigureAwait(false);
            }

            // A start destroys nothing; a stop now would take the server from whoever works on it by now.
            if (Entry.EndsStopped && _instance is { Status: EcsInstanceStatus.Running })
            {
                ActivityLog.Current.Warning($"{_instance} was to be left stopped, and is running. To stop it, run Stop-EcsInstance.");
            }

            Entry.OwesStart = false;
            if (_instance is not null)
            {
                await followUp.RunAsync(_instance, cancellation).ConfigureAwait(false);
                _record.NoteRebuilt(_account, _instance);
            }

            return End(EcsOperationState.Succeeded, null);
        }

        private OperationResult End(EcsOperationState state, EcsException? error)
        {
            _record.End(state, error);
            return new OperationResult(Entry.ToOperation(_instance), error);
        }
    }
}
