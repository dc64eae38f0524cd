using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// An operation taken up again from the journal: what was sent is judged by looking, and what is left is done where it destroys nothing.
/// A destructive step is never sent here, neither first nor again.
/// </summary>
internal sealed class OperationResumption
{
    private readonly ConnectedAccount _account;
    private readonly JournalWriter _record;
    private readonly OperationDefinition _definition;
    private readonly OperationMode _mode;
    private readonly TimeSpan _timeout;
    private readonly StepExecutor _driver;
    private readonly OperationPower _power;
    private EcsInstance? _instance;

    public OperationResumption(ConnectedAccount account, JournalWriter record, OperationMode mode, TimeSpan timeout, StepBatcher batcher)
    {
        _account = account;
        _record = record;
        _mode = mode;
        _timeout = timeout;
        _driver = new StepExecutor(account, record, batcher);
        _power = new OperationPower(account, record, _driver);
        _definition = OperationDefinition.Find(record.Entry.Kind)
            ?? throw new EcsException(EcsErrorId.NotSupported, $"This version does not know the operation '{record.Entry.Kind}'.");
    }

    private JournalEntry Entry => _record.Entry;

    /// <summary>Settles the operation as far as its mode allows.</summary>
    public async Task<OperationResult> RunAsync(CancellationToken cancellation)
    {
        _instance = await FindInstanceAsync(cancellation).ConfigureAwait(false);
        if (Entry.Steps.LastOrDefault(s => s.Kind == _definition.Main) is not { } main)
        {
            return await AbandonAsync(cancellation).ConfigureAwait(false);
        }

        // Refused, and the disk that was detached for it could not be attached again.
        if (main.State == JournalStepState.Failed && Entry.OwesAttach)
        {
            return await AbandonAsync(cancellation).ConfigureAwait(false);
        }

        // No state of a server tells whether a restart took effect that nobody answered and no job carries out.
        if (_definition.Main == StepKind.Restart && main.ToHandle() is null)
        {
            return End(EcsOperationState.Unknown, OperationErrors.Unknown(Entry));
        }

        ICloudStep step = OperationPlanner.FindMain(_account, ReadOptions());
        StepObservation end = main.State == JournalStepState.Done
            ? new StepObservation(ObservedState.TookEffect, _instance)
            : await ObserveAsync(step, main, cancellation).ConfigureAwait(false);
        _instance = end.Instance ?? _instance;
        return end switch
        {
            { State: ObservedState.NotTaken } => await AbandonAsync(cancellation).ConfigureAwait(false),
            { State: ObservedState.TookEffect } or { RepairByStart: true } => await CompleteAsync(step, cancellation).ConfigureAwait(false),
            _ => await FailAsync(end, cancellation).ConfigureAwait(false),
        };
    }

    private async Task<EcsInstance?> FindInstanceAsync(CancellationToken cancellation)
    {
        // What a plan calls a server is no id that a cloud could know.
        string? id = _definition.Creates ? Entry.FindCreatedId() : Entry.InstanceId;
        return id is null ? null : (await _driver.AwayAsync(() => _account.Cloud.FindInstancesAsync([id], cancellation)).ConfigureAwait(false)).FirstOrDefault();
    }

    private Task<StepObservation> ObserveAsync(ICloudStep step, JournalStep note, CancellationToken cancellation) => _driver.ObserveAsync(
        _driver.Recall(step, note, new StepTarget(_definition.Creates ? Vanished() : _instance ?? Vanished(), ReadOptions())), _timeout, cancellation);

    private OperationOptions ReadOptions() => Entry.ReadOptions(_instance ?? Vanished());

    // A server that is gone is what a release wants and what everything else must report; one that is created is still as its plan had it.
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
    private async Task<OperationResult> AbandonAsync(CancellationToken cancellation)
    {
        if (!await StartAgainAsync(cancellation).ConfigureAwait(false))
        {
            return Open();
        }

        await SettleBackupAsync(cancellation).ConfigureAwait(false);
        return End(EcsOperationState.Abandoned, UnusedBackup.Name(OperationErrors.NotTaken(Entry), Entry));
    }

    // What destroys nothing has left the server as it was, except that we stopped it.
    private async Task<OperationResult> FailAsync(StepObservation end, CancellationToken cancellation)
    {
        if (end.State == ObservedState.Failed && !_definition.Destroys && !await StartAgainAsync(cancellation).ConfigureAwait(false))
        {
            return Open();
        }

        return End(end.State == ObservedState.Failed ? EcsOperationState.Failed : EcsOperationState.Unknown, OperationErrors.For(Entry, end));
    }

    private async Task<OperationResult> CompleteAsync(ICloudStep main, CancellationToken cancellation)
    {
        OperationEnding ending = new(_account, _record, ReadOptions(), _driver, _mode) { Left = () => _timeout };
        try
        {
            (_instance, bool isDone) = await ending.RunAsync(main, _instance, cancellation).ConfigureAwait(false);
            return isDone ? End(EcsOperationState.Succeeded, null) : Open();
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.HealthCheckFailed || ending.MissedFollowUp)
        {
            return End(error.ErrorId is EcsErrorId.OutcomeUnknown or EcsErrorId.OperationInProgress ? EcsOperationState.Unknown : EcsOperationState.Failed, error);
        }
    }

    // True if neither a disk nor a start is owed any more.
    private async Task<bool> StartAgainAsync(CancellationToken cancellation)
    {
        if (Entry.OwesAttach && _mode == OperationMode.Resume)
        {
            _instance = await new DiskDetour(_account, _record, _driver).AttachAgainAsync(_instance ?? Vanished(), _timeout, cancellation).ConfigureAwait(false);
        }

        if (Entry.OwesAttach)
        {
            return false;
        }

        if (Entry.OwesStart && _mode == OperationMode.Resume)
        {
            _instance = await _power.StartAgainAsync(_timeout, cancellation).ConfigureAwait(false);
        }

        return !Entry.OwesStart;
    }

    // Some providers tell the id of a backup only when it is complete.
    private async Task SettleBackupAsync(CancellationToken cancellation)
    {
        if (UnusedBackup.Find(Entry) is { IsOpen: true } backup && backup.FindBackupId() is null && _account.Cloud.FindStep(backup.Kind) is { } step)
        {
            await ObserveAsync(step, backup, cancellation).ConfigureAwait(false);
        }
    }

    private OperationResult Open() => new(Entry.ToOperation(_instance), null);

    private OperationResult End(EcsOperationState state, EcsException? error)
    {
        error = error is null ? null : DiskDetour.Name(error, Entry);
        _record.End(state, error);
        return new OperationResult(Entry.ToOperation(_instance), error);
    }
}
