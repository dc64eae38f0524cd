using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;
using EcsTools.Core.Waiting;

namespace EcsTools.Core.Operations;

/// <summary>Sends one step and looks at it until it has ended, with the journal written before and after.</summary>
internal sealed class StepExecutor
{
    private readonly ConnectedAccount _account;
    private readonly JournalWriter _record;
    private readonly StepBatcher _batcher;

    public StepExecutor(ConnectedAccount account, JournalWriter record, StepBatcher batcher)
    {
        _account = account;
        _record = record;
        _batcher = batcher;
    }

    /// <summary>Reads the server freshly and previews a step for it.</summary>
    /// <returns>The target as it is now and its preview; null if the server no longer exists.</returns>
    public Task<(StepTarget Target, StepPreview Preview)?> LookAsync(ICloudStep step, StepTarget target) => _batcher.LookAsync(_account, step, target);

    /// <summary>Waits for something that takes its time, without holding up other operations.</summary>
    public Task<T> AwayAsync<T>(Func<Task<T>> work) => _batcher.AwayAsync(work);

    /// <summary>Waits for some time, without holding up other operations.</summary>
    public Task DelayAsync(TimeSpan time, CancellationToken cancellation) => AwayAsync(async () =>
    {
        await _account.Time.Delay(time, cancellation).ConfigureAwait(false);
        return true;
    });

    /// <summary>Writes a step down and sends it, once.</summary>
    /// <returns>The step as sent; not accepted if the answer was lost.</returns>
    /// <exception cref="EcsException">The cloud refused: nothing was changed.</exception>
    public async Task<RecordedStep> SendAsync(ICloudStep step, StepTarget target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        JournalStep note = _record.Begin(step.Kind, target.Before);
        StepTarget sent = target with { Token = note.Token, OperationId = _record.Entry.OperationId };
        Report(AmbientLog.Current, target.Instance, "Sending", null);
        StepText.Sending(target.Instance, step.Kind);
        StepHandle handle;
        try
        {
            handle = await _batcher.SendAsync(_account, step, sent).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            AmbientLog.Current.Warning(error.Message);
            _record.Complete(note, JournalStepState.Unknown, error);
            return Record(step, new SentStep(sent, null), note);
        }
        catch (EcsException error)
        {
            _record.Complete(note, JournalStepState.Failed, error);
            throw;
        }

        StepText.Accepted(target.Instance, step.Kind, handle);
        RecordedStep accepted = Record(step, new SentStep(sent, handle), note);
        try
        {
            _record.Accept(note, handle);
        }
        catch (EcsException error)
        {
            // The cloud has taken it: that the journal cannot say so must not pass for a refusal.
            AmbientLog.Current.Warning($"{target.Instance}: the provider has accepted the step, but the journal shows only that it was sent. {error.Message}");
        }

        return accepted;
    }

    /// <summary>Takes a step up again that the journal has as sent.</summary>
    /// <param name="target">The server as read now, with the operation's options.</param>
    public RecordedStep Recall(ICloudStep step, JournalStep note, StepTarget target)
    {
        StepTarget sent = target with { Before = note.Before, Token = note.Token, OperationId = _record.Entry.OperationId };
        return new RecordedStep(step, new SentStep(sent, note.ToHandle()), note, FindSentAt(note));
    }

    /// <summary>When a step was sent, as a timestamp of the account's clock. The machine that wrote it down may have a clock that is ahead: then it is now.</summary>
    public long FindSentAt(JournalStep note)
    {
        TimeSpan age = _account.Wall.GetUtcNow() - note.SentAt;
        return _account.Time.GetTimestamp() - (long)(Math.Max(0, age.TotalSeconds) * _account.Time.TimestampFrequency);
    }

    /// <summary>Writes a step down, sends it, once, and looks at it until it has ended: all within one time, also where sending has to wait.</summary>
    /// <exception cref="EcsException">The cloud refused; or as <see cref="ObserveAsync"/>.</exception>
    public async Task<(RecordedStep Sent, StepObservation End)> RunAsync(ICloudStep step, StepTarget target, TimeSpan timeout, CancellationToken cancellation)
    {
        long begun = _account.Time.GetTimestamp();
        RecordedStep sent;
        using (ThrottleTimeout.Use(timeout))
        {
            sent = await SendAsync(step, target, cancellation).ConfigureAwait(false);
        }

        return (sent, await ObserveAsync(sent, timeout - _account.Time.GetElapsedTime(begun), cancellation).ConfigureAwait(false));
    }

    /// <summary>Looks at a step until it has ended.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationTimeout"/>, or it cannot be read for good.</exception>
    public async Task<StepObservation> ObserveAsync(RecordedStep step, TimeSpan timeout, CancellationToken cancellation)
    {
        long begun = _account.Time.GetTimestamp();
        while (true)
        {
            TimeSpan left = timeout - _account.Time.GetElapsedTime(begun);
            if (await WaitAsync(step, left, cancellation).ConfigureAwait(false) is not { Seen: { } seen, TimedOut: false })
            {
                throw TimedOut(step.Sent.Target.Instance, timeout);
            }

            if (seen.State == ObservedState.Pending)
            {
                _record.LearnBackup(step.Note, seen.Facts);
                continue;
            }

            if (seen.Warning is not null)
            {
                AmbientLog.Current.Warning(seen.Warning);
            }

            StepText.Ended(AmbientLog.Current, step.Sent.Target.Instance, step.Step.Kind, seen.State, _account.Time.GetElapsedTime(step.At));
            JournalWriter.Learn(step.Note, seen.Facts);
            _record.Complete(step.Note, AsNote(seen.State), seen.Error);
            return seen;
        }
    }

    private async Task<StepWaitEnd> WaitAsync(RecordedStep step, TimeSpan timeout, CancellationToken cancellation)
    {
        IOperationLog log = AmbientLog.Current;
        EcsInstance before = step.Sent.Target.Instance;
        StepWait wait = new(step.Step, step.Sent, _account.Time.GetElapsedTime(step.At), timeout)
        {
            OnLook = seen => Report(log, seen.Instance ?? before, seen.Activity ?? seen.Instance?.Status.ToString() ?? "", seen.Percent),
            IsNews = seen => JournalWriter.IsNewBackup(step.Note, seen.Facts),
            OnEnd = _batcher.Return,
        };
        Task<StepWaitEnd> waiting = _account.Poller.WaitAsync(wait, cancellation);
        _batcher.Leave();
        return await waiting.ConfigureAwait(false);
    }

    private RecordedStep Record(ICloudStep step, SentStep sent, JournalStep note) => new(step, sent, note, _account.Time.GetTimestamp());

    private static JournalStepState AsNote(ObservedState state) => state switch
    {
        ObservedState.TookEffect => JournalStepState.Done,
        ObservedState.Unknown => JournalStepState.Unknown,
        _ => JournalStepState.Failed,
    };

    private EcsException TimedOut(EcsInstance instance, TimeSpan timeout) => new(
        EcsErrorId.OperationTimeout, $"Timed out after {timeout.TotalMinutes:0.#} minutes: the {_record.Entry.Noun} of {instance} continues at the provider.")
    {
        InstanceId = instance.Id,
        RecommendedAction = $"Run Wait-EcsOperation -OperationId {_record.Entry.OperationId}, or Resume-EcsOperation later.",
    };

    private static void Report(IOperationLog log, EcsInstance instance, string activity, int? percent) =>
        log.Progress(new ProgressReport(instance.Id, instance.Name, activity, percent, Finished: false));
}
