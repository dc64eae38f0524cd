using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>GET <c>/v1.1/{p}/cloudservers/detail</c>: paging by marker, real types, plain names; Huawei only (docs/contracts/huawei-ecs.md
/// 3.1).</summary>
internal static class ServerListV11Api
{
    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", 10, 1, 100, Service.Ecs);
        ServerFilter filter = ServerFilter.V11(call);
        List<Server> found = [.. call.Backend.Servers.Where(filter.Passes)];
        long first = call.Query["marker"] is { } marker ? ServersApi.IndexAfter(found, marker) : 0;
        List<Server> page = [.. ServersApi.Page(found, first, limit)];
        HashSet<string> groups = [.. call.Query.All("expect-fields").SelectMany(v => v.Split(','))];
        string requestId = Guid.NewGuid().ToString("N");
        return ApiResponse.Ok(w =>
        {
            w.PutObjects("servers", page, (row, server) => Write(row, call, server, groups));
            w.PutObjects("servers_links", NextLinks(call, first + page.Count < found.Count ? page.LastOrDefault() : null), (l, href) =>
            {
                l.Put("rel", "next");
                l.Put("href", href);
            });
            w.Put("request_id", requestId);
        }) with
        { RequestId = requestId };
    }

    private static IEnumerable<string> NextLinks(RequestContext call, Server? last)
    {
        if (last is not null)
        {
            string query = string.Join("&", call.Query.Pairs
                .Where(p => p.Key != "marker")
                .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")
                .Append("marker=" + last.Id));
            yield return $"{call.AddressOf(Service.Ecs)}{call.Request.RawPath}?{query}";
        }
    }

    private static void Write(JsonTextWriter w, RequestContext call, Server server, HashSet<string> groups)
    {
        ServerStatus status = ServerStatus.Of(call.Project, server, call.Undocumented);
        w.Put("id", server.Id);
        w.Put("name", server.Name);
        w.Put("status", status.Status);
        w.Put("tenant_id", call.Backend.AccountId);
        w.Put("user_id", call.Context.Tenant.UserId);
        w.Put("availability_zone", server.Zone);
        w.Put("vm_state", status.VmState);
        w.Put("task_state", status.TaskState);
        w.Put("created", Times.Seconds(server.CreatedAt));
        w.Put("updated", Times.Seconds(ServerFields.UpdatedAt(call.Backend, server)));
        w.Put("in_recycle_bin", false);
        w.Put("description", server.Description);
        w.PutObject("flavor", f =>
        {
            f.Put("id", server.Size);
            f.Put("name", server.Size);
            f.Put("vcpus", server.Vcpu);
            f.Put("ram", server.MemoryMiB);
            f.Put("disk", 0);
            f.PutTexts("gpus", []);
            f.PutTexts("asic_accelerators", []);
        });
        WriteGroups(w, call, server, status, groups);
        ServerFields.WriteFault(w, call.Project.StateOf(server).Fault);
    }

    /// <summary>Groups that are left out unless they are requested.</summary>
    private static void WriteGroups(JsonTextWriter w, RequestContext call, Server server, ServerStatus status, HashSet<string> groups)
    {
        void group(string name, Action write)
        {
            if (groups.Contains(name))
            {
                write();
            }
        }

        RegionBackend backend = call.Backend;
        group("power_state", () => w.Put("power_state", status.PowerState));
        group("launched_at", () => w.Put("launched_at", server.StartedAt is { } started ? Times.Bare(started) : null));
        group("key_name", () => w.Put("key_name", ServerFields.KeyName(call.Project, server, call.Undocumented)));
        group("locked", () => w.Put("locked", server.IsProtected));
        group("root_device_name", () => w.Put("root_device_name", server.IsWindows ? "/dev/sda" : "/dev/vda"));
        group("tenancy", () => w.Put("tenancy", server.IsOnDedicatedHost ? "dedicated" : "shared"));
        group("dedicated_host_id", () => w.Put("dedicated_host_id", server.IsOnDedicatedHost ? ServerFields.DedicatedHostId(backend) : null));
        group("enterprise_project_id", () => w.Put("enterprise_project_id", "0"));
        group("metadata", () => ServerFields.WriteMetadata(w, call.Project, server, call.Context.Tenant.UserId));
        group("tags", () => ServerFields.WriteTags(w, server));
        group("image", () => w.PutObject("image", i => i.Put("id", server.ImageId)));
        group("security_groups", () => ServerFields.WriteSecurityGroups(w, backend, server));
        group("volumes_attached", () => w.PutObjects("volumes_attached", ServerFields.Disks(server), (v, entry) =>
        {
            v.Put("id", entry.Disk.Id);
            v.Put("bootIndex", entry.BootIndex.ToString(System.Globalization.CultureInfo.InvariantCulture));
            v.Put("device", entry.Device);
            v.Put("delete_on_termination", entry.Disk.DeleteWithServer);
            v.Put("size", entry.Disk.SizeGiB);
        }));
        group("addresses", () => ServerFields.WriteAddresses(w, backend, server, versionIsNumber: true, withPort: true));
    }
}
