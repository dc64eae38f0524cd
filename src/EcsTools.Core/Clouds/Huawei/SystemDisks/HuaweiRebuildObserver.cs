using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// Tells how a reinstall or change of OS stands (docs/contracts/huawei-ecs.md 3.9, 6.2): its job is the judge. Where no job can be asked,
/// the only proof is the system disk, whose id always changes; everything else is not guessed.
/// </summary>
internal sealed class HuaweiRebuildObserver(HuaweiStepObserver witness, HuaweiClientSet families)
{
    private const int AskLater = 4;
    private static readonly TimeSpan FirstAsked = TimeSpan.FromMinutes(1);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.WithAsync(
        witness.FindServersAsync(sent, cancellation), (s, servers) => ObserveAsync(s, servers.Find(s), cancellation), cancellation);

    private async Task<StepObservation> ObserveAsync(SentStep sent, EcsInstance? now, CancellationToken cancellation)
    {
        StepTarget target = sent.Target;

        if (now is not null && !IsWorthAsking(sent, now))
        {
            return StepObservation.Pending(RebuildSteps.DescribeActivity(target), now);
        }

        sent.JobAskedAt = sent.Age;
        HuaweiJob? job = sent.JobSucceeded ? new HuaweiJob(sent.Handle!.JobId!, HuaweiJob.Success)
            : await witness.FindJobAsync(sent, ApiService.Compute, cancellation).ConfigureAwait(false);
        sent.JobSucceeded = job is { HasSucceeded: true };
        if (job is not null && HuaweiStepObserver.JudgeOpenJob(sent, job, RebuildSteps.DescribeActivity(target)) is { } open)
        {
            return open;
        }

        StepObservation seen = now is null ? StepObservation.Gone(target)
            : job is null ? await JudgeStateAsync(sent, now, cancellation).ConfigureAwait(false)
            : job.HasFailed ? await JudgeFailureAsync(target, now, job, cancellation).ConfigureAwait(false)
            : JudgeSuccess(now, job);
        if (seen.State != ObservedState.TookEffect && !seen.RepairByStart)
        {
            return seen;
        }

        if (target.Before.TryGetValue(HuaweiFact.License, out string? license))
        {
            await families.Tags.RecordLicenseAsync(now!, license, cancellation).ConfigureAwait(false);
        }

        return SystemDiskEncryption.IsCompared(target) ? await JudgeEncryptionAsync(sent, seen, now!, cancellation).ConfigureAwait(false) : seen;
    }

    // As long as the server does not run its job need not be asked at every look, which would cost a call for each server: only now and
    // then, since a job may fail without a sign. That of a subscription is asked at first, since it may wait for a payment.
    private static bool IsWorthAsking(SentStep sent, EcsInstance now) => sent.Handle?.JobId is null
        || ServerStatus.IsSettled(now, ServerStatus.Active)
        || (sent.Age < FirstAsked && sent.Target.Instance.ChargeType == EcsChargeType.Subscription)
        || sent.Age >= (sent.JobAskedAt is { } asked ? TimeSpan.FromTicks(asked.Ticks * AskLater) : FirstAsked);

    private static bool IsAtWork(EcsInstance now) => now.TaskState is not null || now.Status == EcsInstanceStatus.Reinstalling;

    private static StepObservation JudgeSuccess(EcsInstance now, HuaweiJob job) =>
        ServerStatus.IsSettled(now, ServerStatus.Active) ? new StepObservation(ObservedState.TookEffect, now)
        : now.TaskState is null && ServerStatus.Is(now, ServerStatus.Error) ? StepObservation.Failed(now, Faulty(now, $"Job {job.Id} succeeded, but"))
        : StepObservation.Pending("Starting", now);

    private async Task<StepObservation> JudgeFailureAsync(StepTarget target, EcsInstance now, HuaweiJob job, CancellationToken cancellation)
    {
        HuaweiJob culprit = job.Culprit;
        string? disk = await witness.FindSystemDiskAsync(now, cancellation).ConfigureAwait(false);
        EcsException error = HuaweiStepObserver.ErrorOf(target, job, RebuildSteps.Describe(target));

        // Starting repairs only what has a fresh disk; the old one would come up with what was to be wiped.
        bool isFresh = disk is not null && target.Before.TryGetValue(StepFactKeys.SystemDiskId, out string? before) && disk != before;
        EcsInstanceStatus word = RebuildSteps.IsChange(target) ? EcsInstanceStatus.ChangeOsFailed : EcsInstanceStatus.ReinstallFailed;
        return StepObservation.Failed(ServerStatus.IsSettled(now, ServerStatus.Active) ? now : now with { Status = word }, error) with
        {
            MayRetry = HuaweiErrorCodes.MayRetryJob(culprit.Code),
            RepairByStart = isFresh && culprit.Code == HuaweiErrorCodes.StartFailed,
            Facts = new Dictionary<string, string> { [StepFactKeys.SystemDiskId] = disk ?? "" },
        };
    }

    private async Task<StepObservation> JudgeStateAsync(SentStep sent, EcsInstance now, CancellationToken cancellation)
    {
        StepTarget target = sent.Target;
        if (IsAtWork(now))
        {
            return StepObservation.Pending(RebuildSteps.DescribeActivity(target), now);
        }

        if (!target.Before.TryGetValue(StepFactKeys.SystemDiskId, out string? before))
        {
            return new StepObservation(ObservedState.Unknown, now);
        }

        string? disk = await witness.FindSystemDiskAsync(now, cancellation).ConfigureAwait(false);
        if (disk is null)
        {
            // Between the old disk and the new one there is none; with none before, that proves nothing.
            return before.Length == 0 ? new StepObservation(ObservedState.Unknown, now) : HuaweiStepObserver.PendingUntilQuiet(sent, now, RebuildSteps.DescribeActivity(target));
        }

        return disk == before ? HuaweiStepObserver.JudgeUnchanged(sent, now, RebuildSteps.DescribeActivity(target))
            : ServerStatus.IsSettled(now, ServerStatus.Active) ? new StepObservation(ObservedState.TookEffect, now)
            : ServerStatus.Is(now, ServerStatus.Error) ? StepObservation.Failed(now, Faulty(now, "The system disk is new, but"))
            : HuaweiStepObserver.PendingUntilQuiet(sent, now, "Starting");
    }

    private async Task<StepObservation> JudgeEncryptionAsync(SentStep sent, StepObservation seen, EcsInstance now, CancellationToken cancellation)
    {
        string? id = await witness.FindSystemDiskAsync(now, cancellation).ConfigureAwait(false);
        IReadOnlyDictionary<string, Volume> volumes = await families.Disks.FindAsync(id is null ? [] : [id], cancellation).ConfigureAwait(false);

        // The disks' own service may lag behind (docs/contracts/huawei-ecs-lifecycle.md 2.3).
        return id is null || !volumes.TryGetValue(id, out Volume? volume) ? HuaweiStepObserver.PendingUntilQuiet(sent, now, "Checking the encryption of the system disk")
            : SystemDiskEncryption.FindLoss(sent.Target, new EcsDisk { Id = id, IsEncrypted = volume.IsEncrypted, EncryptionKeyId = volume.EncryptionKeyId }) is { } loss
                ? StepObservation.Failed(now, loss)
            : seen;
    }

    private static EcsException Faulty(EcsInstance now, string what) =>
        new(EcsErrorId.OperationFailed, $"{what} {now} is faulty: {now.Fault ?? "the cloud returned no reason"}.")
        {
            InstanceId = now.Id,
            RecommendedAction = "Check the server in the console.",
        };
}
