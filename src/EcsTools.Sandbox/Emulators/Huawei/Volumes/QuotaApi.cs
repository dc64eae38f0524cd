using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Volumes;

/// <summary>GET <c>/v2/{p}/os-quota-sets/{p}?usage=True</c> (<c>evs.quota.json</c>).</summary>
internal static class QuotaApi
{
    public static ApiResponse Show(RequestContext call)
    {
        if (call.Path["target"] != call.Backend.AccountId)
        {
            throw ErrorResponses.WrongProject(Service.Evs);
        }

        List<Disk> disks = [.. call.Project.Disks().Select(d => d.Disk)];
        DiskQuota quota = call.Project.Quota;
        bool isFull = call.Context.Faults.Schedule.Has(FaultKind.DiskQuotaFull);
        bool withUsage = call.Query["usage"] is "True" or "true";
        return ApiResponse.Ok(w => w.PutObject("quota_set", q =>
        {
            q.Put("id", call.Backend.AccountId);
            Write(q, withUsage, "volumes", disks.Count, isFull ? disks.Count : quota.Volumes);
            Write(q, withUsage, "gigabytes", disks.Sum(d => d.SizeGiB), quota.Gigabytes);
            Write(q, withUsage, "snapshots", call.Backend.Snapshots.Count, quota.Snapshots);
            Write(q, withUsage, "backups", 0, quota.Volumes);
            Write(q, withUsage, "backup_gigabytes", 0, quota.Gigabytes);
            Write(q, withUsage, "per_volume_gigabytes", 0, 32768);
            foreach (string type in DiskQuota.Types)
            {
                List<Disk> ofType = [.. disks.Where(d => d.Category == type)];
                HashSet<string> ids = [.. ofType.Select(d => d.Id)];
                Write(q, withUsage, "volumes_" + type, ofType.Count, quota.VolumesOf[type]);
                Write(q, withUsage, "gigabytes_" + type, ofType.Sum(d => d.SizeGiB), quota.GigabytesOf[type]);
                Write(q, withUsage, "snapshots_" + type, call.Backend.Snapshots.Count(s => ids.Contains(s.DiskId)), -1);
            }
        }));
    }

    private static void Write(JsonTextWriter w, bool withUsage, string name, int inUse, int limit)
    {
        if (!withUsage)
        {
            w.Put(name, limit);
            return;
        }

        w.PutObject(name, o =>
        {
            o.Put("in_use", inUse);
            o.Put("limit", limit);
            o.Put("reserved", 0);
        });
    }
}
