using System;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Sends one step and looks at it until it has ended, with the journal written before and after.</summary>
internal sealed class StepDriver
{
    private static readonly TimeSpan UnknownGrace = TimeSpan.FromSeconds(60);
    private readonly OpenAccount _account;
    private readonly OperationRecord _record;

    /// <summary>Makes a driver.</summary>
    /// <param name="account">The account.</param>
    /// <param name="record">The operation's record.</param>
    public StepDriver(OpenAccount account, OperationRecord record)
    {
        _account = account;
        _record = record;
    }

    /// <summary>Writes a step down and sends it, once.</summary>
    /// <param name="step">The cloud's step.</param>
    /// <param name="target">The server with the facts seen just now.</param>
    /// <param name="cancellation">Stops waiting for the answer.</param>
    /// <returns>The step as sent; without a receipt if the answer was lost.</returns>
    /// <exception cref="EcsException">The cloud refused: nothing was changed.</exception>
    public async Task<SentStep> SendAsync(ICloudStep step, StepTarget target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        JournalStep note = _record.Begin(step.Kind, target.Before);
        StepTarget sent = target with { Token = note.Token, OperationId = _record.Entry.OperationId };
        Report(target.Instance, "Sending", null);
        StepReceipt receipt;
        try
        {
            receipt = await step.SendAsync(sent, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            ActivityLog.Current.Warning(error.Message);
            _record.Complete(note, JournalStepState.Unknown, error);
            return new SentStep(step, sent, note, null, _account.Time.GetTimestamp());
        }
        catch (EcsException error)
        {
            _record.Complete(note, JournalStepState.Failed, error);
            throw;
        }

        SentStep accepted = new(step, sent, note, receipt, _account.Time.GetTimestamp());
        try
        {
            _record.Accept(note, receipt);
        }
        catch (EcsException error)
        {
            // The cloud has taken it: that the journal cannot say so must not pass for a refusal.
            ActivityLog.Current.Warning($"{target.Instance}: the cloud has accepted the step, but the journal says only that it was sent. {error.Message}");
        }

        return accepted;
    }

    /// <summary>Looks at a step until it has ended.</summary>
    /// <param name="sent">The step.</param>
    /// <param name="timeout">How long, by the account's clock.</param>
    /// <param name="cancellation">Stops looking; what was accepted goes on.</param>
    /// <returns>How it ended, written down.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationTimeout"/>, or it cannot be read for good.</exception>
    public async Task<StepObservation> ObserveAsync(SentStep sent, TimeSpan timeout, CancellationToken cancellation)
    {
        long begun = _account.Time.GetTimestamp();
        TimeSpan interval = _account.Cloud.Traits.ShortestPoll;
        TimeSpan wait = interval - _account.Time.GetElapsedTime(sent.At);
        while (true)
        {
            // What was sent long ago is looked at at once.
            await _account.Time.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellation).ConfigureAwait(false);
            wait = interval = TimeSpan.FromTicks(Math.Min((long)(interval.Ticks * 1.5), _account.Cloud.Traits.LongestPoll.Ticks));
            StepObservation? seen = await TryLookAsync(sent, timeout - _account.Time.GetElapsedTime(begun), cancellation).ConfigureAwait(false);
            if (seen is not null && HasEnded(seen, _account.Time.GetElapsedTime(sent.At)))
            {
                OperationRecord.Learn(sent.Note, seen.Facts);
                _record.Complete(sent.Note, AsNote(seen.State), seen.Error);
                return seen;
            }

            if (seen is not null)
            {
                _record.LearnBackup(sent.Note, seen.Facts);
            }

            if (_account.Time.GetElapsedTime(begun) >= timeout)
            {
                throw TimedOut(sent.Target.Instance, timeout);
            }
        }
    }

    // Not being able to look is no verdict, as long as it may pass.
    private async Task<StepObservation?> TryLookAsync(SentStep sent, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            using IDisposable use = CallPatience.Use(patience);
            StepTarget target = sent.Target with { Age = _account.Time.GetElapsedTime(sent.At) };
            StepObservation seen = await sent.Step.ObserveAsync(target, sent.Receipt, cancellation).ConfigureAwait(false);
            Report(seen.Instance ?? target.Instance, seen.Activity ?? seen.Instance?.Status.ToString() ?? "", seen.Percent);
            return seen;
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.CannotConnect or EcsErrorId.ServerError or EcsErrorId.MalformedAnswer or EcsErrorId.ThrottledByService)
        {
            ActivityLog.Current.Verbose($"{sent.Target.Instance} could not be read: {error.Message}");
            return null;
        }
    }

    private static bool HasEnded(StepObservation seen, TimeSpan age) => seen.State switch
    {
        ObservedState.Pending => false,
        ObservedState.Unknown => age > UnknownGrace,
        _ => true,
    };

    private static JournalStepState AsNote(ObservedState state) => state switch
    {
        ObservedState.TookEffect => JournalStepState.Done,
        ObservedState.Unknown => JournalStepState.Unknown,
        _ => JournalStepState.Failed,
    };

    private EcsException TimedOut(EcsInstance instance, TimeSpan timeout) => new(
        EcsErrorId.OperationTimeout, $"{_record.Entry.Kind} of {instance} has not ended within {timeout.TotalMinutes:0.#} min; it goes on at the cloud.")
    {
        InstanceId = instance.Id,
        RecommendedAction = $"Wait on with Wait-EcsOperation, or settle it later with Resume-EcsOperation (operation {_record.Entry.OperationId}).",
    };

    private static void Report(EcsInstance instance, string activity, int? percent) =>
        ActivityLog.Current.Progress(new ProgressReport(instance.Id, instance.Name, activity, percent, Finished: false));
}
