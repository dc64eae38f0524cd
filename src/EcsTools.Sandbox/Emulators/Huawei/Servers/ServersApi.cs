using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>The v1 list and show of servers, and their disks (docs/contracts/huawei-ecs.md 3.1, 3.2, 3.10).</summary>
internal static class ServersApi
{
    private const int MostIds = 100;

    public static ApiResponse List(RequestContext call)
    {
        if (!call.IsOtc && call.Query["server_id"] is not null)
        {
            return ListById(call);
        }

        int limit = call.Query.Number("limit", 25, 1, 1000, Service.Ecs);
        int page = Math.Max(1, call.Query.Number("offset", 1, 0, int.MaxValue, Service.Ecs));
        ServerFilter filter = ServerFilter.V1(call);
        IReadOnlyList<Server> found = filter.IsEmpty ? call.Backend.Servers : [.. call.Backend.Servers.Where(filter.Passes)];
        int shift = Shift(call, page);
        long first = ((long)(page - 1) * limit) - shift;
        if (!call.IsOtc && call.Query["marker"] is { } marker)
        {
            first = IndexAfter(found, marker);
        }

        return ApiResponse.Ok(w =>
        {
            w.Put("count", found.Count + shift);
            w.PutObjects("servers", Page(found, first, limit), (row, server) => ServerJson.Write(row, call, server));
        });
    }

    public static ApiResponse Show(RequestContext call)
    {
        Server server = call.Project.RecycleBin.Find(call.Path["s"]) ?? call.Server;
        return ApiResponse.Ok(w => w.PutObject("server", s => ServerJson.Write(s, call, server)));
    }

    /// <summary>Numbers are numbers here.</summary>
    public static ApiResponse Disks(RequestContext call)
    {
        Server server = call.Server;
        int free = 24 - server.Disks.Count;
        return ApiResponse.Ok(w =>
        {
            w.PutObject("attachableQuantity", q =>
            {
                q.Put("free_scsi", free + 1);
                q.Put("free_blk", free);
                q.Put("free_disk", free);
            });
            w.PutObjects("volumeAttachments", ServerFields.Disks(server), (a, entry) =>
            {
                a.Put("id", entry.Disk.Id);
                a.Put("volumeId", entry.Disk.Id);
                a.Put("serverId", server.Id);
                a.Put("bootIndex", entry.BootIndex);
                a.Put("device", entry.Device);
                a.Put("size", entry.Disk.SizeGiB);
                a.Put("pciAddress", FormattableString.Invariant($"0000:02:{entry.BootIndex + 1:x2}.0"));
                a.Put("bus", server.IsWindows ? "scsi" : "virtio");
            });
        });
    }

    /// <summary><paramref name="first"/> may be beyond the end.</summary>
    public static IEnumerable<T> Page<T>(IReadOnlyList<T> all, long first, int limit)
    {
        for (long i = Math.Max(0, first); i < all.Count && i < first + limit; i++)
        {
            yield return all[(int)i];
        }
    }

    /// <summary>An unknown marker gives the end.</summary>
    public static long IndexAfter(IReadOnlyList<Server> found, string marker)
    {
        for (int i = 0; i < found.Count; i++)
        {
            if (found[i].Id == marker)
            {
                return i + 1;
            }
        }

        return found.Count;
    }

    /// <summary>All other filters are ignored, and every id has a row, known or not.</summary>
    private static ApiResponse ListById(RequestContext call)
    {
        IReadOnlyList<string> ids = [.. call.Query.All("server_id").SelectMany(v => v.Split(',')).Where(v => v.Length > 0).Distinct()];
        return ids.Count > MostIds
            ? throw call.Malformed("too many values of server_id")
            : ApiResponse.Ok(w =>
            {
                w.Put("count", ids.Count);
                w.PutObjects("servers", ids, (row, id) =>
                {
                    if (call.Backend.FindServer(id) is { } server)
                    {
                        ServerJson.Write(row, call, server);
                    }
                    else
                    {
                        ServerJson.WriteUnknown(row, id);
                    }
                });
            });
    }

    /// <summary>By how many rows the list has moved since its first page: as if servers had been created meanwhile, whose rows come first
    /// and which only a client that starts over sees.</summary>
    private static int Shift(RequestContext call, int page)
    {
        if (page == 1)
        {
            call.Project.PageShift = 0;
        }
        else if (call.Context.Faults.Schedule.TryTake(FaultKind.ShiftPages))
        {
            call.Project.PageShift++;
        }

        return call.Project.PageShift;
    }
}
