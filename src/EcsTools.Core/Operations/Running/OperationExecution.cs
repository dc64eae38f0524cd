using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>One operation being carried out, stage by stage as its definition has them.</summary>
internal sealed class OperationExecution
{
    // Starting again what we stopped, or stopping what the provider started, is owed also when the operation's own time is up.
    internal static readonly TimeSpan PowerTime = TimeSpan.FromMinutes(10);

    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();
    private readonly PlannedOperation _planned;
    private readonly ConnectedAccount _account;
    private readonly OperationOptions _options;
    private readonly Journal _journal;
    private readonly JournalWriter _record;
    private readonly StepExecutor _driver;
    private readonly OperationPower _power;
    private readonly DiskDetour _detour;
    private readonly long _begun;
    private TimeSpan _backupTime;
    private bool _mayBeTaken;
    private bool _isLeftOpen;
    private OperationEnding? _ending;
    private EcsInstance _instance;

    public OperationExecution(PlannedOperation planned, Journal journal, StepBatcher batcher, OngoingWork? ongoing = null)
    {
        _planned = planned;
        _account = planned.Account;
        _options = planned.Options;
        _journal = journal.Of(_account.SandboxJournals);
        _instance = planned.Plan.Instance;
        _record = JournalWriter.For(planned, _journal, ongoing);
        _driver = new StepExecutor(_account, _record, batcher);
        _power = new OperationPower(_account, _record, _driver);
        _detour = new DiskDetour(_account, _record, _driver);
        _begun = _account.Time.GetTimestamp();
    }

    // A backup has a time-out of its own, and what it takes is no loss for the rest.
    private TimeSpan Left => _options.Timeout + _backupTime - _account.Time.GetElapsedTime(_begun);

    /// <summary>Carries the operation out.</summary>
    /// <param name="healthCheck">Looks after the server once it is done; see <see cref="Rollout.HealthCheck"/>.</param>
    public async Task<OperationResult> RunAsync(Func<EcsInstance, CancellationToken, Task>? healthCheck, CancellationToken cancellation)
    {
        IDisposable claim;
        try
        {
            claim = _journal.Claim(_record.Entry.AccountKey, _record.Entry.InstanceId);
        }
        catch (EcsException error)
        {
            return End(StateAfter(error), error);
        }

        // Held until the end is written, which requires the claim.
        using (claim)
        {
            return await RunUnderClaimAsync(healthCheck, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<OperationResult> RunUnderClaimAsync(Func<EcsInstance, CancellationToken, Task>? healthCheck, CancellationToken cancellation)
    {
        try
        {
            using IDisposable patience = ThrottleTimeout.Use(_options.Timeout);
            _journal.RefuseAgain(_record.Entry);
            _account.Allowance.Share(_journal.UseAccount(_record.Entry.AccountKey), note => _journal.NoteThrottle(_record.Entry.AccountKey, note));
            _planned.Begins?.Invoke();
            _ending = new OperationEnding(_account, _record, _options, _driver, OperationMode.Run)
            {
                Left = () => Left,
                HealthCheck = _planned.Plan.Instance.Status == EcsInstanceStatus.Stopped ? null : healthCheck,
            };
            EcsOperationState state = await RunClaimedAsync(cancellation).ConfigureAwait(false);
            if (state == EcsOperationState.Succeeded)
            {
                _instance = await new GuestFollowUp(_account, _options, _driver).RunAsync(_instance, Left, cancellation).ConfigureAwait(false);
            }

            if (state == EcsOperationState.Succeeded && healthCheck is not null && !_ending.IsChecked)
            {
                await _driver.AwayAsync(async () =>
                {
                    await healthCheck(_instance, cancellation).ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
            }

            return End(state, null);
        }
        catch (EcsException error)
        {
            return End(StateAfter(error), error);
        }
        finally
        {
            AmbientLog.Current.Progress(new ProgressReport(_instance.Id, _instance.Name, "", null, Finished: true));
        }
    }

    private async Task<EcsOperationState> RunClaimedAsync(CancellationToken cancellation)
    {
        RecordedStep sent;
        OperationWarnings.GivePayment(_planned);
        try
        {
            foreach (OperationStage stage in OperationDefinition.Of(_options.Kind).Stages.TakeWhile(s => s != OperationStage.Main))
            {
                await (stage == OperationStage.Stop ? StopAsync(cancellation) : BackUpAsync(cancellation)).ConfigureAwait(false);
            }

            StepTarget target = await LookAgainAsync().ConfigureAwait(false);
            if (DiskDetour.IsBefore(_options, target.Before))
            {
                target = await DetachAsync(target, target.Before[StepFactKeys.DiskId], cancellation).ConfigureAwait(false);
            }

            _mayBeTaken = true;
            sent = await SendMainAsync(target, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            // Nothing was changed, not even when the main step was sent, since it was refused: what we stopped is started again.
            await StartAgainAsync(error, cancellation).ConfigureAwait(false);
            throw UnusedBackup.Name(error, _record.Entry);
        }

        if (sent.IsAccepted && _planned.IsDestructive)
        {
            _record.OweStart(false);
        }

        if (_options.NoWait && sent.IsAccepted)
        {
            OperationWarnings.GiveRest(_planned, _record.Entry, _instance);
            return EcsOperationState.Running;
        }

        await FinishAsync(sent, cancellation).ConfigureAwait(false);
        (EcsInstance? instance, _) = await _ending!.RunAsync(_planned.Step, _instance, cancellation).ConfigureAwait(false);
        _instance = instance ?? _instance;
        return EcsOperationState.Succeeded;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        if (OperationDefinition.NeedsStop(_instance, _options))
        {
            if (ChangeInterval.FindLeft(_account, _journal, _planned.Step.Kind, _instance) is { Ticks: > 0 } left)
            {
                AmbientLog.Current.Verbose($"{_instance}: the provider accepts the next change in {left.TotalSeconds:0} s; waiting before the server is stopped.");
                AmbientLog.Current.Progress(new ProgressReport(_instance.Id, _instance.Name, "Waiting until the provider accepts another change", null, Finished: false));
                await _driver.DelayAsync(left, cancellation).ConfigureAwait(false);
            }

            _record.Entry.OwesStart = !_options.LeaveStopped;
            try
            {
                _instance = await _power.RunAsync(OperationKind.Stop, _instance, Left, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (error.WasNotCarriedOut)
            {
                _record.OweStart(false);
                throw;
            }
        }
    }

    // The wipe is sent only after the backup has been read back as usable and made from the present system disk.
    private async Task BackUpAsync(CancellationToken cancellation)
    {
        if (_planned.Backup is null)
        {
            return;
        }

        long begun = _account.Time.GetTimestamp();
        try
        {
            (StepTarget target, StepPreview preview) = await LookAsync(_planned.Backup).ConfigureAwait(false);
            (RecordedStep sent, StepObservation end) = await _driver.RunAsync(
                _planned.Backup, target with { Before = preview.Facts }, _options.BackupTimeout, cancellation).ConfigureAwait(false);
            _backupTime = _account.Time.GetElapsedTime(begun);
            if (end.State != ObservedState.TookEffect)
            {
                throw end.Error ?? Unproven("it is not in a usable state");
            }

            if (_planned.Facts.TryGetValue(StepFactKeys.SystemDiskId, out string? disk)
                && (!sent.Note.Facts.TryGetValue(StepFactKeys.SourceDiskId, out string? source) || source != disk))
            {
                throw Unproven("it was not created from the present system disk");
            }
        }
        catch (EcsException error) when (error.ErrorId != EcsErrorId.BackupFailed)
        {
            throw new EcsException(EcsErrorId.BackupFailed, $"The backup of {_instance} failed: {error.Message} The system disk was not changed.", error)
            {
                InstanceId = _instance.Id,
                CloudCode = error.CloudCode,
                RequestId = error.RequestId,
                RecommendedAction = error.RecommendedAction ?? "Check the provider's console for an incomplete backup.",
            };
        }
    }

    private EcsException Unproven(string why) => new(EcsErrorId.BackupFailed, $"Cannot verify the backup of {_instance}: {why}. The system disk was not changed.")
    {
        InstanceId = _instance.Id,
        RecommendedAction = "Check the backup in the provider's console, and run the command again.",
    };

    private async Task<(StepTarget Target, StepPreview Preview)> LookAsync(ICloudStep step) =>
        await _driver.LookAsync(step, new StepTarget(_instance, _options) { Before = step == _planned.Step ? _planned.Facts : NoFacts }).ConfigureAwait(false)
            ?? throw StepErrors.Gone(_planned.Plan.Instance);

    // The fresh look: nobody may have touched the server between the question and the main step.
    private async Task<StepTarget> LookAgainAsync()
    {
        (StepTarget target, StepPreview preview) = await LookAsync(_planned.Step).ConfigureAwait(false);
        _instance = target.Instance;
        if (OperationPlanner.Fingerprint(_instance, _options, preview.Facts) != _planned.Plan.Fingerprint)
        {
            throw Changed($"Skipped {_planned.Plan.Instance}: the server changed after the plan was created.", null);
        }

        return Accept(target, preview);
    }

    // The look before has compared everything; the detachment changes nothing but where the disk is.
    private async Task<StepTarget> DetachAsync(StepTarget seen, string diskId, CancellationToken cancellation)
    {
        _instance = await _detour.DetachAsync(_instance, diskId, Left, cancellation).ConfigureAwait(false);
        (StepTarget target, StepPreview preview) = await LookAsync(_planned.Step).ConfigureAwait(false);
        _instance = target.Instance;
        return preview.Facts.Where(f => f.Key != StepFactKeys.Status).All(f => seen.Before.TryGetValue(f.Key, out string? before) && before == f.Value)
            ? Accept(target, preview)
            : throw Changed($"Skipped {_instance}: the server changed after the plan was created.", null);
    }

    private StepTarget Accept(StepTarget target, StepPreview preview)
    {
        return preview.Requirements.FirstOrDefault(r => !_options.Ignores(r.Id) && (r.Outcome == EcsRequirementOutcome.Failed || IsNewDoubt(r))) switch
        {
            null => target with { Before = preview.Facts.Concat(preview.Seen).ToDictionary(f => f.Key, f => f.Value) },
            { Outcome: EcsRequirementOutcome.Failed } failed => throw Changed($"Skipped {_instance}: {failed.Detail} ({failed.Id})", failed.Remedy),
            { } unknown => throw Changed($"Skipped {_instance}: a requirement was met when the plan was created, but cannot be checked now: {unknown.Detail} ({unknown.Id})", unknown.Remedy),
        };
    }

    // What could not be checked in the plan either was asked, or is waived there.
    private bool IsNewDoubt(EcsRequirement requirement) => requirement.Outcome == EcsRequirementOutcome.Unknown
        && !_planned.Plan.Requirements.Any(p => p.Id == requirement.Id && p.Outcome == EcsRequirementOutcome.Unknown);

    private EcsException Changed(string message, string? remedy) => new(EcsErrorId.PlanChanged, message)
    {
        InstanceId = _instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = remedy ?? "Check the server, and run the command again.",
    };

    // Waits for the main step, and sends it again where the cloud's own verdict allows that.
    private async Task FinishAsync(RecordedStep sent, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            StepObservation end = await FollowAsync(sent, cancellation).ConfigureAwait(false);
            _instance = end.Instance ?? _instance;
            if (end.State == ObservedState.TookEffect || (end.State == ObservedState.Failed && end.RepairByStart))
            {
                return;
            }

            // Only the cloud's own verdict on its own job allows to send again; a lost answer never does.
            if (end.State != ObservedState.Failed || !end.MayRetry || !sent.IsAccepted || _record.Entry.FailedBefore + attempt >= _options.RetryCount)
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

            AmbientLog.Current.Warning($"{_instance}: the provider job failed ({end.Error?.CloudCode}). Retrying once.");
            sent = await SendMainAsync(sent.Sent.Target, cancellation).ConfigureAwait(false);
        }
    }

    // A cloud that puts it off takes from what is left of the operation's time.
    private async Task<RecordedStep> SendMainAsync(StepTarget target, CancellationToken cancellation)
    {
        using IDisposable patience = ThrottleTimeout.Use(Left);
        return await _driver.SendAsync(_planned.Step, target, cancellation).ConfigureAwait(false);
    }

    // Whatever keeps us from looking, what was sent goes on: that is neither a refusal nor an end.
    private async Task<StepObservation> FollowAsync(RecordedStep sent, CancellationToken cancellation)
    {
        try
        {
            return await _driver.ObserveAsync(sent, Left, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.OperationTimeout or EcsErrorId.JournalUnavailable))
        {
            _isLeftOpen = true;
            throw OperationErrors.LeftOpen(_record.Entry, _instance, EcsErrorId.OutcomeUnknown, "was sent, but its status cannot be read", error);
        }
    }

    private async Task StartAgainAsync(EcsException reason, CancellationToken cancellation)
    {
        if (_record.Entry.OwesAttach && !await AttachAgainAsync(reason, cancellation).ConfigureAwait(false))
        {
            return;
        }

        if (!_record.Entry.OwesStart)
        {
            return;
        }

        AmbientLog.Current.Warning($"{_instance}: no changes were made ({reason.ErrorId}). Starting the server again.");
        try
        {
            _instance = await _power.StartAgainAsync(PowerTime, cancellation).ConfigureAwait(false) ?? _instance;
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Warning($"{_instance} cannot be started again and is stopped now: {error.Message}");
        }
    }

    private async Task<bool> AttachAgainAsync(EcsException reason, CancellationToken cancellation)
    {
        AmbientLog.Current.Warning($"{_instance}: no changes were made to the disk ({reason.ErrorId}). Attaching it again.");
        try
        {
            _instance = await _detour.AttachAgainAsync(_instance, PowerTime, cancellation).ConfigureAwait(false) ?? _instance;
            return true;
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Warning($"{_instance}: the disk could not be attached again: {error.Message}");
            return false;
        }
    }

    // What goes on at the cloud, or has to be started and was not, stays open, so that Resume-EcsOperation can settle it.
    private EcsOperationState StateAfter(EcsException error) => error.ErrorId switch
    {
        _ when !_mayBeTaken || !_record.Entry.Steps.Exists(s => s.Kind == _planned.Step.Kind) => _record.Entry.OwesStart || _record.Entry.OwesAttach ? EcsOperationState.Running : EcsOperationState.Abandoned,
        _ when error.WasNotCarriedOut && _record.Entry.OwesAttach => EcsOperationState.Running,
        _ when _isLeftOpen || _ending is { IsLeftOpen: true } => EcsOperationState.Running,
        EcsErrorId.OutcomeUnknown => EcsOperationState.Unknown,

        // An order that waits for its payment, and no refusal.
        EcsErrorId.OperationInProgress when !error.WasNotCarriedOut => EcsOperationState.Unknown,
        EcsErrorId.OperationTimeout => EcsOperationState.Running,
        EcsErrorId.JournalUnavailable => EcsOperationState.Running,
        _ => EcsOperationState.Failed,
    };

    private OperationResult End(EcsOperationState state, EcsException? error)
    {
        error = error is null ? null : DiskDetour.Name(error, _record.Entry);
        _record.End(state, error);
        return new OperationResult(_record.Entry.ToOperation(_instance), error) { LoginEffect = _record.Entry.FindLoginEffect() };
    }
}
