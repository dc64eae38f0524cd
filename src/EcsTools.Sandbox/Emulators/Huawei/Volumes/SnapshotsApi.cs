using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Volumes;

/// <summary>Snapshots of disks (docs/contracts/huawei-ecs.md 3.10).</summary>
internal static class SnapshotsApi
{
    /// <summary>Returns 202 with the snapshot, which is not finished yet.</summary>
    public static ApiResponse Create(RequestContext call)
    {
        JObject options = call.Body.Object("snapshot") ?? throw call.Malformed("snapshot is missing");
        string volumeId = options.Text("volume_id") ?? throw call.Malformed("volume_id is missing");
        (Disk disk, _) = VolumesApi.Find(call, volumeId);

        // An attached disk needs force; no code is documented for its lack.
        bool isPermitted = disk.Phase == DiskPhase.Available || (disk.Phase == DiskPhase.InUse && options.IsTrue("force"));
        if (!isPermitted)
        {
            throw call.Malformed("Invalid volume: the status must be available, or force must be true.");
        }

        if (call.Backend.Snapshots.Count >= call.Project.Quota.Snapshots)
        {
            throw ErrorResponses.Error("EVS.5413", "insufficient quota", 413);
        }

        Snapshot snapshot = new()
        {
            Id = call.Backend.NewUuid(),
            Name = options.Text("name") ?? "",
            Description = options.Text("description") ?? "",
            IsOfSystemDisk = disk.IsSystem,
            DiskId = disk.Id,
            Generation = disk.Generation,
            SizeGiB = disk.SizeGiB,
            EncryptionKeyId = disk.EncryptionKeyId,
            Percent = 0,
            CreatedAt = call.Backend.Now,
        };
        foreach (JProperty entry in options.Object("metadata")?.Properties() ?? [])
        {
            snapshot.Tags[entry.Name] = (string?)(entry.Value as JValue) ?? "";
        }

        call.Backend.Snapshots.Add(snapshot);
        call.Backend.Count("snapshot");
        call.Backend.Events.After(call.Backend.Delays.Snapshot, () => snapshot.Percent = 100);
        return ApiResponse.Ok(w => w.PutObject("snapshot", s => Write(s, snapshot))) with { Status = 202 };
    }

    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", 1000, 1, 1000, Service.Evs);
        int offset = call.Query.Number("offset", 0, 0, int.MaxValue, Service.Evs);
        bool isSo(string name, string value) => call.Query[name] is not { } wanted || wanted == value;
        List<Snapshot> found =
        [
            .. call.Backend.Snapshots.Where(s =>
                isSo("volume_id", s.DiskId) && isSo("id", s.Id) && isSo("name", s.Name) && isSo("status", StatusOf(call, s))),
        ];
        return ApiResponse.Ok(w =>
        {
            w.Put("count", found.Count);
            w.PutObjects("snapshots", found.Skip(offset).Take(limit), (s, snapshot) =>
            {
                WriteFull(s, call, snapshot);
                s.PutNulls("service_type", "dedicated_storage_id", "dedicated_storage_name");
            });
            w.PutTexts("snapshots_links", []);
        });
    }

    public static ApiResponse Show(RequestContext call)
    {
        Snapshot snapshot = Find(call);
        return ApiResponse.Ok(w => w.PutObject("snapshot", s => WriteFull(s, call, snapshot)));
    }

    public static ApiResponse Delete(RequestContext call)
    {
        Snapshot snapshot = Find(call);
        if (StatusOf(call, snapshot) is not ("available" or "error"))
        {
            throw ErrorResponses.Error("EVS.1047", "the snapshot's status does not allow this");
        }

        call.Backend.Snapshots.Remove(snapshot.Id);
        call.Backend.Count("delete-snapshot");
        return new ApiResponse(202);
    }

    /// <summary>The disk must be detached. Returns 202 with its id.</summary>
    public static ApiResponse RollBack(RequestContext call)
    {
        if (call.IsOtc && !call.Undocumented.OtcRollsBack)
        {
            throw ErrorResponses.NoSuchApi();
        }

        Snapshot snapshot = Find(call);
        string? volumeId = call.Body.Object("rollback").Text("volume_id");
        if (volumeId != snapshot.DiskId || StatusOf(call, snapshot) != "available")
        {
            throw ErrorResponses.Error("EVS.2043", "the snapshot cannot be used");
        }

        (Disk disk, _) = VolumesApi.Find(call, volumeId);
        if (disk.Phase != DiskPhase.Available)
        {
            throw call.Malformed("Invalid volume: the status must be available or error_rollbacking.");
        }

        call.Backend.Count("rollback");
        disk.Phase = DiskPhase.RollingBack;
        call.Backend.Events.After(call.Backend.Delays.RollBack, () =>
        {
            disk.Phase = DiskPhase.Available;
            disk.Generation = snapshot.Generation;
        });
        return ApiResponse.Ok(w => w.PutObject("rollback", r => r.Put("volume_id", disk.Id))) with { Status = 202 };
    }

    private static Snapshot Find(RequestContext call) =>
        call.Backend.Snapshots.Find(call.Path["snapshot"]) ?? throw ErrorResponses.Error("EVS.5404", "snapshot not found", 404);

    private static string StatusOf(RequestContext call, Snapshot snapshot) =>
        snapshot.HasFailed ? "error"
        : snapshot.Percent < 100 ? "creating"
        : call.Backend.FindDisk(snapshot.DiskId) is { Disk.Phase: DiskPhase.RollingBack } ? "rollbacking"
        : "available";

    private static void Write(JsonTextWriter w, Snapshot snapshot, string status = "creating")
    {
        string made = Times.Bare(snapshot.CreatedAt);
        w.Put("id", snapshot.Id);
        w.Put("name", snapshot.Name);
        w.Put("description", snapshot.Description);
        w.Put("status", status);
        w.Put("volume_id", snapshot.DiskId);
        w.Put("size", snapshot.SizeGiB);
        w.PutObject("metadata", m =>
        {
            foreach (KeyValuePair<string, string> entry in snapshot.Tags)
            {
                m.Put(entry.Key, entry.Value);
            }
        });
        w.Put("created_at", made);
        w.Put("updated_at", made);
    }

    private static void WriteFull(JsonTextWriter w, RequestContext call, Snapshot snapshot)
    {
        Write(w, snapshot, StatusOf(call, snapshot));
        w.Put("os-extended-snapshot-attributes:project_id", call.Backend.AccountId);
        w.Put(
            "os-extended-snapshot-attributes:progress",
            snapshot.Percent.ToString(System.Globalization.CultureInfo.InvariantCulture) + "%");
    }
}
