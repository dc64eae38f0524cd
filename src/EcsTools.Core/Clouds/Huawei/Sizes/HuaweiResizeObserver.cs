using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Tells how a change of size stands: by its job, or where none can be asked by the size that the server has.</summary>
internal sealed class HuaweiResizeObserver(HuaweiStepObserver witness)
{
    private const string Activity = "Resizing";

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        witness.ObserveAsync(sent, Activity, Judge, cancellation);

    private static StepObservation Judge(SentStep sent, HuaweiJob? job, EcsInstance? now)
    {
        StepTarget target = sent.Target;
        return now is null ? StepObservation.Gone(target)
            : job is { HasFailed: true } ? StepObservation.Failed(now, HuaweiStepObserver.ErrorOf(target, job, "The change of size"))
            : now.TaskState is not null || now.Status == EcsInstanceStatus.Resizing ? StepObservation.Pending(Activity, now)
            : job is not null ? JudgeSuccess(sent, now)
            : JudgeState(sent, now);
    }

    private static StepObservation JudgeSuccess(SentStep sent, EcsInstance now) => HasWantedSize(sent.Target, now)
        ? new StepObservation(ObservedState.TookEffect, now)
        : HuaweiStepObserver.PendingUntilQuiet(sent, now, Activity);

    // That it has the size wanted proves something only if it had another one before.
    private static StepObservation JudgeState(SentStep sent, EcsInstance now) =>
        !sent.Target.Before.TryGetValue(ApiFact.Size, out string? before) || Same(before, sent.Target.Options.Size) ? new StepObservation(ObservedState.Unknown, now)
        : HasWantedSize(sent.Target, now) ? new StepObservation(ObservedState.TookEffect, now)
        : Same(now.Size, before) ? HuaweiStepObserver.JudgeUnchanged(sent, now, Activity)
        : new StepObservation(ObservedState.Unknown, now);

    private static bool HasWantedSize(StepTarget target, EcsInstance now) => Same(now.Size, target.Options.Size);

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
