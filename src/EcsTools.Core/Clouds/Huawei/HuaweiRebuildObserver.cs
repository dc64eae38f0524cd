using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// Tells how a reinstall or change of OS stands (contract 3.9, 6.2): its job is the judge. Where no job can be asked, the only
/// proof is the system disk, whose id always changes; everything else is not guessed.
/// </summary>
internal sealed class HuaweiRebuildObserver
{
    // Longer than any source says that it takes.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

    // A job may be younger than the list of jobs.
    private static readonly TimeSpan JobAppears = TimeSpan.FromMinutes(5);
    private readonly HuaweiFamilies _families;

    /// <summary>Makes the observer.</summary>
    /// <param name="families">The calls.</param>
    public HuaweiRebuildObserver(HuaweiFamilies families) => _families = families;

    /// <summary>Looks.</summary>
    /// <param name="target">The server, with the facts from before.</param>
    /// <param name="receipt">The receipt; null if the answer was lost.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The observation.</returns>
    public async Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation)
    {
        HuaweiJob? job = receipt?.JobId is { } id ? await _families.Jobs.FindAsync(id, cancellation).ConfigureAwait(false) : null;
        if (job is { HasSucceeded: false, HasFailed: false })
        {
            return job.AwaitsPayment ? AwaitPayment(target, job) : Pending(Describe(target), null);
        }

        EcsInstance? now = await ReadAsync(target, cancellation).ConfigureAwait(false);
        return now is null ? Failed(null, new EcsException(EcsErrorId.InstanceNotFound, $"{target.Instance} is gone.") { InstanceId = target.Instance.Id })
            : job is null ? await JudgeStateAsync(target, now, receipt?.JobId is not null, cancellation).ConfigureAwait(false)
            : job.HasFailed ? await JudgeFailureAsync(target, now, job, cancellation).ConfigureAwait(false)
            : JudgeSuccess(now, job);
    }

    private static StepObservation JudgeSuccess(EcsInstance now, HuaweiJob job) =>
        HuaweiStatus.IsSettledRunning(now) ? new StepObservation(ObservedState.TookEffect, now)
        : now.TaskState is null && HuaweiStatus.Is(now, HuaweiStatus.Error) ? Failed(now, Faulty(now, $"Job {job.Id} has succeeded, but"))
        : Pending("Starting", now);

    private async Task<StepObservation> JudgeFailureAsync(StepTarget target, EcsInstance now, HuaweiJob job, CancellationToken cancellation)
    {
        HuaweiJob culprit = job.Culprit;
        string? disk = await FindDiskAsync(now, cancellation).ConfigureAwait(false);
        EcsException error = HuaweiVerdict.OfJob(
            HuaweiRebuildRequest.IsChange(target) ? "The change of the operating system" : "The reinstallation",
            culprit.Code,
            culprit.Reason ?? job.Reason,
            job.Id,
            target.Instance.Id);

        // Starting repairs only what has a fresh disk; the old one would come up with what was to be wiped.
        bool isFresh = disk is not null && target.Before.TryGetValue(StepFact.SystemDiskId, out string? before) && disk != before;
        EcsInstanceStatus word = HuaweiRebuildRequest.IsChange(target) ? EcsInstanceStatus.ChangeOsFailed : EcsInstanceStatus.ReinstallFailed;
        return Failed(HuaweiStatus.IsSettledRunning(now) ? now : now with { Status = word }, error) with
        {
            MayRetry = HuaweiCodes.MayRetryJob(culprit.Code),
            RepairByStart = isFresh && culprit.Code == HuaweiCodes.StartFailed,
        };
    }

    private async Task<StepObservation> JudgeStateAsync(StepTarget target, EcsInstance now, bool hadJob, CancellationToken cancellation)
    {
        bool isQuiet = target.Age >= Quiet;
        if (now.TaskState is not null || now.Status == EcsInstanceStatus.Reinstalling)
        {
            return Pending(Describe(target), now);
        }

        if (!target.Before.TryGetValue(StepFact.SystemDiskId, out string? before))
        {
            return new StepObservation(ObservedState.Unknown, now);
        }

        string? disk = await FindDiskAsync(now, cancellation).ConfigureAwait(false);
        if (disk is null)
        {
            // Between the old disk and the new one there is none; with none before, that proves nothing.
            return isQuiet || before.Length == 0 ? new StepObservation(ObservedState.Unknown, now) : Pending(Describe(target), now);
        }

        if (disk != before)
        {
            return HuaweiStatus.IsSettledRunning(now) ? new StepObservation(ObservedState.TookEffect, now)
                : HuaweiStatus.Is(now, HuaweiStatus.Error) ? Failed(now, Faulty(now, "The system disk is new, but"))
                : isQuiet ? new StepObservation(ObservedState.Unknown, now)
                : Pending("Starting", now);
        }

        // The old disk, and nothing to be seen: it may still wait in a queue.
        return hadJob && target.Age < JobAppears ? Pending(Describe(target), now)
            : new StepObservation(isQuiet ? ObservedState.NotTaken : ObservedState.Unknown, now);
    }

    private async Task<EcsInstance?> ReadAsync(StepTarget target, CancellationToken cancellation)
    {
        HuaweiOrigin origin = await _families.GetOriginAsync(cancellation).ConfigureAwait(false);
        return (await _families.Inventory.FindAsync([target.Instance.Id], origin, cancellation).ConfigureAwait(false)).SingleOrDefault();
    }

    private async Task<string?> FindDiskAsync(EcsInstance now, CancellationToken cancellation) =>
        now.SystemDiskId ?? await _families.Disks.FindSystemDiskAsync(now.Id, cancellation).ConfigureAwait(false);

    private static StepObservation AwaitPayment(StepTarget target, HuaweiJob job) => target.Age < Quiet
        ? Pending("Waiting for payment of the order", null)
        : new StepObservation(ObservedState.Unknown)
        {
            Error = new EcsException(
                EcsErrorId.OperationInProgress, $"Job {job.Id} waits for the payment of its order; a cancelled order leaves it so for good.")
            {
                CloudCode = job.Status,
                InstanceId = target.Instance.Id,
                RecommendedAction = "Pay or cancel the order in the console.",
            },
        };

    private static StepObservation Pending(string activity, EcsInstance? now) => new(ObservedState.Pending, now) { Activity = activity };

    private static StepObservation Failed(EcsInstance? now, EcsException error) => new(ObservedState.Failed, now) { Error = error };

    private static EcsException Faulty(EcsInstance now, string what) =>
        new(EcsErrorId.OperationFailed, $"{what} {now} is faulty: {now.Fault ?? "the cloud does not say why"}.")
        {
            InstanceId = now.Id,
            RecommendedAction = "Look at the server in the console.",
        };

    private static string Describe(StepTarget target) => HuaweiRebuildRequest.IsChange(target) ? "Changing the operating system" : "Reinstalling";
}
