using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Model;

using static EcsTools.Core.Clouds.Huawei.HuaweiServerChecks;
using static EcsTools.Core.Clouds.Requirement;
using static EcsTools.Core.Clouds.ServerChecks;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Makes a private image of the system disk: the backup that survives a reinstallation
/// (docs/contracts/huawei-ecs.md 3.13).</summary>
internal sealed class HuaweiCreateImage : ICloudStep
{
    private const string Activity = "Making the image";
    private readonly HuaweiFamilies _families;
    private readonly HuaweiWitness _witness;

    /// <summary>Makes the step.</summary>
    /// <param name="families">The calls.</param>
    /// <param name="witness">Looks at job and server.</param>
    public HuaweiCreateImage(HuaweiFamilies families, HuaweiWitness witness)
    {
        _families = families;
        _witness = witness;
    }

    /// <inheritdoc/>
    public StepKind Kind => StepKind.CreateImage;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiSystemDisks disks = await HuaweiSystemDisks.GatherAsync(_families, targets, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks))];
    }

    /// <inheritdoc/>
    public Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation) => _families.Images.CreateAsync(
        target.Instance.Id, BackupName.Find(target, _families.Wall.GetUtcNow()), BackupName.Describe(target), target.OperationId, cancellation);

    /// <inheritdoc/>
    public async Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation)
    {
        HuaweiJob? job = await _witness.FindJobAsync(receipt, ApiService.Image, cancellation).ConfigureAwait(false);
        if (job is not null && HuaweiWitness.JudgeOpenJob(target, job, Activity) is { } open)
        {
            return open;
        }

        if (job is { HasFailed: true })
        {
            return HuaweiWitness.Failed(null, HuaweiWitness.ErrorOf(target, job, "The making of the image"));
        }

        HuaweiImage? image = job?.ImageId is { } id
            ? await _families.Images.FindAsync(id, cancellation).ConfigureAwait(false)
            : await _families.Images.FindByOperationAsync(target.OperationId, cancellation).ConfigureAwait(false);
        return image is not null ? await JudgeAsync(target, image, cancellation).ConfigureAwait(false)
            : job is not null ? HuaweiWitness.PendingUntilQuiet(target, null, Activity)
            : HuaweiWitness.JudgeUnchanged(target, receipt, null, Activity);
    }

    private async Task<StepObservation> JudgeAsync(StepTarget target, HuaweiImage image, CancellationToken cancellation)
    {
        Dictionary<string, string> facts = new() { [StepFact.ImageId] = image.Id };
        if (image.Status is "queued" or "saving")
        {
            return HuaweiWitness.Pending(Activity, null) with { Facts = facts };
        }

        if (image.Status != "active" || image.Kind != "private")
        {
            EcsException unusable = new(
                EcsErrorId.OperationFailed, $"Image {image.Name} ({image.Id}) cannot be used: it is {image.Status ?? "in no known state"} and {image.Kind ?? "of no known kind"}.")
            {
                InstanceId = target.Instance.Id,
                RecommendedAction = "Delete the image in the console and give the command again.",
            };
            return HuaweiWitness.Failed(null, unusable) with { Facts = facts };
        }

        EcsInstance? now = await _witness.FindServerAsync(target, cancellation).ConfigureAwait(false);

        // The image tells no disk. It is of the one that the server had before only if it has that still.
        string? disk = now is null ? null : await _witness.FindSystemDiskAsync(now, cancellation).ConfigureAwait(false);
        if (disk is not null && target.Before.TryGetValue(StepFact.SystemDiskId, out string? before) && disk == before)
        {
            facts[StepFact.SourceDiskId] = disk;
        }

        return new StepObservation(ObservedState.TookEffect, now) { Facts = facts };
    }

    private static StepPreview Preview(StepTarget target, HuaweiSystemDisks disks)
    {
        EcsInstance instance = target.Instance;
        string disk = disks.Find(instance).Value ?? "";
        return new StepPreview
        {
            Summary = $"Make a private image of system disk {disk}, while the server must be neither started, stopped nor restarted",
            Requirements = [CheckState(instance), CheckBusy(target), CheckSystemDisk(target, disks), CheckName(target)],
            Costs = ["The image is kept, and may be charged, until it is deleted."],
            Facts = new Dictionary<string, string>
            {
                [StepFact.SystemDiskId] = disk,
                [StepFact.Status] = instance.Status.ToString(),
            },
        };
    }

    private static EcsRequirement CheckState(EcsInstance instance) => ServerStatus.IsSettled(instance, ServerStatus.Active) || ServerStatus.IsSettled(instance, ServerStatus.Shutoff)
        ? Passed(EcsRequirementId.State, $"The server is {instance.Status}.")
        : Failed(EcsRequirementId.State, $"The server is {instance.Status}, neither running nor stopped.", "Wait until it runs or is stopped.");

    private static EcsRequirement CheckName(StepTarget target) => target.Options.NewName?.Length > BackupName.Longest
        ? Failed(EcsRequirementId.Image, $"An image's name has at most {BackupName.Longest} characters.", "Choose a shorter name.")
        : Passed(EcsRequirementId.Image, "The image can be named so.");
}
