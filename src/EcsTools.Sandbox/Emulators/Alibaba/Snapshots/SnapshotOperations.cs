using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

using EcsTools.Sandbox.Emulators.Alibaba.Disks;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Snapshots;

/// <summary>CreateSnapshot, DescribeSnapshots, ResetDisk (docs/contracts/alibaba-ecs.md 3.17).</summary>
internal static class SnapshotOperations
{
    private const int Steps = 10;

    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeSnapshots", IsWrite: false, DescribeSnapshots) { NeedsRegion = true },
        new("CreateSnapshot", IsWrite: true, CreateSnapshot)
        {
            TokenMismatch = () => new AlibabaRefusal(403, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
        new("ResetDisk", IsWrite: true, (call, _) => ResetDisk(call)),
    ];

    private static void DescribeSnapshots(AlibabaCall call, AnswerWriter answer)
    {
        string? diskId = call.Text("DiskId");
        string? name = call.Text("SnapshotName");
        string? status = call.Text("Status");
        string? type = call.Text("SnapshotType");
        HashSet<string>? disksOfServer = call.Text("InstanceId") is { } instanceId
            ? [.. call.World.FindServer(instanceId)?.Disks.Select(d => d.Id) ?? []]
            : null;
        bool Matches(Snapshot snapshot) =>
            (diskId is null || snapshot.DiskId == diskId)
            && (disksOfServer is null || disksOfServer.Contains(snapshot.DiskId))
            && (name is null || Wildcard.Matches(name, snapshot.Name))
            && (status is null or "all" || status == Status(snapshot))
            && (type is null or "all" or "user");

        IReadOnlyList<Snapshot> rows = call.JsonList("SnapshotIds") is { } ids
            ? [.. ids.Distinct(StringComparer.Ordinal).Select(call.World.Snapshots.Find).OfType<Snapshot>()]
            : call.World.Snapshots;
        if (call.Flag("DryRun"))
        {
            throw Refusals.DryRunPassed();
        }

        Pages.Write(call, answer, 100, rows, Matches, page =>
            answer.List("Snapshots", "Snapshot", page, snapshot => Write(call, answer, snapshot)));
    }

    private static void CreateSnapshot(AlibabaCall call, AnswerWriter answer)
    {
        if (call.World.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw Refusals.DiskNotFound();
        }

        Disk disk = found.Disk;
        string name = call.Text("SnapshotName") ?? "";
        bool isNameGood = name.Length is 0 or (>= 2 and <= 128)
            && (name.Length == 0 || (char.IsLetter(name[0]) && !name.StartsWith("auto", StringComparison.Ordinal)));
        if (!isNameGood)
        {
            throw new AlibabaRefusal(400, "InvalidSnapshotName.Malformed", "The specified parameter \"SnapshotName\" is not valid.");
        }

        int? days = call.Number("RetentionDays");
        if (days is < 1 or > 65_536)
        {
            throw Refusals.Invalid("RetentionDays");
        }

        if (found.Server is { } server)
        {
            Refusals.IfLockedForSecurity(server);
            if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
            {
                throw new AlibabaRefusal(
                    400, "IncorrectInstanceStatus", "The current status of the resource does not support this operation.");
            }
        }

        if (disk.RunningSnapshot is not null)
        {
            throw new AlibabaRefusal(403, "IncorrectDiskStatus.CreatingSnapshot", "A previous snapshot creation is in process.");
        }

        if (disk.Phase is not (DiskPhase.InUse or DiskPhase.Available))
        {
            throw Refusals.DiskStatus();
        }

        Snapshot snapshot = Begin(call.World, disk, name, call.Text("Description") ?? "", days);
        call.ReadTags(snapshot.Tags);
        call.World.Count("snapshot");
        answer.Text("SnapshotId", snapshot.Id);
    }

    /// <summary>Begins to make a snapshot.</summary>
    /// <param name="world">The world.</param>
    /// <param name="disk">The disk, of which none is being made.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its description.</param>
    /// <param name="days">How long it is kept; null for ever.</param>
    /// <returns>The snapshot.</returns>
    public static Snapshot Begin(World world, Disk disk, string name, string description, int? days)
    {
        Snapshot snapshot = new()
        {
            Id = world.NewShortId("s-"),
            Name = name,
            Description = description,
            DiskId = disk.Id,
            IsOfSystemDisk = disk.IsSystem,
            Generation = disk.Generation,
            SizeGiB = disk.SizeGiB,
            Percent = 0,
            RetentionDays = days,
            CreatedAt = world.Now,
        };
        disk.RunningSnapshot = snapshot;
        world.Snapshots.Add(snapshot);
        Advance(world, disk, snapshot);
        return snapshot;
    }

    /// <summary>A step nearer to the end, unless it has failed meanwhile.</summary>
    private static void Advance(World world, Disk disk, Snapshot snapshot) =>
        world.Timeline.After(TimeSpan.FromTicks(world.Delays.Snapshot.Ticks / Steps), () =>
        {
            if (snapshot.HasFailed)
            {
                return;
            }

            snapshot.Percent += 100 / Steps;
            if (snapshot.Percent < 100)
            {
                Advance(world, disk, snapshot);
            }
            else
            {
                disk.RunningSnapshot = null;
            }
        });

    private static void ResetDisk(AlibabaCall call)
    {
        if (call.World.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw Refusals.DiskNotFound();
        }

        Disk disk = found.Disk;
        Snapshot snapshot = call.World.Snapshots.Find(call.Required("SnapshotId"))
            ?? throw new AlibabaRefusal(404, "InvalidSnapshotId.NotFound", "The specified SnapshotId does not exist.");
        if (snapshot.DiskId != disk.Id)
        {
            throw new AlibabaRefusal(
                403, "InvalidParameter.Mismatch", "The specified snapshot was not created from the specified disk.");
        }

        if (snapshot.Percent < 100 || snapshot.HasFailed)
        {
            throw new AlibabaRefusal(403, "InvalidSnapshotId.NotReady", "The specified snapshot has not completed yet.");
        }

        if (disk.Phase == DiskPhase.RollingBack)
        {
            throw new AlibabaRefusal(403, "InvalidOperation.DiskResetInProgress", "The disk is being reset.");
        }

        if (disk.RunningSnapshot is not null)
        {
            throw new AlibabaRefusal(
                403, "IncorrectDiskStatus.HasUnfinishedSnapshot", "The specified disk has an unfinished snapshot.");
        }

        if (found.Server is { } server)
        {
            DiskOperations.CheckAtRest(call, server, disk);
        }

        if (call.Flag("DryRun"))
        {
            throw Refusals.DryRunPassed();
        }

        call.World.Count("roll-back");
        if (found.Server is { } owner)
        {
            TimeSpan duration = call.World.Delays.RollBack;
            DiskOperations.Work(call.World, owner, disk, DiskPhase.RollingBack, duration, () => RolledBack(disk, snapshot));
            return;
        }

        disk.Phase = DiskPhase.RollingBack;
        call.World.Timeline.After(call.World.Delays.RollBack, () =>
        {
            RolledBack(disk, snapshot);
            disk.Phase = DiskPhase.Available;
        });
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

    private static void Write(AlibabaCall call, AnswerWriter answer, Snapshot snapshot)
    {
        answer.Text("SnapshotId", snapshot.Id);
        answer.Text("SnapshotName", snapshot.Name);
        answer.Text("Description", snapshot.Description);
        answer.Text("Status", Status(snapshot));
        answer.Text("Progress", snapshot.Percent.ToString(CultureInfo.InvariantCulture) + "%");
        answer.Number("RemainTime", (int)(call.World.Delays.Snapshot.TotalSeconds * (100 - snapshot.Percent) / 100));
        answer.Flag("Available", Status(snapshot) == "accomplished");
        answer.Text("SnapshotType", "user");
        answer.Text("Category", "Standard");
        answer.Text("SourceDiskId", snapshot.DiskId);
        answer.Text("SourceDiskType", snapshot.IsOfSystemDisk ? "system" : "data");
        answer.Text("SourceDiskSize", snapshot.SizeGiB.ToString(CultureInfo.InvariantCulture));
        answer.Second("CreationTime", snapshot.CreatedAt);
        if (snapshot.RetentionDays is { } days)
        {
            answer.Number("RetentionDays", days);
        }

        answer.Text("Usage", "none");
        answer.Flag("Encrypted", false);
        answer.Text("ProductCode", "");
        answer.Text("RegionId", call.World.Region);
        answer.List("Tags", "Tag", snapshot.Tags, tag =>
        {
            answer.Text("TagKey", tag.Key);
            answer.Text("TagValue", tag.Value);
        });
    }
}
