using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>POST <c>/v1/{p}/cloudservers/action</c>: start, stop and restart of up to 1000 servers (docs/contracts/huawei-ecs.md
/// 3.3).</summary>
internal static class PowerApi
{
    private const int MostServers = 1000;
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(5);

    /// <summary>A job with a sub-job per server.</summary>
    public static ApiResponse Act(RequestContext call)
    {
        PowerVerb verb = VerbOf(call, out bool isHard, out IReadOnlyList<string> ids);
        if (call.Undocumented.WrongStateRefusesCall
            && ids.Select(id => Judge(call, id, verb, isHard)).FirstOrDefault(r => r is not null) is var (refusedCode, refusedReason))
        {
            throw ErrorResponses.Error(refusedCode, refusedReason, refusedCode == "Ecs.0114" ? 404 : 400);
        }

        (string type, string childType) = verb switch
        {
            PowerVerb.Start => ("startServer", "startSingleServer"),
            PowerVerb.Stop => ("stopServer", "stopSingleServer"),
            _ => ("rebootServer", "rebootSingleServer"),
        };
        Job job = call.Project.BeginJob(type, server: null);
        foreach (string id in ids)
        {
            Job child = job.AddChild(childType, id);
            if (Judge(call, id, verb, isHard) is var (code, reason))
            {
                call.Backend.Events.After(call.Undocumented.JobStaysInitial, () => child.Fail(code, reason));
            }
            else
            {
                Begin(call, call.Backend.FindServer(id)!, verb, isHard, child);
            }
        }

        call.Backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        return ApiResponse.Job(job.Id);
    }

    public static void Do(RequestContext call, Server server, PowerVerb verb, bool isHard)
    {
        HuaweiServerState state = call.Project.StateOf(server);
        state.Actions.Add((verb.ToString().ToLowerInvariant(), call.Backend.Now));
        switch (verb)
        {
            case PowerVerb.Start:
                state.Fault = null;
                Power.Start(call.Backend, server);
                break;
            case PowerVerb.Stop:
                Power.Stop(call.Backend, server, isHard);
                break;
            default:
                state.IsHardReboot = isHard;
                Power.Reboot(call.Backend, server, isHard);
                break;
        }
    }

    public static bool Permits(Server server, PowerVerb verb, bool isHard) => (verb, server.Phase) switch
    {
        (PowerVerb.Start, ServerPhase.Stopped) => true,
        (PowerVerb.Stop or PowerVerb.Reboot, ServerPhase.Running) => true,
        (PowerVerb.Stop or PowerVerb.Reboot, ServerPhase.Stopping or ServerPhase.Rebooting) => isHard,
        _ => false,
    };

    private static PowerVerb VerbOf(RequestContext call, out bool isHard, out IReadOnlyList<string> ids)
    {
        JProperty? member = call.Body.Count == 1 ? call.Body.Properties().First() : null;
        PowerVerb? verb = member?.Name switch
        {
            "os-start" => PowerVerb.Start,
            "os-stop" => PowerVerb.Stop,
            "reboot" => PowerVerb.Reboot,
            _ => null,
        };
        if (verb is null || member?.Value is not JObject options)
        {
            throw call.Malformed("request body is illegal.");
        }

        // Only a restart must tell its type.
        string? type = options["type"] is null && verb != PowerVerb.Reboot ? "SOFT" : options.Text("type");
        if (verb != PowerVerb.Start && type is not ("SOFT" or "HARD"))
        {
            throw call.Malformed("type must be SOFT or HARD");
        }

        isHard = type == "HARD";
        ids = call.ServerIds(options, MostServers);
        return verb.Value;
    }

    private static (string Code, string Reason)? Judge(RequestContext call, string id, PowerVerb verb, bool isHard)
    {
        Server? server = call.Backend.FindServer(id);
        return server is null ? ("Ecs.0114", "server not found")
            : ServerPreconditions.IsFrozen(server) ? ("Ecs.0003", "server is frozen")
            : ServerPreconditions.Locked(server) is not null ? ("Ecs.0605", "server is locked")
            : call.Project.IsBusy(server) && call.Undocumented.BusyIsOtherCommandsRunning ? ("Ecs.0603", "other commands are running")
            : call.Project.IsBusy(server) || !Permits(server, verb, isHard) ? ("Ecs.0100", "status not allowed")
            : verb == PowerVerb.Start && server.SystemDisk is null ? ("Ecs.0105", "no system disk")
            : null;
    }

    private static void Begin(RequestContext call, Server server, PowerVerb verb, bool isHard, Job child)
    {
        Do(call, server, verb, isHard);
        int number = server.PhaseNumber;
        TimeSpan begun = call.Backend.Events.Now;
        ServerPhase target = verb == PowerVerb.Stop ? ServerPhase.Stopped : ServerPhase.Running;
        call.Backend.Events.After(DurationOf(call.Backend, verb), Watch);

        // The fleet does not tell when a phase ends, and a guest that ignores an orderly stop is ended by somebody else's forced one.
        void Watch()
        {
            if (server.Phase == target)
            {
                child.Succeed();
            }
            else if (call.Backend.Events.Now - begun < call.Undocumented.SoftStopGivesUpAfter)
            {
                call.Backend.Events.After(WatchEvery, Watch);
            }
            else
            {
                child.Fail("Ecs.1002", "the guest did not react");
                if (server.PhaseNumber == number)
                {
                    call.Backend.Enter(server, ServerPhase.Running);
                }
            }
        }
    }

    private static TimeSpan DurationOf(RegionBackend backend, PowerVerb verb) => verb switch
    {
        PowerVerb.Start => backend.Delays.Start,
        PowerVerb.Stop => backend.Delays.Stop,
        _ => backend.Delays.Reboot,
    };
}
