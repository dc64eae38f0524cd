using System.Globalization;

using EcsTools.Sandbox.Emulators.Alibaba.Disks;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Snapshots;

/// <summary>CreateSnapshot, DescribeSnapshots, ResetDisk (docs/contracts/alibaba-ecs.md 3.17), and DeleteSnapshot
/// (docs/contracts/alibaba-ecs-lifecycle.md 10.1).</summary>
internal static class SnapshotOperations
{
    private const int Steps = 10;

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeSnapshots", IsWrite: false, DescribeSnapshots) { NeedsRegion = true },
        new("CreateSnapshot", IsWrite: true, CreateSnapshot)
        {
            TokenMismatch = () => new AlibabaApiError(403, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
        new("DeleteSnapshot", IsWrite: true, (call, _) => DeleteSnapshot(call)),
        new("ResetDisk", IsWrite: true, (call, _) => ResetDisk(call)),
    ];

    private static void DescribeSnapshots(AlibabaRequestContext call, ResponseWriter response)
    {
        string? diskId = call.Text("DiskId");
        string? name = call.Text("SnapshotName");
        string? status = call.Text("Status");
        string? type = call.Text("SnapshotType");
        HashSet<string>? disksOfServer = call.Text("InstanceId") is { } instanceId
            ? [.. call.Backend.FindServer(instanceId)?.Disks.Select(d => d.Id) ?? []]
            : null;
        bool Matches(Snapshot snapshot) =>
            (diskId is null || snapshot.DiskId == diskId)
            && (disksOfServer is null || disksOfServer.Contains(snapshot.DiskId))
            && (name is null || Wildcard.Matches(name, snapshot.Name))
            && (status is null or "all" || status == Status(snapshot))
            && (type is null or "all" or "user");

        IReadOnlyList<Snapshot> rows = call.JsonList("SnapshotIds") is { } ids
            ? [.. ids.Distinct(StringComparer.Ordinal).Select(call.Backend.Snapshots.Find).OfType<Snapshot>()]
            : call.Backend.Snapshots;
        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        Pagination.Write(call, response, 100, rows, Matches, page =>
            response.List("Snapshots", "Snapshot", page, snapshot => Write(call, response, snapshot)));
    }

    private static void CreateSnapshot(AlibabaRequestContext call, ResponseWriter response)
    {
        if (call.Backend.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw AlibabaErrors.DiskNotFound();
        }

        Disk disk = found.Disk;
        string name = call.Text("SnapshotName") ?? "";
        bool isNameGood = name.Length is 0 or (>= 2 and <= 128)
            && (name.Length == 0 || (char.IsLetter(name[0]) && !name.StartsWith("auto", StringComparison.Ordinal)));
        if (!isNameGood)
        {
            throw new AlibabaApiError(400, "InvalidSnapshotName.Malformed", "The specified parameter \"SnapshotName\" is not valid.");
        }

        int? days = call.Number("RetentionDays");
        if (days is < 1 or > 65_536)
        {
            throw AlibabaErrors.Invalid("RetentionDays");
        }

        if (found.Server is { } server)
        {
            AlibabaErrors.IfLockedForSecurity(server);
            if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
            {
                throw new AlibabaApiError(
                    400, "IncorrectInstanceStatus", "The current status of the resource does not support this operation.");
            }
        }

        if (disk.RunningSnapshot is not null)
        {
            throw new AlibabaApiError(403, "IncorrectDiskStatus.CreatingSnapshot", "A previous snapshot creation is in process.");
        }

        if (disk.Phase is not (DiskPhase.InUse or DiskPhase.Available))
        {
            throw AlibabaErrors.DiskStatus();
        }

        Snapshot snapshot = Begin(call.Backend, disk, name, call.Text("Description") ?? "", days);
        call.ReadTags(snapshot.Tags);
        call.Backend.Count("snapshot");
        response.Text("SnapshotId", snapshot.Id);
    }

    /// <summary>The disk must have no running snapshot. <paramref name="days"/> is the retention; null keeps it forever.</summary>
    public static Snapshot Begin(RegionBackend backend, Disk disk, string name, string description, int? days)
    {
        Snapshot snapshot = new()
        {
            Id = backend.NewShortId("s-"),
            Name = name,
            Description = description,
            DiskId = disk.Id,
            IsOfSystemDisk = disk.IsSystem,
            Generation = disk.Generation,
            SizeGiB = disk.SizeGiB,
            EncryptionKeyId = disk.EncryptionKeyId,
            Percent = 0,
            RetentionDays = days,
            CreatedAt = backend.Now,
        };
        disk.RunningSnapshot = snapshot;
        backend.Snapshots.Add(snapshot);
        Advance(backend, disk, snapshot);
        return snapshot;
    }

    private static void Advance(RegionBackend backend, Disk disk, Snapshot snapshot) =>
        backend.Events.After(TimeSpan.FromTicks(backend.Delays.Snapshot.Ticks / Steps), () =>
        {
            if (snapshot.HasFailed)
            {
                return;
            }

            snapshot.Percent += 100 / Steps;
            if (snapshot.Percent < 100)
            {
                Advance(backend, disk, snapshot);
            }
            else
            {
                disk.RunningSnapshot = null;
            }
        });

    private static void ResetDisk(AlibabaRequestContext call)
    {
        if (call.Backend.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw AlibabaErrors.DiskNotFound();
        }

        Disk disk = found.Disk;
        Snapshot snapshot = call.Backend.Snapshots.Find(call.Required("SnapshotId"))
            ?? throw new AlibabaApiError(404, "InvalidSnapshotId.NotFound", "The specified SnapshotId does not exist.");
        if (snapshot.DiskId != disk.Id)
        {
            throw new AlibabaApiError(
                403, "InvalidParameter.Mismatch", "The specified snapshot was not created from the specified disk.");
        }

        if (snapshot.Percent < 100 || snapshot.HasFailed)
        {
            throw new AlibabaApiError(403, "InvalidSnapshotId.NotReady", "The specified snapshot has not completed yet.");
        }

        if (disk.Phase == DiskPhase.RollingBack)
        {
            throw new AlibabaApiError(403, "InvalidOperation.DiskResetInProgress", "The disk is being reset.");
        }

        if (disk.RunningSnapshot is not null)
        {
            throw new AlibabaApiError(
                403, "IncorrectDiskStatus.HasUnfinishedSnapshot", "The specified disk has an unfinished snapshot.");
        }

        if (found.Server is { } server)
        {
            DiskOperations.CheckAtRest(call, server, disk);
        }

        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        call.Backend.Count("roll-back");
        if (found.Server is { } owner)
        {
            TimeSpan duration = call.Backend.Delays.RollBack;
            DiskOperations.Work(call.Backend, owner, disk, DiskPhase.RollingBack, duration, () => RolledBack(disk, snapshot));
            return;
        }

        disk.Phase = DiskPhase.RollingBack;
        call.Backend.Events.After(call.Backend.Delays.RollBack, () =>
        {
            RolledBack(disk, snapshot);
            disk.Phase = DiskPhase.Available;
        });
    }

    private static void DeleteSnapshot(AlibabaRequestContext call)
    {
        string id = call.Required("SnapshotId");
        bool isForced = call.Flag("Force");
        if (call.Backend.Snapshots.Find(id) is not { } snapshot)
        {
            if (call.Undocumented.AlibabaRefusesUnknownDeletion)
            {
                throw new AlibabaApiError(404, "InvalidSnapshotId.NotFound", "The specified SnapshotId does not exist.");
            }

            return;
        }

        string usage = Usage(call.Backend, snapshot);
        if (usage is "image" or "image_disk")
        {
            throw new AlibabaApiError(403, "SnapshotCreatedImage", "The snapshot has been used to create images.");
        }

        if (usage == "disk" && !isForced)
        {
            throw new AlibabaApiError(403, "SnapshotCreatedDisk", "The snapshot has been used to create disks.");
        }

        // One that is still being made is canceled.
        if (call.Backend.FindDisk(snapshot.DiskId) is { } of && of.Disk.RunningSnapshot == snapshot)
        {
            of.Disk.RunningSnapshot = null;
        }

        snapshot.HasFailed = true;
        call.Backend.Snapshots.Remove(id);
        call.Backend.Count("delete-snapshot");
    }

    private static string Usage(RegionBackend backend, Snapshot snapshot)
    {
        bool isOfImage = backend.Events.Now < snapshot.CountsAsUsedUntil || backend.Images.Any(i => i.Snapshots.Contains(snapshot));
        bool isOfDisk = backend.Servers.SelectMany(s => s.Disks).Concat(backend.LooseDisks).Any(d => d.SourceSnapshotId == snapshot.Id);
        return (isOfImage, isOfDisk) switch { (true, true) => "image_disk", (true, false) => "image", (false, true) => "disk", _ => "none" };
    }

    private static bool RolledBack(Disk disk, Snapshot snapshot)
    {
        disk.Generation = snapshot.Generation;
        return false;
    }

    private static string Status(Snapshot snapshot) => snapshot switch
    {
        { HasFailed: true } => "failed",
        { Percent: < 100 } => "progressing",
        _ => "accomplished",
    };

    private static void Write(AlibabaRequestContext call, ResponseWriter response, Snapshot snapshot)
    {
        response.Text("SnapshotId", snapshot.Id);
        response.Text("SnapshotName", snapshot.Name);
        response.Text("Description", snapshot.Description);
        response.Text("Status", Status(snapshot));
        response.Text("Progress", snapshot.Percent.ToString(CultureInfo.InvariantCulture) + "%");
        response.Number("RemainTime", (int)(call.Backend.Delays.Snapshot.TotalSeconds * (100 - snapshot.Percent) / 100));
        response.Flag("Available", Status(snapshot) == "accomplished");
        response.Text("SnapshotType", snapshot.IsAutomatic ? "auto" : "user");
        response.Text("Category", "Standard");
        response.Text("SourceDiskId", snapshot.DiskId);
        response.Text("SourceDiskType", snapshot.IsOfSystemDisk ? "system" : "data");
        response.Text("SourceDiskSize", snapshot.SizeGiB.ToString(CultureInfo.InvariantCulture));
        response.Second("CreationTime", snapshot.CreatedAt);
        if (snapshot.RetentionDays is { } days)
        {
            response.Number("RetentionDays", days);
        }

        response.Text("Usage", Usage(call.Backend, snapshot));
        response.Flag("Encrypted", snapshot.EncryptionKeyId is not null);
        response.Text("ProductCode", "");
        response.Text("RegionId", call.Backend.Region);
        response.List("Tags", "Tag", snapshot.Tags, tag =>
        {
            response.Text("TagKey", tag.Key);
            response.Text("TagValue", tag.Value);
        });
    }
}
