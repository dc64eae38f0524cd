using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// The bandwidth that is changed together with the size, where that was chosen: no provider takes both in one call. It is sent once the server is
/// as the plan leaves it, since some providers take one change in five minutes, and a server is not kept stopped for them.
/// </summary>
internal sealed class BandwidthFollowUp(ConnectedAccount account, JournalWriter record, OperationOptions options, StepExecutor driver)
{
    private JournalStep? Note => record.Entry.Steps.LastOrDefault(s => s.Kind == StepKind.ChangeBandwidth);

    /// <summary>True if an operation changes the size and the bandwidth.</summary>
    public static bool IsWanted(OperationOptions options) => options is { Kind: OperationKind.Resize, Bandwidth: not null };

    /// <summary>Finds the step; null where only the size is changed.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud does not offer it.</exception>
    public static ICloudStep? FindStep(ConnectedAccount account, OperationOptions options) =>
        IsWanted(options) ? OperationPlanner.Find(account, StepKind.ChangeBandwidth) : null;

    /// <summary>Does it.</summary>
    /// <returns>The server afterwards.</returns>
    /// <exception cref="EcsException">The size has changed; the bandwidth has not, or its change is unknown.</exception>
    public async Task<EcsInstance> RunAsync(EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        if (!IsWanted(options))
        {
            return instance;
        }

        ICloudStep step = OperationPlanner.Find(account, StepKind.ChangeBandwidth);
        RecordedStep sent;
        try
        {
            (StepTarget target, StepPreview preview) = await driver.LookAsync(step, new StepTarget(instance, options)).ConfigureAwait(false) ?? throw StepErrors.Gone(instance);
            if (preview.AlreadyDone is not null)
            {
                return target.Instance;
            }

            if (preview.Requirements.FirstOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed && !options.Ignores(r.Id)) is { } failed)
            {
                throw new EcsException(EcsErrorId.PlanChanged, failed.Detail) { RecommendedAction = failed.Remedy };
            }

            sent = await driver.SendAsync(step, target with { Before = preview.Facts }, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId != EcsErrorId.JournalUnavailable)
        {
            throw Missed(instance, "but its bandwidth was not changed", error);
        }

        return await EndAsync(sent, instance, timeout, cancellation).ConfigureAwait(false);
    }

    /// <summary>Looks at what was sent, where the operation is taken up again. What was never sent is not sent now: it may cost.</summary>
    /// <returns>The server afterwards.</returns>
    /// <exception cref="EcsException">The size has changed; the bandwidth has not, or its change is unknown.</exception>
    public async Task<EcsInstance> SettleAsync(EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        if (!IsWanted(options))
        {
            return instance;
        }

        if (Note is not { } note)
        {
            AmbientLog.Current.Warning($"{instance}: the bandwidth was not changed. Run Set-EcsBandwidth -Bandwidth {options.Bandwidth}.");
            return instance;
        }

        return note.IsOpen
            ? await EndAsync(driver.Recall(OperationPlanner.Find(account, StepKind.ChangeBandwidth), note, new StepTarget(instance, options)), instance, timeout, cancellation).ConfigureAwait(false)
            : instance;
    }

    private async Task<EcsInstance> EndAsync(RecordedStep sent, EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        const string Unknown = "but the outcome of the bandwidth change is unknown";
        StepObservation end;
        try
        {
            end = await driver.ObserveAsync(sent, timeout, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.OperationTimeout or EcsErrorId.JournalUnavailable))
        {
            throw Missed(instance, Unknown, error, EcsErrorId.OutcomeUnknown);
        }

        return end.State switch
        {
            ObservedState.TookEffect => end.Instance ?? instance,
            ObservedState.Failed or ObservedState.NotTaken => throw Missed(instance, "but its bandwidth was not changed", end.Error ?? OperationErrors.NotTaken(record.Entry)),
            _ => throw Missed(instance, Unknown, end.Error ?? OperationErrors.Unknown(record.Entry)),
        };
    }

    private EcsException Missed(EcsInstance instance, string what, EcsException error, string? errorId = null) => new(errorId ?? error.ErrorId, $"The size of {instance} was changed, {what}: {error.Message}", error)
    {
        InstanceId = instance.Id,
        CloudCode = error.CloudCode,
        HttpStatus = error.HttpStatus,
        RequestId = error.RequestId,
        RecommendedAction = $"{error.RecommendedAction} To change it, run Set-EcsBandwidth -Bandwidth {options.Bandwidth}.".TrimStart(),
    };
}
