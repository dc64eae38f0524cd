using System;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Tells how a change of size stands: by its job, or where none can be asked by the size that the server has.</summary>
internal sealed class HuaweiResizeObserver
{
    private const string Activity = "Resizing";
    private readonly HuaweiWitness _witness;

    /// <summary>Makes the observer.</summary>
    /// <param name="witness">Looks at job and server.</param>
    public HuaweiResizeObserver(HuaweiWitness witness) => _witness = witness;

    /// <summary>Looks.</summary>
    /// <param name="target">The server, with the facts from before.</param>
    /// <param name="receipt">The receipt; null if the answer was lost.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The observation.</returns>
    public async Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation)
    {
        HuaweiJob? job = (await _witness.FindJobAsync(receipt, ApiService.Compute, cancellation).ConfigureAwait(false))?.For(target.Instance.Id);
        if (job is not null && HuaweiWitness.JudgeOpenJob(target, job, Activity) is { } open)
        {
            return open;
        }

        EcsInstance? now = await _witness.FindServerAsync(target, cancellation).ConfigureAwait(false);
        return now is null ? HuaweiWitness.Gone(target)
            : job is { HasFailed: true } ? HuaweiWitness.Failed(now, HuaweiWitness.ErrorOf(target, job, "The change of size"))
            : now.TaskState is not null || now.Status == EcsInstanceStatus.Resizing ? HuaweiWitness.Pending(Activity, now)
            : job is not null ? JudgeSuccess(target, now)
            : JudgeState(target, receipt, now);
    }

    private static StepObservation JudgeSuccess(StepTarget target, EcsInstance now) => HasWantedSize(target, now)
        ? new StepObservation(ObservedState.TookEffect, now)
        : HuaweiWitness.PendingUntilQuiet(target, now, Activity);

    // That it has the size wanted proves something only if it had another one before.
    private static StepObservation JudgeState(StepTarget target, StepReceipt? receipt, EcsInstance now) =>
        !target.Before.TryGetValue(HuaweiFact.Size, out string? before) || Same(before, target.Options.Size) ? new StepObservation(ObservedState.Unknown, now)
        : HasWantedSize(target, now) ? new StepObservation(ObservedState.TookEffect, now)
        : Same(now.Size, before) ? HuaweiWitness.JudgeUnchanged(target, receipt, now, Activity)
        : new StepObservation(ObservedState.Unknown, now);

    private static bool HasWantedSize(StepTarget target, EcsInstance now) => Same(now.Size, target.Options.Size);

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
