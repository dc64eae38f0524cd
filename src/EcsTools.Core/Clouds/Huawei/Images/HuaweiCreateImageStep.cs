using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Makes a private image of the system disk: the backup that survives a reinstallation
/// (docs/contracts/huawei-ecs.md 3.13).</summary>
internal sealed class HuaweiCreateImageStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    public StepKind Kind => StepKind.CreateImage;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiSystemDisks disks = await HuaweiSystemDisks.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation) => families.Images.CreateAsync(
        target.Instance.Id, BackupNaming.Find(target, families.Wall.GetUtcNow()), BackupNaming.Describe(target), target.OperationId, cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation)
    {
        // A look that finds no image ready needs no server.
        Lazy<Task<ServersById>> servers = new(() => witness.FindServersAsync(sent, cancellation));
        return sent.WithAsync(
            families.Images.FindByOperationAsync([.. sent.Select(s => s.Target.OperationId)], cancellation),
            async (s, images) => images.TryGetValue(s.Target.OperationId, out HuaweiImage? image)
                ? await JudgeAsync(s, image, servers, cancellation).ConfigureAwait(false)
                : await JudgeJobAsync(s, servers, cancellation).ConfigureAwait(false),
            cancellation);
    }

    // As long as no image tells of the operation its job does.
    private async Task<StepObservation> JudgeJobAsync(SentStep sent, Lazy<Task<ServersById>> servers, CancellationToken cancellation)
    {
        HuaweiJob? job = await witness.FindJobAsync(sent, ApiService.Image, cancellation).ConfigureAwait(false);
        if (job is null)
        {
            return HuaweiStepObserver.JudgeUnchanged(sent, null, ImageBackup.Activity);
        }

        if (job.HasFailed)
        {
            return StepObservation.Failed(null, HuaweiStepObserver.ErrorOf(sent.Target, job, ImageBackup.What));
        }

        return HuaweiStepObserver.JudgeOpenJob(sent, job, ImageBackup.Activity)
            ?? (job.ImageId is { } id && await families.Images.FindAsync(id, cancellation).ConfigureAwait(false) is { } image
                ? await JudgeAsync(sent, image, servers, cancellation).ConfigureAwait(false)
                : HuaweiStepObserver.PendingUntilQuiet(sent, null, ImageBackup.Activity));
    }

    private async Task<StepObservation> JudgeAsync(SentStep sent, HuaweiImage image, Lazy<Task<ServersById>> servers, CancellationToken cancellation)
    {
        StepTarget target = sent.Target;
        Dictionary<string, string> facts = new() { [StepFactKeys.ImageId] = image.Id };
        if (image.Status is "queued" or "saving")
        {
            return StepObservation.Pending(ImageBackup.Activity, null) with { Facts = facts };
        }

        if (image.Status != "active" || image.Kind != "private")
        {
            return ImageBackup.Unusable(
                target,
                (image.Name, image.Id),
                $"{image.Status ?? "in no known state"} and {image.Kind ?? "of no known kind"}",
                "Delete the image in the console and run the command again.");
        }

        EcsInstance? now = (await servers.Value.ConfigureAwait(false)).Find(sent);

        // The image tells no disk. It is of the one that the server had before only if it has that still.
        string? disk = now is null ? null : await witness.FindSystemDiskAsync(now, cancellation).ConfigureAwait(false);
        if (disk is not null && target.Before.TryGetValue(StepFactKeys.SystemDiskId, out string? before) && disk == before)
        {
            facts[StepFactKeys.SourceDiskId] = disk;
        }

        return new StepObservation(ObservedState.TookEffect, now) { Facts = facts };
    }

    private static StepPreview Preview(StepTarget target, HuaweiSystemDisks disks)
    {
        string disk = disks.Find(target.Instance).Value ?? "";
        return ImageBackup.Preview(
            target,
            $"Create a private image of system disk {disk}. Do not start, stop, or restart the server until it is complete",
            disk,
            [
                ImageBackup.CheckState(target.Instance, target.Instance.Status.ToString()),
                CommonServerChecks.CheckBusy(target),
                HuaweiServerChecks.CheckSystemDisk(target, disks),
                ImageBackup.CheckName(target, BackupNaming.Longest),
            ]);
    }
}
