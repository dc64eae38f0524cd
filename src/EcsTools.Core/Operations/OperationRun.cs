using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>One operation being carried out: stop, backup, fresh look, main step, wait, start.</summary>
internal sealed class OperationRun
{
    // Starting again what we stopped, or stopping what the provider started, is owed also when the operation's own time is up.
    private static readonly TimeSpan PowerTime = TimeSpan.FromMinutes(10);

    private readonly PlannedOperation _planned;
    private readonly OpenAccount _account;
    private readonly OperationOptions _options;
    private readonly Journal _journal;
    private readonly OperationRecord _record;
    private readonly StepDriver _driver;
    private readonly long _begun;
    private TimeSpan _backupTime;
    private bool _mayBeTaken;
    private bool _isLeftOpen;
    private bool _isChecked;
    private Func<EcsInstance, CancellationToken, Task>? _healthCheck;
    private EcsInstance _instance;

    /// <summary>Makes a run.</summary>
    /// <param name="planned">The plan.</param>
    /// <param name="journal">Where it is written down.</param>
    /// <param name="ongoing">Gets the operation as soon as it is begun; null where nobody asks.</param>
    public OperationRun(PlannedOperation planned, Journal journal, OngoingWork? ongoing = null)
    {
        _planned = planned;
        _account = planned.Account;
        _options = planned.Options;
        _journal = journal.Of(_account.SandboxJournals);
        _instance = planned.Plan.Instance;
        _record = OperationRecord.For(planned, _journal, ongoing);
        _driver = new StepDriver(_account, _record);
        _begun = _account.Time.GetTimestamp();
    }

    // A backup has a time-out of its own, and what it takes is no loss for the rest.
    private TimeSpan Left => _options.Timeout + _backupTime - _account.Time.GetElapsedTime(_begun);

    /// <summary>Carries the operation out.</summary>
    /// <param name="healthCheck">Looks after the server once it is done; see <see cref="Rollout.HealthCheck"/>.</param>
    /// <param name="cancellation">Stops waiting; what was accepted goes on and stays in the journal.</param>
    /// <returns>How it ended.</returns>
    public async Task<OperationResult> RunAsync(Func<EcsInstance, CancellationToken, Task>? healthCheck, CancellationToken cancellation)
    {
        _healthCheck = healthCheck;
        try
        {
            using IDisposable patience = CallPatience.Use(_options.Timeout);
            using IDisposable claim = _journal.Claim(_record.Entry.AccountKey, _record.Entry.InstanceId);
            _journal.RefuseAgain(_record.Entry);
            _planned.Begins?.Invoke();
            EcsOperationState state = await RunClaimedAsync(cancellation).ConfigureAwait(false);
            if (state == EcsOperationState.Succeeded && healthCheck is not null && !_isChecked)
            {
                await healthCheck(_instance, cancellation).ConfigureAwait(false);
            }

            return End(state, null);
        }
        catch (EcsException error)
        {
            return End(StateAfter(error), error);
        }
        finally
        {
            ActivityLog.Current.Progress(new ProgressReport(_instance.Id, _instance.Name, "", null, Finished: true));
        }
    }

    private async Task<EcsOperationState> RunClaimedAsync(CancellationToken cancellation)
    {
        SentStep sent;
        try
        {
            await StopAsync(cancellation).ConfigureAwait(false);
            await BackupAsync(cancellation).ConfigureAwait(false);
            StepTarget target = await LookAgainAsync(cancellation).ConfigureAwait(false);
            _mayBeTaken = true;
            sent = await _driver.SendAsync(_planned.Step, target, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            // Nothing was changed, not even when the main step was sent, since it was refused: what we stopped is started again.
            await StartAgainAsync(error, cancellation).ConfigureAwait(false);
            throw UnusedBackup.Name(error, _record.Entry);
        }

        if (sent.Receipt is not null && _planned.IsDestructive)
        {
            _record.OweStart(false);
        }

        if (_options.NoWait && sent.Receipt is not null)
        {
            if (_record.Entry.EndsRunning && _planned.Step.Kind != StepKind.RebuildSystemDisk)
            {
                ActivityLog.Current.Warning(
                    $"{_instance}: -NoWait does not wait for the start. To start the server when the operation has ended, run Resume-EcsOperation -OperationId {_record.Entry.OperationId}.");
            }

            return EcsOperationState.Running;
        }

        await FinishAsync(sent, cancellation).ConfigureAwait(false);
        await new OperationFollowUp(_account, _record).RunAsync(_instance, cancellation).ConfigureAwait(false);
        _record.NoteRebuilt(_account, _instance);
        return EcsOperationState.Succeeded;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        if (OperationShape.NeedsStop(_instance, _options))
        {
            _record.Entry.OwesStart = !_options.LeaveStopped;
            try
            {
                await PowerAsync(StepKind.Stop, PowerAction.Stop, Left, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (error.WasNotCarriedOut)
            {
                _record.OweStart(false);
                throw;
            }
        }
    }

    // The wipe is sent only after the backup has been read back as usable and made from the present system disk.
    private async Task BackupAsync(CancellationToken cancellation)
    {
        if (_planned.Backup is null)
        {
            return;
        }

        long begun = _account.Time.GetTimestamp();
        try
        {
            StepTarget target = new(_instance, _options);
            StepPreview preview = (await _planned.Backup.PreviewAsync([target], cancellation).ConfigureAwait(false))[0];
            SentStep sent = await _driver.SendAsync(_planned.Backup, target with { Before = preview.Facts }, cancellation).ConfigureAwait(false);
            StepObservation end = await _driver.ObserveAsync(sent, _options.BackupTimeout, cancellation).ConfigureAwait(false);
            _backupTime = _account.Time.GetElapsedTime(begun);
            if (end.State != ObservedState.TookEffect)
            {
                throw end.Error ?? Unproven("it could not be read back as usable");
            }

            if (_planned.Facts.TryGetValue(StepFact.SystemDiskId, out string? disk)
                && (!sent.Note.Facts.TryGetValue(StepFact.SourceDiskId, out string? source) || source != disk))
            {
                throw Unproven("it was not made from the present system disk");
            }
        }
        catch (EcsException error) when (error.ErrorId != EcsErrorId.BackupFailed)
        {
            throw new EcsException(EcsErrorId.BackupFailed, $"The backup of {_instance} failed, so nothing was wiped: {error.Message}", error)
            {
                InstanceId = _instance.Id,
                CloudCode = error.CloudCode,
                RequestId = error.RequestId,
                RecommendedAction = error.RecommendedAction ?? "Look at the provider's console for a backup that is half made.",
            };
        }
    }

    private EcsException Unproven(string why) => new(EcsErrorId.BackupFailed, $"The backup of {_instance} is no proof: {why}. Nothing was wiped.")
    {
        InstanceId = _instance.Id,
        RecommendedAction = "Look at the backup in the provider's console and give the command again.",
    };

    // The fresh look: nobody may have touched the server between the question and the main step.
    private async Task<StepTarget> LookAgainAsync(CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, EcsInstance> found = await InstanceLookup.FindByIdAsync(_account, [_instance.Id], cancellation).ConfigureAwait(false);
        _instance = found.TryGetValue(_instance.Id, out EcsInstance? fresh) ? fresh : throw new EcsException(EcsErrorId.InstanceNotFound, $"{_planned.Plan.Instance} does not exist any more.")
        {
            InstanceId = _planned.Plan.Instance.Id,
        };
        StepTarget target = new(_instance, _options);
        StepPreview preview = (await _planned.Step.PreviewAsync([target], cancellation).ConfigureAwait(false))[0];
        if (OperationPlanner.Fingerprint(_instance, _options, preview.Facts) != _planned.Plan.Fingerprint)
        {
            throw Changed($"{_planned.Plan.Instance} has changed since the plan was made, so it was left alone.", null);
        }

        EcsRequirement? failed = preview.Requirements.FirstOrDefault(
            r => r.Outcome == EcsRequirementOutcome.Failed && !_options.Ignores(r.Id));
        return failed is null
            ? target with { Before = preview.Facts }
            : throw Changed($"{_instance} does not meet the requirement {failed.Id} any more: {failed.Detail}", failed.Remedy);
    }

    private EcsException Changed(string message, string? remedy) => new(EcsErrorId.PlanChanged, message)
    {
        InstanceId = _instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = remedy ?? "Look at the server and give the command again.",
    };

    private async Task FinishAsync(SentStep sent, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            StepObservation end = await FollowAsync(sent, cancellation).ConfigureAwait(false);
            _instance = end.Instance ?? _instance;
            if (end.State == ObservedState.TookEffect || (end.State == ObservedState.Failed && end.RepairByStart))
            {
                await DecideAsync(sent, cancellation).ConfigureAwait(false);
                await CompleteAsync(cancellation).ConfigureAwait(false);
                return;
            }

            // Only the cloud's own verdict on its own job allows to send again; a lost answer never does.
            if (end.State != ObservedState.Failed || !end.MayRetry || sent.Receipt is null || _record.Entry.FailedBefore + attempt >= _options.RetryCount)
            {
                EcsException error = OperationErrors.For(_record.Entry, end);
                if (end.State == ObservedState.Failed && !_planned.IsDestructive)
                {
                    await StartAgainAsync(error, cancellation).ConfigureAwait(false);
                }
                else if (end.State == ObservedState.NotTaken)
                {
                    _mayBeTaken = false;
                    await StartAgainAsync(error, cancellation).ConfigureAwait(false);
                    error = UnusedBackup.Name(error, _record.Entry);
                }

                throw error;
            }

            ActivityLog.Current.Warning($"The cloud's job for {_instance} failed ({end.Error?.CloudCode}); it is sent once more.");
            sent = await _driver.SendAsync(sent.Step, sent.Target, cancellation).ConfigureAwait(false);
        }
    }

    // Whatever keeps us from looking, what was sent goes on: that is neither a refusal nor an end.
    private async Task<StepObservation> FollowAsync(SentStep sent, CancellationToken cancellation)
    {
        try
        {
            return await _driver.ObserveAsync(sent, Left, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.OperationTimeout or EcsErrorId.JournalUnavailable))
        {
            throw LeaveOpen(EcsErrorId.OutcomeUnknown, "was sent, but how it stands cannot be read", error);
        }
    }

    // What holds only when it is confirmed is confirmed, or undone if the server runs and does not pass the user's check.
    private async Task DecideAsync(SentStep sent, CancellationToken cancellation)
    {
        if (sent.Step is not IProvisionalStep step || !step.IsOpen(_instance))
        {
            return;
        }

        EcsException? unwell = null;
        if (_healthCheck is not null && _planned.Plan.Instance.Status != EcsInstanceStatus.Stopped && !_record.Entry.Steps.Exists(s => s.Kind == StepKind.Stop))
        {
            _isChecked = true;
            _record.AwaitVerdict(true);
            try
            {
                // It runs, though the cloud still calls it on its way.
                await _healthCheck(_instance with { Status = EcsInstanceStatus.Running }, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error)
            {
                unwell = error;
            }
        }

        await FollowThroughAsync(unwell is null ? step.Confirmation : step.Reversal, sent.Target, cancellation).ConfigureAwait(false);
        _record.AwaitVerdict(false);
        if (unwell is not null)
        {
            throw new EcsException(unwell.ErrorId, $"{unwell.Message} {_planned.Plan.Kind} was undone: the server is as it was.", unwell)
            {
                InstanceId = _instance.Id,
                RecommendedAction = unwell.RecommendedAction,
            };
        }
    }

    private async Task FollowThroughAsync(ICloudStep step, StepTarget target, CancellationToken cancellation)
    {
        try
        {
            SentStep sent = await _driver.SendAsync(step, target with { Instance = _instance }, cancellation).ConfigureAwait(false);
            StepObservation end = await _driver.ObserveAsync(sent, Left, cancellation).ConfigureAwait(false);
            _instance = end.State == ObservedState.TookEffect ? end.Instance ?? _instance : throw end.Error ?? OperationErrors.Unknown(_record.Entry);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.OperationTimeout or EcsErrorId.JournalUnavailable))
        {
            throw LeaveOpen(EcsErrorId.OperationFailed, step.Kind == StepKind.RevertResize ? "took effect, and could not be undone" : "took effect, but could not be confirmed", error);
        }
    }

    private async Task CompleteAsync(CancellationToken cancellation)
    {
        try
        {
            await EnsureEndStateAsync(cancellation).ConfigureAwait(false);
            await RestartAsync(cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.OperationTimeout or EcsErrorId.JournalUnavailable))
        {
            throw LeaveOpen(EcsErrorId.OperationFailed, "took effect, but the server could not be started, stopped or restarted afterwards", error);
        }
    }

    private EcsException LeaveOpen(string errorId, string what, EcsException error)
    {
        _isLeftOpen = true;
        return new EcsException(errorId, $"{_record.Entry.Kind} of {_instance} {what}: {error.Message}", error)
        {
            InstanceId = _instance.Id,
            CloudCode = error.CloudCode,
            HttpStatus = error.HttpStatus,
            RequestId = error.RequestId,
            RecommendedAction = $"{error.RecommendedAction} Then settle it with Resume-EcsOperation (operation {_record.Entry.OperationId}).".TrimStart(),
        };
    }

    private async Task EnsureEndStateAsync(CancellationToken cancellation)
    {
        if (_record.Entry.EndsRunning && _instance.Status != EcsInstanceStatus.Running)
        {
            await PowerAsync(StepKind.Start, PowerAction.Start, Left, cancellation).ConfigureAwait(false);
        }
        else if (_record.Entry.EndsStopped && _instance.Status != EcsInstanceStatus.Stopped)
        {
            // A stop while the guest takes its key or password leaves a server that nobody can log in to (docs/contracts/huawei-ecs.md 3.6).
            if (_planned.Step.Kind == StepKind.RebuildSystemDisk && _account.Cloud.Traits.RebuildsAreJobs)
            {
                await _account.Time.Delay(RebuildTrace.SettlingTime, cancellation).ConfigureAwait(false);
            }

            await PowerAsync(StepKind.Stop, PowerAction.Stop, PowerTime, cancellation).ConfigureAwait(false);
        }

        _record.OweStart(false);
    }

    private async Task RestartAsync(CancellationToken cancellation)
    {
        if (_options.Restart && _instance.Status == EcsInstanceStatus.Running && _record.Entry.FindLoginEffect() == EcsLoginEffect.AfterRestart)
        {
            await PowerAsync(StepKind.Restart, PowerAction.Restart, Left, cancellation).ConfigureAwait(false);
        }
    }

    private async Task StartAgainAsync(EcsException reason, CancellationToken cancellation)
    {
        if (!_record.Entry.OwesStart)
        {
            return;
        }

        ActivityLog.Current.Warning($"{_instance} was stopped and is started again, since nothing was changed ({reason.ErrorId}).");
        try
        {
            _instance = await OperationPower.StartAgainAsync(_account, _record, PowerTime, cancellation).ConfigureAwait(false) ?? _instance;
        }
        catch (EcsException error)
        {
            ActivityLog.Current.Warning($"{_instance} could not be started again and is stopped now: {error.Message}");
        }
    }

    private async Task PowerAsync(StepKind kind, PowerAction action, TimeSpan timeout, CancellationToken cancellation) =>
        _instance = await OperationPower.RunAsync(_account, _record, kind, action, _instance, timeout, cancellation).ConfigureAwait(false);

    // What goes on at the cloud, or has to be started and was not, stays open, so that Resume-EcsOperation can settle it.
    private EcsOperationState StateAfter(EcsException error) => error.ErrorId switch
    {
        _ when !_mayBeTaken => _record.Entry.OwesStart ? EcsOperationState.Running : EcsOperationState.Abandoned,
        _ when _isLeftOpen => EcsOperationState.Running,
        EcsErrorId.OutcomeUnknown => EcsOperationState.Unknown,
        EcsErrorId.OperationTimeout => EcsOperationState.Running,
        EcsErrorId.JournalUnavailable => EcsOperationState.Running,
        _ => EcsOperationState.Failed,
    };

    private OperationResult End(EcsOperationState state, EcsException? error)
    {
        _record.End(state, error);
        return new OperationResult(_record.Entry.ToOperation(_instance), error) { LoginEffect = _record.Entry.FindLoginEffect() };
    }
}
