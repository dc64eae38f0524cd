using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>Start, stop and restart, one server or up to a hundred (docs/contracts/alibaba-ecs.md 3.6 to 3.8).</summary>
internal static class PowerOperations
{
    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("StartInstance", IsWrite: true, (call, _) => Single(call, Start, checksStateInDryRun: false)),
        new("StopInstance", IsWrite: true, (call, _) => Single(call, Stop)),
        new("RebootInstance", IsWrite: true, (call, _) => Single(call, RebootOne)),
        new("StartInstances", IsWrite: true, (call, answer) => Batch(call, answer, Start, "Starting")) { NeedsRegion = true },
        new("StopInstances", IsWrite: true, (call, answer) => Batch(call, answer, Stop, "Stopping")) { NeedsRegion = true },
        new("RebootInstances", IsWrite: true, (call, answer) => Batch(call, answer, RebootMany, "Stopping")) { NeedsRegion = true },
    ];

    /// <summary>The servers that <c>InstanceId.N</c> names.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The ids, each once.</returns>
    /// <exception cref="AlibabaRefusal">There are none, or too many.</exception>
    public static IReadOnlyList<string> BatchIds(AlibabaCall call)
    {
        IReadOnlyList<string> ids = [.. call.RepeatList("InstanceId").Distinct(StringComparer.Ordinal)];
        return ids.Count switch
        {
            0 => throw new AlibabaRefusal(403, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist."),
            > 100 => throw Refusals.TooManyInstances(),
            _ => ids,
        };
    }

    /// <summary>Checks first; what it returns does it.</summary>
    private static Action Start(AlibabaCall call, Server server)
    {
        Refusals.IfLockedForSecurity(server);
        if (Refusals.IsOverdue(server))
        {
            throw new AlibabaRefusal(403, "InsufficientBalance", "Your account does not have enough balance.");
        }

        if (server.ExpiresAt < call.World.Now)
        {
            throw new AlibabaRefusal(403, "InstanceExpired", "The specified instance has expired.");
        }

        if (server.Phase != ServerPhase.Stopped)
        {
            throw Refusals.InstanceStatus();
        }

        if (server.SystemDisk is null)
        {
            throw new AlibabaRefusal(403, "DiskError", "IncorrectDiskStatus.");
        }

        if (server.StoppedWithoutCharge && call.World.Sizes.Find(server.Size) is { IsInStock: false })
        {
            throw Refusals.NoStock();
        }

        return () =>
        {
            if (server.LostPublicIp)
            {
                server.PublicIp = call.World.NewPublicIp();
                server.LostPublicIp = false;
            }

            Power.Start(call.World, server);
        };
    }

    private static Action Stop(AlibabaCall call, Server server)
    {
        bool force = call.Flag("ForceStop");
        bool isEconomical = (call.Text("StoppedMode") switch
        {
            null => call.Choices.AlibabaEconomicalByDefault,
            "StopCharging" => true,
            "KeepCharging" => false,
            _ => throw Refusals.Invalid("StoppedMode"),
        }) && server is { IsSubscription: false, HasLocalDisks: false };
        if (!call.Choices.AlibabaStopUnderSecurityLock)
        {
            Refusals.IfLockedForSecurity(server);
        }

        Refusals.IfUnpaid(call.World, server);

        // A guest that ignores the shutdown leaves its server on the way down until it is forced.
        bool hangs = server is { Phase: ServerPhase.Stopping, PhaseEnds: null };
        if (server.Phase != ServerPhase.Running && !(force && hangs))
        {
            throw Refusals.InstanceStatus();
        }

        return () =>
        {
            Power.Stop(call.World, server, force);
            server.StoppedWithoutCharge = isEconomical;
            if (isEconomical && server.PublicIp is not null)
            {
                (server.PublicIp, server.LostPublicIp) = (null, true);
            }
        };
    }

    private static Action RebootOne(AlibabaCall call, Server server) => Reboot(call, server, call.Flag("ForceStop"));

    private static Action RebootMany(AlibabaCall call, Server server) => Reboot(call, server, call.Flag("ForceReboot"));

    private static Action Reboot(AlibabaCall call, Server server, bool force)
    {
        Refusals.IfLockedForSecurity(server);
        Refusals.IfUnpaid(call.World, server);
        if (server.Phase != ServerPhase.Running)
        {
            throw Refusals.InstanceStatus();
        }

        return server.SystemDisk is null
            ? throw new AlibabaRefusal(403, "InvalidInstance.NotFoundSystemDisk", "The specified instance has no system disk.")
            : () => Power.Reboot(call.World, server, force, call.Choices.AlibabaRebootChangesStartTime);
    }

    /// <summary>One server. The dry run of a start does not look at the state (docs/contracts/alibaba-ecs.md 1.9).</summary>
    private static void Single(AlibabaCall call, Func<AlibabaCall, Server, Action> check, bool checksStateInDryRun = true)
    {
        Server server = call.Server();
        bool isDryRun = call.Flag("DryRun");
        Action? action = isDryRun && !checksStateInDryRun ? null : check(call, server);
        if (isDryRun)
        {
            throw Refusals.DryRunPassed();
        }

        action?.Invoke();
    }

    private static void Batch(
        AlibabaCall call, AnswerWriter answer, Func<AlibabaCall, Server, Action> check, string passingStatus)
    {
        IReadOnlyList<string> ids = BatchIds(call);
        bool isSuccessFirst = call.Text("BatchOptimization") switch
        {
            null or "AllTogether" => false,
            "SuccessFirst" => true,
            _ => throw Refusals.Invalid("BatchOptimization"),
        };
        bool isDryRun = call.Flag("DryRun");
        if (isDryRun && isSuccessFirst)
        {
            throw Refusals.BatchDryRunPassed();
        }

        // All are checked before the first is touched; in SuccessFirst a refusal stays with its own item.
        List<(string Id, string Before, Action? Act, AlibabaRefusal? Refusal)> items = [];
        foreach (string id in ids)
        {
            Server? server = call.World.FindServer(id);
            string before = server is null ? "" : AlibabaWords.Status(call, server);
            try
            {
                items.Add((id, before, check(call, server ?? throw Refusals.InstanceNotFound()), null));
            }
            catch (AlibabaRefusal refusal) when (isSuccessFirst)
            {
                items.Add((id, before, null, refusal));
            }
        }

        if (isDryRun)
        {
            throw Refusals.BatchDryRunPassed();
        }

        foreach ((_, _, Action? act, _) in items)
        {
            act?.Invoke();
        }

        answer.List("InstanceResponses", "InstanceResponse", items, item =>
        {
            answer.Text("InstanceId", item.Id);
            answer.Text("Code", item.Refusal?.Code ?? "200");
            answer.Text("Message", item.Refusal?.Message ?? "success");
            answer.Text("PreviousStatus", item.Before);
            answer.Text("CurrentStatus", item.Refusal is null ? passingStatus : item.Before);
        });
    }
}
