using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Looks how a change of a disk stands: by the disk, and by its job where the disk does not tell.</summary>
internal static class HuaweiDiskObserver
{
    /// <param name="judge">Judges a step by the disk; null if it is as it was.</param>
    /// <param name="host">The service that carries the job out.</param>
    /// <param name="what">What was to be done, for example <c>The extension of the disk</c>.</param>
    public static IReadOnlyList<Task<StepObservation>> ObserveAsync(
        HuaweiClientSet families,
        HuaweiStepObserver witness,
        IReadOnlyList<SentStep> sent,
        Func<SentStep, Volume?, StepObservation?> judge,
        string activity,
        string what,
        CancellationToken cancellation,
        ApiService host = ApiService.Volume)
    {
        return sent.WithAsync(
            families.Disks.FindAsync([.. sent.Select(DiskOf).OfType<string>()], cancellation),
            async (s, volumes) =>
            {
                StepObservation? seen = judge(s, DiskOf(s) is { } id && volumes.TryGetValue(id, out Volume? volume) ? volume : null);
                if (seen is { State: not ObservedState.Failed })
                {
                    return seen;
                }

                // The jobs of disks are on their own host, those of servers on theirs.
                HuaweiJob? job = await witness.FindJobAsync(s, host, cancellation).ConfigureAwait(false);
                return job is { HasFailed: true } ? StepObservation.Failed(null, HuaweiStepObserver.ErrorOf(s.Target, job, what))
                    : seen ?? (job is null ? HuaweiStepObserver.JudgeUnchanged(s, null, activity)
                        : HuaweiStepObserver.JudgeOpenJob(s, job, activity) ?? HuaweiStepObserver.PendingUntilQuiet(s, null, activity));
            },
            cancellation);

        static string? DiskOf(SentStep step) => step.Target.Before.TryGetValue(StepFactKeys.DiskId, out string? id) ? id : null;
    }
}
