using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>Start, stop and restart, one server or up to a hundred (docs/contracts/alibaba-ecs.md 3.6 to 3.8).</summary>
internal static class PowerOperations
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("StartInstance", IsWrite: true, (call, _) => Single(call, Start, checksStateInDryRun: false)),
        new("StopInstance", IsWrite: true, (call, _) => Single(call, Stop)),
        new("RebootInstance", IsWrite: true, (call, _) => Single(call, RebootOne)),
        new("StartInstances", IsWrite: true, (call, response) => Batch(call, response, Start, "Starting")) { NeedsRegion = true },
        new("StopInstances", IsWrite: true, (call, response) => Batch(call, response, Stop, "Stopping")) { NeedsRegion = true },
        new("RebootInstances", IsWrite: true, (call, response) => Batch(call, response, RebootMany, "Stopping")) { NeedsRegion = true },
    ];

    public static IReadOnlyList<string> BatchIds(AlibabaRequestContext call)
    {
        IReadOnlyList<string> ids = [.. call.RepeatList("InstanceId").Distinct(StringComparer.Ordinal)];
        return ids.Count switch
        {
            0 => throw new AlibabaApiError(403, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist."),
            > 100 => throw AlibabaErrors.TooManyInstances(),
            _ => ids,
        };
    }

    /// <summary>Checks the server; the returned action starts it.</summary>
    private static Action Start(AlibabaRequestContext call, Server server)
    {
        AlibabaErrors.IfLockedForSecurity(server);
        if (AlibabaErrors.IsOverdue(server))
        {
            throw new AlibabaApiError(403, "InsufficientBalance", "Your account does not have enough balance.");
        }

        if (server.ExpiresAt < call.Backend.Now)
        {
            throw new AlibabaApiError(403, "InstanceExpired", "The specified instance has expired.");
        }

        if (server.Phase != ServerPhase.Stopped)
        {
            throw AlibabaErrors.InstanceStatus();
        }

        if (server.SystemDisk is null)
        {
            throw new AlibabaApiError(403, "DiskError", "IncorrectDiskStatus.");
        }

        if (server.StoppedWithoutCharge && call.Backend.Sizes.Find(server.Size) is { IsInStock: false })
        {
            throw AlibabaErrors.NoStock();
        }

        return () =>
        {
            if (server.LostPublicIp)
            {
                server.PublicIp = call.Backend.NewPublicIp();
                server.LostPublicIp = false;
            }

            Power.Start(call.Backend, server);
        };
    }

    private static Action Stop(AlibabaRequestContext call, Server server)
    {
        bool force = call.Flag("ForceStop");
        bool isEconomical = (call.Text("StoppedMode") switch
        {
            null => call.Undocumented.AlibabaEconomicalByDefault,
            "StopCharging" => true,
            "KeepCharging" => false,
            _ => throw AlibabaErrors.Invalid("StoppedMode"),
        }) && server is { IsSubscription: false, HasLocalDisks: false };
        if (!call.Undocumented.AlibabaStopUnderSecurityLock)
        {
            AlibabaErrors.IfLockedForSecurity(server);
        }

        AlibabaErrors.IfUnpaid(call.Backend, server);

        // A guest that ignores the shutdown leaves its server on the way down until it is forced.
        bool hangs = server is { Phase: ServerPhase.Stopping, PhaseEnds: null };
        if (server.Phase != ServerPhase.Running && !(force && hangs))
        {
            throw AlibabaErrors.InstanceStatus();
        }

        return () =>
        {
            Power.Stop(call.Backend, server, force);
            server.StoppedWithoutCharge = isEconomical;
            if (isEconomical && server is { ElasticIp: null, PublicIp: not null })
            {
                (server.PublicIp, server.LostPublicIp) = (null, true);
            }
        };
    }

    private static Action RebootOne(AlibabaRequestContext call, Server server) => Reboot(call, server, call.Flag("ForceStop"));

    private static Action RebootMany(AlibabaRequestContext call, Server server) => Reboot(call, server, call.Flag("ForceReboot"));

    private static Action Reboot(AlibabaRequestContext call, Server server, bool force)
    {
        AlibabaErrors.IfLockedForSecurity(server);
        AlibabaErrors.IfUnpaid(call.Backend, server);
        if (server.Phase != ServerPhase.Running)
        {
            throw AlibabaErrors.InstanceStatus();
        }

        return server.SystemDisk is null
            ? throw new AlibabaApiError(403, "InvalidInstance.NotFoundSystemDisk", "The specified instance has no system disk.")
            : () => Power.Reboot(call.Backend, server, force, call.Undocumented.AlibabaRebootChangesStartTime);
    }

    /// <summary>The dry run of a start ignores the state (docs/contracts/alibaba-ecs.md 1.9).</summary>
    private static void Single(AlibabaRequestContext call, Func<AlibabaRequestContext, Server, Action> check, bool checksStateInDryRun = true)
    {
        Server server = call.Server();
        bool isDryRun = call.Flag("DryRun");
        Action? action = isDryRun && !checksStateInDryRun ? null : check(call, server);
        if (isDryRun)
        {
            throw AlibabaErrors.DryRunPassed();
        }

        action?.Invoke();
    }

    private static void Batch(
        AlibabaRequestContext call, ResponseWriter response, Func<AlibabaRequestContext, Server, Action> check, string passingStatus)
    {
        IReadOnlyList<string> ids = BatchIds(call);
        bool isSuccessFirst = call.Text("BatchOptimization") switch
        {
            null or "AllTogether" => false,
            "SuccessFirst" => true,
            _ => throw AlibabaErrors.Invalid("BatchOptimization"),
        };
        bool isDryRun = call.Flag("DryRun");
        if (isDryRun && isSuccessFirst)
        {
            throw AlibabaErrors.BatchDryRunPassed();
        }

        // All are checked before the first is touched; in SuccessFirst an error stays with its own item.
        List<(string Id, string Before, Action? Act, AlibabaApiError? Error)> items = [];
        foreach (string id in ids)
        {
            Server? server = call.Backend.FindServer(id);
            string before = server is null ? "" : AlibabaWords.Status(call, server);
            try
            {
                items.Add((id, before, check(call, server ?? throw AlibabaErrors.InstanceNotFound()), null));
            }
            catch (AlibabaApiError error) when (isSuccessFirst)
            {
                items.Add((id, before, null, error));
            }
        }

        if (isDryRun)
        {
            throw AlibabaErrors.BatchDryRunPassed();
        }

        foreach ((_, _, Action? act, _) in items)
        {
            act?.Invoke();
        }

        response.List("InstanceResponses", "InstanceResponse", items, item =>
        {
            response.Text("InstanceId", item.Id);
            response.Text("Code", item.Error?.Code ?? "200");
            response.Text("Message", item.Error?.Message ?? "success");
            response.Text("PreviousStatus", item.Before);
            response.Text("CurrentStatus", item.Error is null ? passingStatus : item.Before);
        });
    }
}
