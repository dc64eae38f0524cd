using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Makes a custom image of a server with CreateImage (@alicloud/ecs20140526 7.11.6): of the system disk and of every data disk. Where it is
/// the backup before a wipe, the cloud must offer it for a system disk of the server's size before it counts, since sources disagree on
/// whether an image with data disks can be put there (docs/contracts/alibaba-ecs.md 3.15).
/// </summary>
internal sealed class AlibabaCreateImageStep : ICloudStep
{
    private const string Activity = "Creating the image";
    private const int LongestDescription = 256;

    // What BackupNaming adds to a description: the operation's id, and who made it.
    private const int OwnWords = 44;
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaDiskPrefetcher _gatherer;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaImagesClient _images;
    private readonly TimeProvider _wall;

    public AlibabaCreateImageStep(AlibabaApi api, AlibabaDiskPrefetcher gatherer, AlibabaInstancesClient instances, AlibabaImagesClient images)
    {
        _writer = new AlibabaMutationClient(api);
        _gatherer = gatherer;
        _instances = instances;
        _images = images;
        _wall = api.Connection.Wall;
    }

    public StepKind Kind => StepKind.CreateImage;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyList<AlibabaDiskPreflightContext> subjects = await _gatherer.GatherAsync(targets, _ => null, concernsAll: true, cancellation).ConfigureAwait(false);

        // All of one invocation ask for the same name, or for none.
        LookupResult<bool> isTaken = targets[0].Options.NewName is { } name
            ? await LookupResult<bool>.ReadAsync(() => _images.IsTakenAsync(name, cancellation)).ConfigureAwait(false)
            : LookupResult<bool>.None;
        return [.. subjects.Select(s => Preview(s, targets.Count > 1 && targets[0].Options.NewName is not null ? new LookupResult<bool>(true, null) : isTaken))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceId", target.Instance.Id)
            .Add("ImageName", Name(target))
            .Add("Description", BackupNaming.Describe(target))
            .AddPairs("Tag", [new KeyValuePair<string, string?>(BackupNaming.OperationTag, target.OperationId)]);
        try
        {
            JObject answer = await _writer.SendWithTokenAsync(
                "CreateImage",
                parameters,
                target,
                () => IsStillAsPlannedAsync(target, cancellation),
                cancellation).ConfigureAwait(false);
            return MakeHandle(answer.Text("ImageId"), answer.Text("RequestId"));
        }
        catch (EcsException error) when (error.CloudCode == "InvalidImageName.Duplicated")
        {
            // The name may have been taken by our own first delivery, whose answer was lost and whose token was not remembered.
            if (await _images.FindByOperationAsync(target.OperationId, cancellation).ConfigureAwait(false) is { } own)
            {
                return MakeHandle(own.Image.Id, error.RequestId);
            }

            throw;
        }
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.WithAsync(
        _images.FindMadeAsync([.. sent.Select(s => s.Receive(StepFactKeys.ImageId)).OfType<string>()], cancellation),
        (s, made) => JudgeAsync(s, made, cancellation),
        cancellation);

    private async Task<StepObservation> JudgeAsync(SentStep sent, IReadOnlyDictionary<string, AlibabaCustomImage> found, CancellationToken cancellation)
    {
        StepTarget target = sent.Target;
        AlibabaCustomImage? made = sent.Receive(StepFactKeys.ImageId) is { } id
            ? found.TryGetValue(id, out AlibabaCustomImage? known) ? known : null
            : await _images.FindByOperationAsync(target.OperationId, cancellation).ConfigureAwait(false);
        return made is { Image: var image }
            ? image.Status.ToLowerInvariant() switch
            {
                "available" when image.IsUsable => await JudgeAsync(target, image, cancellation).ConfigureAwait(false),
                "createfailed" or "unavailable" or "deprecated" => Failed(
                    target, image, "cannot be used", "Delete it in the console and run the command again. Do not start, stop, or restart the server until the image is complete."),
                _ => AlibabaChecks.Pending(null, Activity) with { Percent = made.Percent, Facts = Facts(image.Id) },
            }
            : sent.Handle is null ? new StepObservation(ObservedState.Unknown) : AlibabaChecks.Pending(null, Activity);
    }

    private static Dictionary<string, string> Facts(string imageId) => new() { [StepFactKeys.ImageId] = imageId };

    private static StepHandle MakeHandle(string? imageId, string? requestId) => new() { RequestId = requestId, Facts = imageId is null ? [] : Facts(imageId) };

    private static StepObservation Failed(StepTarget target, EcsImage image, string why, string remedy) => new(ObservedState.Failed)
    {
        Facts = Facts(image.Id),
        Error = new EcsException(EcsErrorId.OperationFailed, $"The image {image.Id} of {target.Instance} {why}: it is {image.Status}.")
        {
            InstanceId = target.Instance.Id,
            RecommendedAction = remedy,
        },
    };

    private async Task<StepObservation> JudgeAsync(StepTarget target, EcsImage image, CancellationToken cancellation)
    {
        bool isBackup = target.Options.Kind != OperationKind.ImageCreate;
        if (isBackup && await _images.FindAsync(image.Id, target.Instance.Size, cancellation).ConfigureAwait(false) is null)
        {
            return Failed(
                target,
                image,
                $"is not offered for a system disk of {target.Instance.Size}",
                "Keep it if you like, and specify another backup: -Backup Snapshot where the disk keeps its id, or detach the data disks first.");
        }

        // The image tells no disk. It is of the one that the server had before only if it has that still.
        Dictionary<string, string> facts = Facts(image.Id);
        if (isBackup && AlibabaChecks.Before(target, StepFactKeys.DiskId) is { } before
            && await _gatherer.FindAsync(target.Instance.Id, before, cancellation).ConfigureAwait(false) is { IsSystemDisk: true })
        {
            facts[StepFactKeys.SourceDiskId] = before;
        }

        return new StepObservation(ObservedState.TookEffect) { Facts = facts };
    }

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation) =>
        (await _instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault()
            is { Status: EcsInstanceStatus.Running or EcsInstanceStatus.Stopped, LockReasons.Count: 0 }
        && await _gatherer.IsInUseAsync(target.Instance.Id, AlibabaChecks.Planned(target, StepFactKeys.DiskId), cancellation).ConfigureAwait(false);

    private StepPreview Preview(AlibabaDiskPreflightContext subject, LookupResult<bool> isNameTaken)
    {
        EcsInstance instance = subject.Target.Instance;
        EcsDisk[] dataDisks = [.. subject.Concerned.Select(d => d.Disk).Where(d => !d.IsSystemDisk)];
        string disk = subject.Disk is { Disk: { } found } ? $"system disk {found.Id} ({found.SizeGiB} GiB)" : "the system disk";
        string others = dataDisks.Length > 0 ? $" and {string.Join(", ", dataDisks.Select(d => $"data disk {d.Id} ({d.SizeGiB} GiB)"))}" : "";
        return new StepPreview
        {
            Summary = $"Create a custom image of {disk}{others}. Do not start, stop, or restart the server until it is complete.",
            Requirements =
            [
                AlibabaChecks.AtRest(instance),
                subject.CheckLock(ServerAction.Image, _wall.GetUtcNow()),
                subject.CheckBusy(),
                subject.CheckDisk(),
                CheckImage(subject.Target, isNameTaken, dataDisks.Length > 0),
            ],
            Costs = ["The image contains a snapshot of each disk, which is billed until you delete it."],
            Facts = subject.Facts(),
        };
    }

    private static EcsRequirement CheckImage(StepTarget target, LookupResult<bool> isNameTaken, bool hasDataDisks) => target.Options switch
    {
        { NewName: { } name } when !IsGood(name) => Requirement.Failed(
            EcsRequirementId.Image, $"An image's name has 2 to {BackupNaming.Longest} characters, begins with a letter and is not an IP address.", "Specify another name with -ImageName."),
        { NewName: { } name } when isNameTaken.Value => Requirement.Failed(
            EcsRequirementId.Image, $"An image with the name {name} already exists.", "Specify another name with -ImageName, or omit it."),
        _ when target.Options.NewDescription?.Length > LongestDescription - OwnWords => Requirement.Failed(
            EcsRequirementId.Image, $"An image's description has at most {LongestDescription - OwnWords} characters.", "Specify a shorter description."),
        { NewName: { } name } when isNameTaken.Error is { } error => Requirement.Unknown(
            EcsRequirementId.Image, $"Cannot check whether the name {name} is taken", error),
        _ when hasDataDisks => Requirement.Warned(
            EcsRequirementId.Image,
            "The image will include the server's data disks. According to older guides, such an image cannot be used for a system disk.",
            "To create an image of the system disk only, detach the data disks first."),
        _ => Requirement.Passed(EcsRequirementId.Image, "The image name is available."),
    };

    // Names must differ, and servers may be called alike: the operation's id tells them apart.
    private string Name(StepTarget target)
    {
        if (target.Options.NewName is { } chosen)
        {
            return chosen;
        }

        string name = BackupNaming.Find(target, _wall.GetUtcNow()).Replace('.', '-');
        string mark = target.OperationId.Length > 8 ? "-" + target.OperationId.Substring(0, 8) : "";
        return (IsGood(name) ? name : "image-" + name) + mark;
    }

    private static bool IsGood(string name) => name.Length is >= 2 and <= BackupNaming.Longest
        && char.IsLetter(name[0])
        && !new[] { "http://", "https://", "aliyun", "acs:" }.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
}
