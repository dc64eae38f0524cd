using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Makes an image of a server: the backup that survives a rebuild.</summary>
internal sealed class NovaCreateImageStep(OpenStackClientSet families) : ICloudStep
{
    private const int LongestName = 255;
    private const string Again = "Delete the image and its snapshots, and run the command again.";

    public StepKind Kind => StepKind.CreateImage;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(Preview)]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        JObject fields = new()
        {
            ["name"] = BackupNaming.Find(target, families.Client.Wall.GetUtcNow()),
            ["metadata"] = new JObject { [BackupNaming.OperationTag] = target.OperationId, ["description"] = BackupNaming.Describe(target) },
        };
        ApiReply reply = await families.Servers.ActAsync("CreateImage", target.Instance.Id, "createImage", fields, RequestIdempotency.NonIdempotent, cancellation).ConfigureAwait(false);

        // From 2.45 on the id stands in the body, before at the end of an address.
        string? id = reply.Answer.TryReadObject().Text("image_id") ?? reply.Answer.Header("Location")?.Split('/').Last();
        return new StepHandle
        {
            JobId = reply.RequestId,
            RequestId = reply.RequestId,
            Facts = id is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [StepFactKeys.ImageId] = id },
        };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        families.Witness.ObserveAsync(sent, (s, now) => JudgeAsync(s, now, cancellation), cancellation);

    private async Task<StepObservation> JudgeAsync(SentStep sent, EcsInstance? now, CancellationToken cancellation)
    {
        StepTarget target = sent.Target;
        GlanceImage? image = sent.Receive(StepFactKeys.ImageId) is { } id
            ? await families.Images.FindAsync(id, cancellation).ConfigureAwait(false)
            : await families.Images.FindByOperationAsync(target.OperationId, cancellation).ConfigureAwait(false);
        if (image is { IsActive: true } && (image.HoldsOnlySnapshots || NovaServerReader.IsVolumeBacked(target.Instance)))
        {
            return await JudgeSnapshotsAsync(target, image, now, cancellation).ConfigureAwait(false);
        }

        if (image is { IsActive: true })
        {
            return new StepObservation(ObservedState.TookEffect, now) { Facts = CollectFacts(target, image, now) };
        }

        if (image is { Status: "killed" or "deleted" or "pending_delete" or "deactivated" })
        {
            return ImageBackup.Unusable(target, (image.Name, image.Id), image.Status, "Delete the image and run the command again.");
        }

        // Where the upload fails Nova deletes the image: then only the action tells.
        StepObservation seen = await families.Witness.JudgeAsync(
            sent, now, "createImage", ImageBackup.What, ImageBackup.Activity, _ => false, cancellation).ConfigureAwait(false);
        return image is null ? seen : seen with { Facts = new Dictionary<string, string> { [StepFactKeys.ImageId] = image.Id } };
    }

    // Such an image is active at once: what can be restored are its snapshots, and only when each of them is available.
    private async Task<StepObservation> JudgeSnapshotsAsync(StepTarget target, GlanceImage image, EcsInstance? now, CancellationToken cancellation)
    {
        (string Name, string Id) name = (image.Name, image.Id);
        ImageSnapshot? boot = image.Snapshots.FirstOrDefault(s => s.IsOfBootVolume);
        if (boot is null)
        {
            return ImageBackup.Unusable(target, name, "without a snapshot of the boot volume", Again);
        }

        Dictionary<string, string> facts = new() { [StepFactKeys.ImageId] = image.Id };
        bool isComplete = true;
        foreach (ImageSnapshot part in image.Snapshots)
        {
            VolumeSnapshot? snapshot = await families.Snapshots.FindAsync(part.Id, cancellation).ConfigureAwait(false);
            if (snapshot is null or { IsLost: true })
            {
                return ImageBackup.Unusable(target, name, $"active, but its snapshot {part.Id} is {snapshot?.Status ?? "gone"}", Again);
            }

            isComplete &= snapshot.IsUsable;
            if (part == boot)
            {
                facts[StepFactKeys.SourceDiskId] = snapshot.VolumeId;
            }
        }

        return isComplete ? new StepObservation(ObservedState.TookEffect, now) { Facts = facts } : StepObservation.Pending(ImageBackup.Activity, now) with { Facts = facts };
    }

    // The image names the server. It is of the disk that the server had before only if that was not replaced or overwritten since.
    private static Dictionary<string, string> CollectFacts(StepTarget target, GlanceImage image, EcsInstance? now)
    {
        Dictionary<string, string> facts = new() { [StepFactKeys.ImageId] = image.Id };
        bool isOfServer = image.ServerId is null || image.ServerId == target.Instance.Id;
        if (isOfServer && now?.SystemDiskId is { } disk
            && target.Before.TryGetValue(StepFactKeys.SystemDiskId, out string? before) && disk == before && now.ImageId == target.Instance.ImageId)
        {
            facts[StepFactKeys.SourceDiskId] = disk;
        }

        return facts;
    }

    private static StepPreview Preview(StepTarget target) => ImageBackup.Preview(
        target,
        NovaServerReader.IsVolumeBacked(target.Instance)
            ? "Create an image that contains snapshots of all volumes of the server"
            : "Create a private image of the system disk",
        target.Instance.SystemDiskId ?? "",
        [
            ImageBackup.CheckState(target.Instance, target.Instance.ProviderStatus),
            CommonServerChecks.CheckBusy(target),
            CommonServerChecks.CheckLock(target),
            ImageBackup.CheckName(target, LongestName),
        ]);
}
