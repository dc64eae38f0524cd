using EcsTools.Sandbox.Emulators.Huawei.Billing;
using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Flavors;

/// <summary>Changes the flavor of a server (docs/contracts/huawei-ecs.md 3.8).</summary>
internal static class ResizeApi
{
    private const int MostServers = 1000;

    /// <summary>On Huawei for pay per use only; 202 without body for a dry run that passes.</summary>
    public static ApiResponse Resize(RequestContext call) => One(call, takesSubscriptions: call.IsOtc);

    /// <summary>Any billing; Huawei only. A subscription adds the id of the order, and returns only that if the order is not paid
    /// automatically.</summary>
    public static ApiResponse ResizeV11(RequestContext call) => One(call, takesSubscriptions: true);

    /// <summary>Huawei only.</summary>
    public static ApiResponse ResizeMany(RequestContext call)
    {
        JObject options = call.Body.Object("resize") ?? throw call.Malformed("request body is illegal.");
        List<Server> servers = [];
        foreach (string id in call.ServerIds(options, MostServers))
        {
            servers.Add(call.Backend.FindServer(id) ?? throw ErrorResponses.NoServer(Service.Ecs, id));
        }

        List<Size> sizes = [.. servers.Select(s => Check(call, s, options, takesSubscriptions: false))];
        Job job = call.Project.BeginJob("batchResizeServer", server: null);
        for (int i = 0; i < servers.Count; i++)
        {
            Begin(call, servers[i], sizes[i], job.AddChild("resizeSingleServer", servers[i].Id));
        }

        call.Backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        return ApiResponse.Job(job.Id);
    }

    private static ApiResponse One(RequestContext call, bool takesSubscriptions)
    {
        Server server = call.Server;
        JObject options = call.Body.Object("resize") ?? throw call.Malformed("request body is illegal.");
        Size size = Check(call, server, options, takesSubscriptions);
        if (call.Body.IsTrue("dry_run"))
        {
            return new ApiResponse(202);
        }

        string? orderId = null;
        if (server.IsSubscription && !call.IsOtc)
        {
            decimal more = PriceList.SizePerHour(size) - (call.Backend.Sizes.Find(server.Size) is { } present ? PriceList.SizePerHour(present) : 0);
            bool pays = options.Object("extendparam").Text("isAutoPay") == "true";
            Order order = call.Backend.Orders.Place(server, OrdersApi.Change, Math.Max(0, PriceList.ForRest(call.Backend, server, more)), pays, () =>
            {
                if (!pays)
                {
                    Begin(call, server, size, call.Project.BeginJob("resizeServer", server));
                }
            });
            orderId = order.Id;
            if (!pays)
            {
                // Nothing happens to the server until somebody pays.
                return ApiResponse.Ok(w => w.Put("order_id", orderId));
            }
        }

        Job job = call.Project.BeginJob("resizeServer", server);
        call.Backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        Begin(call, server, size, job);
        return ApiResponse.Ok(w =>
        {
            w.Put("job_id", job.Id);
            if (orderId is not null)
            {
                w.Put("order_id", orderId);
            }
        });
    }

    private static Size Check(RequestContext call, Server server, JObject options, bool takesSubscriptions)
    {
        string flavor = options.Text("flavorRef") ?? throw call.Malformed("flavorRef is missing");
        ApiErrorException? error = RefuseKind(call, server, options, takesSubscriptions)
            ?? (ServerPreconditions.IsFrozen(server) ? ErrorResponses.Error("Ecs.0030", "server is frozen") : null)
            ?? ServerPreconditions.Locked(server)
            ?? ServerPreconditions.Busy(call, server)
            ?? (Permits(call, server, options) ? null : ServerPreconditions.WrongState());
        if (error is not null)
        {
            throw error;
        }

        Size size = call.Backend.Sizes.Find(flavor) ?? throw ErrorResponses.Error("Ecs.0029", "flavor not found");
        return size.Id == server.Size ? throw ErrorResponses.Error("Ecs.0009", "the flavor is the present one")
            : size.IsInStock ? size
            : throw ErrorResponses.Error(call.IsOtc ? "Ecs.0319" : "Ecs.0018", "the flavor is sold out");
    }

    /// <summary>OTC does not have Huawei's codes for it (docs/contracts/huawei-ecs.md 7).</summary>
    private static ApiErrorException? RefuseKind(RequestContext call, Server server, JObject options, bool takesSubscriptions)
    {
        if (server.Size.StartsWith("h2.", StringComparison.Ordinal))
        {
            return ErrorResponses.Error(call.IsOtc ? "Ecs.0005" : "Ecs.0806", "H2 servers cannot be resized");
        }

        if (server.IsSubscription && !takesSubscriptions)
        {
            return ErrorResponses.Error("Ecs.0112", "only for servers paid per use");
        }

        bool needsHost = server.IsOnDedicatedHost && !call.IsOtc && options.Text("dedicated_host_id") is null;
        return needsHost ? ErrorResponses.Error("Ecs.0803", "dedicated_host_id is missing") : null;
    }

    private static bool Permits(RequestContext call, Server server, JObject options) => server.Phase == ServerPhase.Stopped
        || (server.Phase == ServerPhase.Running && !call.IsOtc && options.Text("mode") == "withStopServer");

    private static void Begin(RequestContext call, Server server, Size size, Job job)
    {
        RegionBackend backend = call.Backend;
        backend.Count("resize");
        call.Project.StateOf(server).Task = job;
        call.Project.StateOf(server).Actions.Add(("resize", backend.Now));
        bool wasRunning = server.Phase == ServerPhase.Running;
        if (wasRunning)
        {
            backend.Enter(server, ServerPhase.Stopping, backend.Delays.Stop, Change);
        }
        else
        {
            Change();
        }

        void Change() => backend.Enter(server, ServerPhase.Resizing, backend.Delays.Resize, () =>
        {
            (server.Size, server.Vcpu, server.MemoryMiB) = (size.Id, size.Vcpu, size.MemoryMiB);
            server.ChangedAt = backend.Events.Now;
            if (wasRunning)
            {
                Power.Boot(backend, server);
                backend.Events.After(backend.Delays.Start, job.Succeed);
            }
            else
            {
                backend.Enter(server, ServerPhase.Stopped);
                job.Succeed();
            }
        });
    }
}
