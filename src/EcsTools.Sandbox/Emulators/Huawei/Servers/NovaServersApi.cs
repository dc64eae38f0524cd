using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Servers by OpenStack's own API (docs/contracts/huawei-ecs.md 10).</summary>
internal static class NovaServersApi
{
    /// <summary>Paging by marker.</summary>
    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", 1000, 1, 1000, Service.Nova);
        long first = call.Query["marker"] is { } marker ? ServersApi.IndexAfter(call.Backend.Servers, marker) : 0;
        List<Server> page = [.. ServersApi.Page(call.Backend.Servers, first, limit)];
        bool isLast = first + page.Count >= call.Backend.Servers.Count;
        return ApiResponse.Ok(w =>
        {
            w.PutObjects("servers", page, (s, server) => Write(s, call, server));
            if (!isLast)
            {
                w.PutObjects("servers_links", [page[page.Count - 1].Id], (l, id) =>
                {
                    l.Put("rel", "next");
                    l.Put("href", FormattableString.Invariant($"{call.AddressOf(Service.Nova)}{call.Request.RawPath}?limit={limit}&marker={id}"));
                });
            }
        });
    }

    public static ApiResponse Show(RequestContext call)
    {
        Server server = call.Server;
        return ApiResponse.Ok(w => w.PutObject("server", s => Write(s, call, server)));
    }

    /// <summary>No job: the client polls the server.</summary>
    public static ApiResponse Act(RequestContext call)
    {
        Server server = call.Server;
        JProperty action = call.Body.Count == 1 ? call.Body.Properties().First() : throw call.Malformed("malformed request");
        JObject? options = action.Value as JObject;
        switch (action.Name)
        {
            case ConsoleApi.Action:
                return ConsoleApi.Read(call, options);
            case "lock":
            case "unlock":
                server.IsProtected = action.Name == "lock";
                call.Backend.Count(action.Name);
                call.Project.StateOf(server).Actions.Add((action.Name, call.Backend.Now));
                break;
            case "os-start":
                Do(call, server, PowerVerb.Start, isHard: false);
                break;
            case "os-stop":
                Do(call, server, PowerVerb.Stop, options.Text("type") == "HARD");
                break;
            case "reboot" when options.Text("type") is "SOFT" or "HARD":
                Do(call, server, PowerVerb.Reboot, options.Text("type") == "HARD");
                break;
            default:
                throw call.Malformed("malformed request");
        }

        return new ApiResponse(202);
    }

    /// <summary>The last action first.</summary>
    public static ApiResponse Actions(RequestContext call)
    {
        Server server = call.Server;
        IEnumerable<(string Action, DateTimeOffset At)> actions = call.Project.StateOf(server).Actions.AsEnumerable().Reverse();
        return ApiResponse.Ok(w => w.PutObjects("instanceActions", actions, (a, entry) =>
        {
            a.Put("action", entry.Action);
            a.Put("instance_uuid", server.Id);
            a.PutNulls("message");
            a.Put("project_id", call.Backend.AccountId);
            a.Put("request_id", "req-" + Guid.NewGuid().ToString("D"));
            a.Put("start_time", Times.Bare(entry.At));
            a.Put("user_id", call.Context.Tenant.UserId);
        }));
    }

    private static void Do(RequestContext call, Server server, PowerVerb verb, bool isHard)
    {
        string name = verb.ToString().ToLowerInvariant();
        if (server.IsProtected)
        {
            throw ErrorResponses.Nova("conflictingRequest", $"Instance {server.Id} is locked", 409);
        }

        bool isPermitted = server.ProviderLocks.Count == 0 && !call.Project.IsBusy(server) && PowerApi.Permits(server, verb, isHard);
        if (!isPermitted)
        {
            string state = ServerStatus.Of(call.Project, server, call.Undocumented).VmState;
            throw ErrorResponses.Nova("conflictingRequest", $"Cannot '{name}' instance {server.Id} while it is in vm_state {state}", 409);
        }

        PowerApi.Do(call, server, verb, isHard);
    }

    private static void Write(JsonTextWriter w, RequestContext call, Server server)
    {
        RegionBackend backend = call.Backend;
        ServerStatus status = ServerStatus.Of(call.Project, server, call.Undocumented);
        string root = $"{call.AddressOf(Service.Nova)}/{backend.AccountId}";
        w.Put("id", server.Id);
        w.Put("name", server.Name);
        w.Put("status", status.Status);
        w.Put("tenant_id", backend.AccountId);
        w.Put("user_id", call.Context.Tenant.UserId);
        w.Put("created", Times.Seconds(server.CreatedAt));
        w.Put("updated", Times.Seconds(ServerFields.UpdatedAt(backend, server)));
        w.Put("hostId", ServerFields.HostId(server));
        ServerFields.WriteAddresses(w, backend, server, versionIsNumber: true, withPort: false);
        w.PutObject("flavor", f => WriteReference(f, server.Size, $"{root}/flavors/{server.Size}"));
        w.PutObject("image", i => WriteReference(i, server.ImageId, $"{root}/images/{server.ImageId}"));
        w.Put("key_name", ServerFields.KeyName(call.Project, server, call.Undocumented));
        w.PutObject("metadata", _ => { });
        w.PutObjects("links", [$"{call.AddressOf(Service.Nova)}/v2.1/{backend.AccountId}/servers/{server.Id}"], (l, href) =>
        {
            l.Put("rel", "self");
            l.Put("href", href);
        });
        w.PutObjects("security_groups", call.Backend.GroupsOf(server), (g, group) => g.Put("name", group.Name));
        w.Put("OS-DCF:diskConfig", "MANUAL");
        w.Put("OS-EXT-AZ:availability_zone", server.Zone);
        w.Put("OS-EXT-STS:power_state", status.PowerState);
        w.Put("OS-EXT-STS:task_state", status.TaskState);
        w.Put("OS-EXT-STS:vm_state", status.VmState);
        w.Put("OS-SRV-USG:launched_at", server.StartedAt is { } started ? Times.Bare(started) : null);
        w.PutNulls("OS-SRV-USG:terminated_at");
        w.PutObjects("os-extended-volumes:volumes_attached", ServerFields.Disks(server), (v, entry) => v.Put("id", entry.Disk.Id));
        w.Put("accessIPv4", "");
        w.Put("accessIPv6", "");
        w.Put("config_drive", "");
        w.Put("progress", 0);
        if (call.Project.StateOf(server).Fault is { } fault)
        {
            ServerFields.WriteFault(w, fault);
        }
    }

    private static void WriteReference(JsonTextWriter w, string id, string href)
    {
        w.Put("id", id);
        w.PutObjects("links", [href], (l, link) =>
        {
            l.Put("rel", "bookmark");
            l.Put("href", link);
        });
    }
}
