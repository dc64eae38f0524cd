using EcsTools.Sandbox.Emulators.Alibaba.Snapshots;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Images;

/// <summary>CreateImage from a server or from a snapshot of its system disk (@alicloud/ecs20140526 7.11.6, CreateImage), and DeleteImage
/// (docs/contracts/alibaba-ecs-lifecycle.md 10.2).</summary>
internal static class ImageOperations
{
    private const int Steps = 10;
    private static readonly TimeSpan ReadyDelay = TimeSpan.FromSeconds(1);

    // docs/contracts/alibaba-ecs-lifecycle.md 15
    private static readonly TimeSpan UsageLag = TimeSpan.FromSeconds(2);

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("CreateImage", IsWrite: true, CreateImage)
        {
            NeedsRegion = true,
            TokenMismatch = () => new AlibabaApiError(
                400, "IdempotenceParamNotMatch", "Request uses a client token in a previous request but is not identical to that request."),
        },
        new("DeleteImage", IsWrite: true, (call, _) => DeleteImage(call)) { NeedsRegion = true },
    ];

    private static void CreateImage(AlibabaRequestContext call, ResponseWriter response)
    {
        string? serverId = call.Text("InstanceId");
        string? snapshotId = call.Text("SnapshotId");
        if (serverId is null && snapshotId is null)
        {
            throw new AlibabaApiError(
                400,
                "MissingParameter",
                "The input parameter SnapshotId or InstanceId or DiskDeviceMapping that is mandatory for processing this request is not supplied.");
        }

        // An image without a name gets its id for one: a choice, no source states it.
        string id = call.Backend.NewShortId("m-");
        string name = ReadName(call) ?? id;
        string description = ReadDescription(call);

        // Where both are named, the server counts.
        Image image = serverId is not null ? OfServer(call, id, name, description) : OfSnapshot(call, snapshotId!, id, name, description);
        call.ReadTags(image.Tags);
        call.Backend.Images.Add(image);
        call.Backend.Count("image");
        response.Text("ImageId", image.Id);
        Advance(call.Backend, image);
    }

    private static void DeleteImage(AlibabaRequestContext call)
    {
        string id = call.Required("ImageId");
        bool isForced = call.Flag("Force");
        if (call.Backend.FindImage(id) is not { IsPublic: false, IsShared: false } image)
        {
            if (call.Undocumented.AlibabaRefusesUnknownDeletion || call.Backend.FindImage(id) is not null)
            {
                throw new AlibabaApiError(404, "InvalidImageId.NotFound", "The specified ImageId does not exist.");
            }

            return;
        }

        if (image.IsSharedWithOthers)
        {
            throw new AlibabaApiError(403, "ImageUseShared", "The specified image has been shared to other users.");
        }

        if (!isForced && call.Backend.Servers.Any(s => s.ImageId == id))
        {
            throw new AlibabaApiError(403, "ImageUsingByInstance", "The specified image is in use.");
        }

        foreach (Snapshot snapshot in image.Snapshots)
        {
            snapshot.CountsAsUsedUntil = call.Backend.Events.Now + UsageLag;
        }

        call.Backend.Images.Remove(id);
        call.Backend.Count("delete-image");
    }

    private static string? ReadName(AlibabaRequestContext call)
    {
        string? name = call.Text("ImageName");
        if (name is not null && (name.Length is < 2 or > 128 || !char.IsLetter(name[0]) || IsAddress(name)))
        {
            throw new AlibabaApiError(400, "InvalidImageName.Malformed", "The specified Image name is wrongly formed.");
        }

        return name is null || call.Backend.Images.All(i => i.IsPublic || i.Name != name)
            ? name
            : throw new AlibabaApiError(400, "InvalidImageName.Duplicated", "The specified Image name has already bean used.");
    }

    private static string ReadDescription(AlibabaRequestContext call) => call.Text("Description") switch
    {
        null => "",
        { Length: >= 2 and <= 256 } text when !IsAddress(text) => text,
        _ => throw new AlibabaApiError(400, "InvalidDescription.Malformed", "The specified description is wrongly formed."),
    };

    private static bool IsAddress(string text) =>
        text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>A snapshot of every disk is created, data disks included.</summary>
    private static Image OfServer(AlibabaRequestContext call, string id, string name, string description)
    {
        Server server = call.Server();
        if (server.ProviderLocks.Contains("security"))
        {
            // 400 in this operation's table, 403 elsewhere.
            throw new AlibabaApiError(
                400, "InstanceLockedForSecurity", "The specified operation is denied as your instance is locked for security reasons.");
        }

        if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
        {
            throw new AlibabaApiError(
                400, "IncorrectInstanceStatus", "The current status of the instance does not support this operation.");
        }

        Disk system = server.SystemDisk ?? throw AlibabaErrors.DiskStatus();
        if (server.Disks.Exists(d => d.RunningSnapshot is not null))
        {
            throw new AlibabaApiError(403, "IncorrectDiskStatus.CreatingSnapshot", "A previous snapshot creation is in process.");
        }

        if (server.Disks.Exists(d => d.Phase != DiskPhase.InUse))
        {
            throw AlibabaErrors.DiskStatus();
        }

        Snapshot[] snapshots =
            [.. server.Disks.OrderBy(d => d.IsSystem ? 0 : 1).Select(d => SnapshotOperations.Begin(call.Backend, d, "", "", days: null))];
        return Make(call, call.Backend.FindImage(system.ImageId ?? server.ImageId), server.IsWindows, id, name, description, snapshots);
    }

    private static Image OfSnapshot(AlibabaRequestContext call, string snapshotId, string id, string name, string description)
    {
        Snapshot snapshot = call.Backend.Snapshots.Find(snapshotId)
            ?? throw new AlibabaApiError(404, "InvalidSnapshotId.NotFound", "The specified SnapshotId does not exist.");
        if (!snapshot.IsOfSystemDisk)
        {
            throw new AlibabaApiError(403, "OperationDenied", "The specified snapshot is not from system disk.");
        }

        if (snapshot.HasFailed || snapshot.Percent < 100)
        {
            throw new AlibabaApiError(
                403,
                "InvalidSnapshotId.NotReady",
                "The current status of the DiskDeviceMapping.n.SnapshotId or SnapshotId does not support this operation.");
        }

        Image? source = call.Backend.FindDisk(snapshot.DiskId)?.Disk.ImageId is { } imageId ? call.Backend.FindImage(imageId) : null;
        return Make(call, source, source?.IsWindows == true, id, name, description, [snapshot]);
    }

    private static Image Make(AlibabaRequestContext call, Image? source, bool isWindows, string id, string name, string description, Snapshot[] snapshots) => new()
    {
        Id = id,
        Name = name,
        Description = description,
        Platform = source?.Platform ?? (isWindows ? "Windows Server 2022" : "Others Linux"),
        OsName = source?.OsName ?? "",
        IsWindows = isWindows,
        IsPublic = false,
        IsUsable = false,
        IsReady = false,
        Percent = 0,
        SizeGiB = snapshots[0].SizeGiB,
        HasCloudInit = source?.HasCloudInit ?? true,
        Snapshots = snapshots,
        CreatedAt = call.Backend.Now,
    };

    /// <summary>An image is built from its snapshots and fails with any of them.</summary>
    private static void Advance(RegionBackend backend, Image image) =>
        backend.Events.After(TimeSpan.FromTicks(backend.Delays.Image.Ticks / Steps), () =>
        {
            image.HasFailed = image.Snapshots.Any(s => s.HasFailed);
            if (image.HasFailed)
            {
                return;
            }

            image.Percent = Math.Min(image.Percent + (100 / Steps), 100);
            image.IsUsable = image.Percent == 100 && image.Snapshots.All(s => s.Percent == 100);
            if (image.IsUsable)
            {
                // docs/contracts/alibaba-ecs-lifecycle.md 15
                backend.Events.After(ReadyDelay, () => image.IsReady = true);
            }
            else
            {
                Advance(backend, image);
            }
        });
}
