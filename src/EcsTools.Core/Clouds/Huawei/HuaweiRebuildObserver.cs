using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// Tells how a reinstall or change of OS stands (docs/contracts/huawei-ecs.md 3.9, 6.2): its job is the judge. Where no job can be asked,
/// the only proof is the system disk, whose id always changes; everything else is not guessed.
/// </summary>
internal sealed class HuaweiRebuildObserver
{
    private readonly HuaweiWitness _witness;
    private readonly HuaweiTags _tags;

    /// <summary>Makes the observer.</summary>
    /// <param name="witness">Looks at job and server.</param>
    /// <param name="tags">Keeps the licence as a tag.</param>
    public HuaweiRebuildObserver(HuaweiWitness witness, HuaweiTags tags)
    {
        _witness = witness;
        _tags = tags;
    }

    /// <summary>Looks.</summary>
    /// <param name="target">The server, with the facts from before.</param>
    /// <param name="receipt">The receipt; null if the answer was lost.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The observation.</returns>
    public async Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation)
    {
        HuaweiJob? job = await _witness.FindJobAsync(receipt, ApiService.Compute, cancellation).ConfigureAwait(false);
        if (job is not null && HuaweiWitness.JudgeOpenJob(target, job, Describe(target)) is { } open)
        {
            return open;
        }

        EcsInstance? now = await _witness.FindServerAsync(target, cancellation).ConfigureAwait(false);
        StepObservation seen = now is null ? HuaweiWitness.Gone(target)
            : job is null ? await JudgeStateAsync(target, receipt, now, cancellation).ConfigureAwait(false)
            : job.HasFailed ? await JudgeFailureAsync(target, now, job, cancellation).ConfigureAwait(false)
            : JudgeSuccess(now, job);
        if ((seen.State == ObservedState.TookEffect || seen.RepairByStart) && target.Before.TryGetValue(HuaweiFact.License, out string? license))
        {
            await _tags.RecordLicenseAsync(now!, license, cancellation).ConfigureAwait(false);
        }

        return seen;
    }

    private static StepObservation JudgeSuccess(EcsInstance now, HuaweiJob job) =>
        ServerStatus.IsSettled(now, ServerStatus.Active) ? new StepObservation(ObservedState.TookEffect, now)
        : now.TaskState is null && ServerStatus.Is(now, ServerStatus.Error) ? HuaweiWitness.Failed(now, Faulty(now, $"Job {job.Id} has succeeded, but"))
        : HuaweiWitness.Pending("Starting", now);

    private async Task<StepObservation> JudgeFailureAsync(StepTarget target, EcsInstance now, HuaweiJob job, CancellationToken cancellation)
    {
        HuaweiJob culprit = job.Culprit;
        string? disk = await _witness.FindSystemDiskAsync(now, cancellation).ConfigureAwait(false);
        EcsException error = HuaweiWitness.ErrorOf(
            target, job, HuaweiRebuildRequest.IsChange(target) ? "The change of the operating system" : "The reinstallation");

        // Starting repairs only what has a fresh disk; the old one would come up with what was to be wiped.
        bool isFresh = disk is not null && target.Before.TryGetValue(StepFact.SystemDiskId, out string? before) && disk != before;
        EcsInstanceStatus word = HuaweiRebuildRequest.IsChange(target) ? EcsInstanceStatus.ChangeOsFailed : EcsInstanceStatus.ReinstallFailed;
        return HuaweiWitness.Failed(ServerStatus.IsSettled(now, ServerStatus.Active) ? now : now with { Status = word }, error) with
        {
            MayRetry = HuaweiCodes.MayRetryJob(culprit.Code),
            RepairByStart = isFresh && culprit.Code == HuaweiCodes.StartFailed,
            Facts = new Dictionary<string, string> { [StepFact.SystemDiskId] = disk ?? "" },
        };
    }

    private async Task<StepObservation> JudgeStateAsync(StepTarget target, StepReceipt? receipt, EcsInstance now, CancellationToken cancellation)
    {
        if (now.TaskState is not null || now.Status == EcsInstanceStatus.Reinstalling)
        {
            return HuaweiWitness.Pending(Describe(target), now);
        }

        if (!target.Before.TryGetValue(StepFact.SystemDiskId, out string? before))
        {
            return new StepObservation(ObservedState.Unknown, now);
        }

        string? disk = await _witness.FindSystemDiskAsync(now, cancellation).ConfigureAwait(false);
        if (disk is null)
        {
            // Between the old disk and the new one there is none; with none before, that proves nothing.
            return before.Length == 0 ? new StepObservation(ObservedState.Unknown, now) : HuaweiWitness.PendingUntilQuiet(target, now, Describe(target));
        }

        return disk == before ? HuaweiWitness.JudgeUnchanged(target, receipt, now, Describe(target))
            : ServerStatus.IsSettled(now, ServerStatus.Active) ? new StepObservation(ObservedState.TookEffect, now)
            : ServerStatus.Is(now, ServerStatus.Error) ? HuaweiWitness.Failed(now, Faulty(now, "The system disk is new, but"))
            : HuaweiWitness.PendingUntilQuiet(target, now, "Starting");
    }

    private static EcsException Faulty(EcsInstance now, string what) =>
        new(EcsErrorId.OperationFailed, $"{what} {now} is faulty: {now.Fault ?? "the cloud does not say why"}.")
        {
            InstanceId = now.Id,
            RecommendedAction = "Look at the server in the console.",
        };

    private static string Describe(StepTarget target) => HuaweiRebuildRequest.IsChange(target) ? "Changing the operating system" : "Reinstalling";
}
