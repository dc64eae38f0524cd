using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>One operation being carried out: stop, fresh look, wipe, wait, start, with the journal written before each thing that is sent.</summary>
internal sealed class OperationRun
{
    private static readonly TimeSpan UnknownGrace = TimeSpan.FromSeconds(60);
    private readonly PlannedOperation _planned;
    private readonly OpenAccount _account;
    private readonly OperationOptions _options;
    private readonly Journal _journal;
    private readonly JournalEntry _entry;
    private readonly long _begun;
    private EcsInstance _instance;
    private bool _stoppedByUs;

    /// <summary>Makes a run.</summary>
    /// <param name="planned">The plan.</param>
    /// <param name="journal">Where it is written down.</param>
    public OperationRun(PlannedOperation planned, Journal journal)
    {
        _planned = planned;
        _account = planned.Account;
        _options = planned.Options;
        _journal = journal;
        _instance = planned.Plan.Instance;
        _begun = _account.Time.GetTimestamp();
        _entry = new JournalEntry
        {
            OperationId = Guid.NewGuid().ToString("N"),
            Kind = planned.Plan.Kind,
            InstanceId = _instance.Id,
            InstanceName = _instance.Name,
            Account = _instance.Account,
            AccountKey = _instance.AccountKey,
            Region = _instance.Region,
            Fingerprint = planned.Plan.Fingerprint,
            StartedAt = _account.Time.GetUtcNow(),
        };
    }

    private TimeSpan Left => _options.Timeout - _account.Time.GetElapsedTime(_begun);

    /// <summary>Carries the operation out.</summary>
    /// <param name="cancellation">Stops waiting; what was accepted goes on and stays in the journal.</param>
    /// <returns>How it ended.</returns>
    public async Task<OperationResult> RunAsync(CancellationToken cancellation)
    {
        try
        {
            using IDisposable claim = _journal.Claim(_entry.AccountKey, _entry.InstanceId);
            await RunClaimedAsync(cancellation).ConfigureAwait(false);
            return End(_entry.State, null);
        }
        catch (EcsException error)
        {
            return End(StateAfter(error), error);
        }
        finally
        {
            Report("", null, finished: true);
        }
    }

    private async Task RunClaimedAsync(CancellationToken cancellation)
    {
        StepTarget target;
        try
        {
            if (_options.StopFirst && _instance.Status is not (EcsInstanceStatus.Stopped or EcsInstanceStatus.ReinstallFailed))
            {
                await PowerAsync(StepKind.Stop, new PowerRequest(PowerAction.Stop), cancellation).ConfigureAwait(false);
                _stoppedByUs = true;
            }

            target = await LookAgainAsync(cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            await StartAgainAsync(error, cancellation).ConfigureAwait(false);
            throw;
        }

        await WipeAsync(target, cancellation).ConfigureAwait(false);
    }

    // The fresh look: nobody may have touched the server between the question and the wipe.
    private async Task<StepTarget> LookAgainAsync(CancellationToken cancellation)
    {
        IReadOnlyList<EcsInstance> found = await _account.Cloud.FindInstancesAsync([_instance.Id], cancellation).ConfigureAwait(false);
        _instance = found.Count == 1 ? found[0] : throw new EcsException(EcsErrorId.InstanceNotFound, $"{_planned.Plan.Instance} does not exist any more.")
        {
            InstanceId = _planned.Plan.Instance.Id,
        };
        StepTarget target = new(_instance, _options);
        StepPreview preview = (await _planned.Step.PreviewAsync([target], cancellation).ConfigureAwait(false))[0];
        if (OperationPlanner.Fingerprint(_instance, preview.Facts) != _planned.Plan.Fingerprint)
        {
            throw new EcsException(EcsErrorId.PlanChanged, $"{_planned.Plan.Instance} has changed since the plan was made, so it was left alone.")
            {
                InstanceId = _instance.Id,
                WasNotCarriedOut = true,
                RecommendedAction = "Look at the server and give the command again.",
            };
        }

        EcsRequirement? failed = preview.Requirements.FirstOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed
            && !_options.IgnoredRequirements.Contains(r.Id, StringComparer.OrdinalIgnoreCase));
        return failed is null ? target with { Before = preview.Facts } : throw new EcsException(
            EcsErrorId.PlanChanged, $"{_instance} does not meet the requirement {failed.Id} any more: {failed.Detail}")
        {
            InstanceId = _instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = failed.Remedy,
        };
    }

    private async Task WipeAsync(StepTarget target, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            JournalStep step = Begin(StepKind.RebuildSystemDisk, target.Before);
            target = target with { Token = step.Token };
            long sent = _account.Time.GetTimestamp();
            StepReceipt? receipt = await SendWipeAsync(target, step, cancellation).ConfigureAwait(false);
            if (_options.NoWait && receipt is not null)
            {
                return;
            }

            StepObservation end = await ObserveAsync(target, receipt, sent, cancellation).ConfigureAwait(false);
            _instance = end.Instance ?? _instance;
            switch (end.State)
            {
                case ObservedState.TookEffect:
                    Complete(step, JournalStepState.Done, null);
                    await EnsureRunningAsync(cancellation).ConfigureAwait(false);
                    _entry.State = EcsOperationState.Succeeded;
                    return;
                case ObservedState.Failed when end.RepairByStart:
                    Complete(step, JournalStepState.Done, end.Error);
                    await EnsureRunningAsync(cancellation).ConfigureAwait(false);
                    _entry.State = EcsOperationState.Succeeded;
                    return;
                case ObservedState.Failed when end.MayRetry && receipt is not null && attempt < _options.RetryCount:
                    Complete(step, JournalStepState.Failed, end.Error);
                    ActivityLog.Current.Warning($"The cloud's job for {_instance} failed ({end.Error?.CloudCode}); it is sent once more.");
                    continue;
                case ObservedState.Failed:
                    Complete(step, JournalStepState.Failed, end.Error);
                    throw Failed(end.Error, attempt);
                case ObservedState.NotTaken:
                    Complete(step, JournalStepState.Failed, end.Error);
                    throw new EcsException(EcsErrorId.OperationFailed, $"The cloud never took the {_planned.Plan.Kind} of {_instance}: the server is as it was.")
                    {
                        InstanceId = _instance.Id,
                        WasNotCarriedOut = true,
                        RecommendedAction = "Give the command again.",
                    };
                default:
                    Complete(step, JournalStepState.Unknown, end.Error);
                    throw end.Error ?? Unknown();
            }
        }
    }

    private async Task<StepReceipt?> SendWipeAsync(StepTarget target, JournalStep step, CancellationToken cancellation)
    {
        Report("Sending", null, finished: false);
        try
        {
            StepReceipt receipt = await _planned.Step.SendAsync(target, cancellation).ConfigureAwait(false);
            step.JobId = receipt.JobId;
            step.RequestId = receipt.RequestId;
            foreach (KeyValuePair<string, string> fact in receipt.Facts)
            {
                step.Facts[fact.Key] = fact.Value;
            }

            Complete(step, JournalStepState.Accepted, null);
            return receipt;
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            ActivityLog.Current.Warning(error.Message);
            Complete(step, JournalStepState.Unknown, error);
            return null;
        }
        catch (EcsException error)
        {
            Complete(step, JournalStepState.Failed, error);
            await StartAgainAsync(error, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, long sent, CancellationToken cancellation)
    {
        TimeSpan interval = _account.Cloud.Traits.ShortestPoll;
        while (true)
        {
            await _account.Time.Delay(interval, cancellation).ConfigureAwait(false);
            interval = TimeSpan.FromTicks(Math.Min((long)(interval.Ticks * 1.5), _account.Cloud.Traits.LongestPoll.Ticks));
            TimeSpan age = _account.Time.GetElapsedTime(sent);
            StepObservation seen;
            try
            {
                seen = await _planned.Step.ObserveAsync(target with { Age = age }, receipt, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (Left > TimeSpan.Zero && error.ErrorId is EcsErrorId.CannotConnect or EcsErrorId.ServerError or EcsErrorId.MalformedAnswer)
            {
                // Not being able to look is no verdict.
                ActivityLog.Current.Verbose($"{_instance} could not be read: {error.Message}");
                continue;
            }

            Report(seen.Activity ?? seen.Instance?.Status.ToString() ?? "", seen.Percent, finished: false);
            if (seen.State is not (ObservedState.Pending or ObservedState.Unknown) || (seen.State == ObservedState.Unknown && age > UnknownGrace))
            {
                return seen;
            }

            if (Left <= TimeSpan.Zero)
            {
                throw new EcsException(EcsErrorId.OperationTimeout, $"{_planned.Plan.Kind} of {_instance} has not ended within {_options.Timeout.TotalMinutes:0.#} min; it goes on at the cloud.")
                {
                    InstanceId = _instance.Id,
                    RecommendedAction = $"Look at it later with Get-EcsInstance -Id {_instance.Id}.",
                };
            }
        }
    }

    private async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        bool wanted = _options.Kind != OperationKind.SystemDiskReset || _options.Start;
        if (wanted && _instance.Status is not (EcsInstanceStatus.Running or EcsInstanceStatus.Starting))
        {
            await PowerAsync(StepKind.Start, new PowerRequest(PowerAction.Start), cancellation).ConfigureAwait(false);
        }
    }

    private async Task PowerAsync(StepKind kind, PowerRequest request, CancellationToken cancellation)
    {
        JournalStep step = Begin(kind, new Dictionary<string, string> { ["status"] = _instance.Status.ToString() });
        Report(kind == StepKind.Stop ? "Stopping" : "Starting", null, finished: false);
        PowerResult? result = null;
        await PowerRunner.RunAsync(_account, request, [_instance], Left, r => result = r, cancellation).ConfigureAwait(false);
        _instance = result!.Instance ?? _instance;
        Complete(step, result.Error is null ? JournalStepState.Done : JournalStepState.Failed, result.Error);
        if (result.Error is not null)
        {
            throw result.Error;
        }
    }

    // What we stopped is started again when the wipe is not reached.
    private async Task StartAgainAsync(EcsException reason, CancellationToken cancellation)
    {
        if (!_stoppedByUs || _options.LeaveStopped)
        {
            return;
        }

        ActivityLog.Current.Warning($"{_instance} was stopped and is started again, since it was not wiped ({reason.ErrorId}).");
        try
        {
            await PowerAsync(StepKind.Start, new PowerRequest(PowerAction.Start), cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            ActivityLog.Current.Warning($"{_instance} could not be started again and is stopped now: {error.Message}");
        }
    }

    private JournalStep Begin(StepKind kind, IReadOnlyDictionary<string, string> before)
    {
        JournalStep step = new()
        {
            Kind = kind,
            State = JournalStepState.Sending,
            Token = Guid.NewGuid().ToString("N"),
            SentAt = _account.Time.GetUtcNow(),
            Before = before.ToDictionary(f => f.Key, f => f.Value),
        };
        _entry.Steps.Add(step);
        _journal.Write(_entry);
        return step;
    }

    private void Complete(JournalStep step, JournalStepState state, EcsException? error)
    {
        step.State = state;
        step.CloudCode = error?.CloudCode ?? step.CloudCode;
        step.RequestId ??= error?.RequestId;
        _journal.Write(_entry);
    }

    private EcsException Failed(EcsException? error, int attempt) => attempt == 0 ? error ?? Unknown() : new EcsException(
        EcsErrorId.OsReinstallFailed,
        $"{_planned.Plan.Kind} of {_instance} failed {attempt + 1} times. Jobs: {string.Join(", ", _entry.Steps.Select(s => s.JobId).OfType<string>())}; last: {error?.Message}",
        error)
    {
        InstanceId = _instance.Id,
        CloudCode = error?.CloudCode,
        RequestId = error?.RequestId,
        RecommendedAction = "Contact the provider's support and give them the server's, the jobs' and the request's ids.",
    };

    private EcsException Unknown() => new(EcsErrorId.OutcomeUnknown, $"Whether the {_planned.Plan.Kind} of {_instance} took effect is not known.")
    {
        InstanceId = _instance.Id,
        RecommendedAction = "Look at the server and its disks before you give the command again.",
    };

    private static EcsOperationState StateAfter(EcsException error) => error.ErrorId switch
    {
        EcsErrorId.OutcomeUnknown => EcsOperationState.Unknown,
        EcsErrorId.OperationTimeout => EcsOperationState.Running,
        EcsErrorId.PlanChanged or EcsErrorId.OperationInProgress or EcsErrorId.JournalUnavailable => EcsOperationState.Abandoned,
        _ => EcsOperationState.Failed,
    };

    private OperationResult End(EcsOperationState state, EcsException? error)
    {
        _entry.State = state;
        _entry.ErrorId = error?.ErrorId;
        _entry.Message = error?.Message;
        _entry.EndedAt = state == EcsOperationState.Running ? null : _account.Time.GetUtcNow();
        if (_entry.Steps.Count > 0)
        {
            _journal.Write(_entry);
        }

        return new OperationResult(
            new EcsOperation
            {
                OperationId = _entry.OperationId,
                Kind = _entry.Kind,
                State = state,
                InstanceId = _entry.InstanceId,
                InstanceName = _entry.InstanceName,
                Account = _entry.Account,
                AccountKey = _entry.AccountKey,
                Region = _entry.Region,
                Instance = _instance,
                Step = _entry.Steps.Count == 0 ? "" : _entry.Steps[_entry.Steps.Count - 1].Kind.ToString(),
                ErrorId = error?.ErrorId,
                Message = error?.Message,
                JobIds = [.. _entry.Steps.Select(s => s.JobId).OfType<string>()],
                RequestIds = [.. _entry.Steps.Select(s => s.RequestId).OfType<string>()],
                StartedAt = _entry.StartedAt,
                EndedAt = _entry.EndedAt,
            },
            error);
    }

    private void Report(string activity, int? percent, bool finished) =>
        ActivityLog.Current.Progress(new ProgressReport(_instance.Id, _instance.Name, activity, percent, finished));
}
