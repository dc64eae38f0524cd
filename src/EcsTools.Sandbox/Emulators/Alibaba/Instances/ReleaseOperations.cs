using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>DeleteInstance and DeleteInstances (docs/contracts/alibaba-ecs.md 3.9 and 5).</summary>
internal static class ReleaseOperations
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DeleteInstance", IsWrite: true, (call, _) => DeleteOne(call)),
        new("DeleteInstances", IsWrite: true, (call, _) => DeleteMany(call))
        {
            NeedsRegion = true,
            TokenMismatch = () => new AlibabaApiError(400, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
    ];

    private static void DeleteOne(AlibabaRequestContext call)
    {
        Server server = call.Server();
        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        Check(call, server);
        Release(call, server);
    }

    /// <summary>All or nothing; whether the provider does so is undocumented (docs/contracts/alibaba-ecs.md 13, no. 4). The dry run
    /// ignores states.</summary>
    private static void DeleteMany(AlibabaRequestContext call)
    {
        List<Server> servers =
        [
            .. PowerOperations.BatchIds(call).Select(id => call.Backend.FindServer(id)
                ?? throw new AlibabaApiError(404, "InvalidInstanceIds.NotFound", "The specified InstanceIds does not exist.")),
        ];
        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.BatchDryRunPassed();
        }

        servers.ForEach(s => Check(call, s));
        servers.ForEach(s => Release(call, s));
    }

    private static void Check(AlibabaRequestContext call, Server server)
    {
        bool isExpired = server.ExpiresAt < call.Backend.Now;
        if (server.IsProtected)
        {
            throw new AlibabaApiError(
                403, "InvalidOperation.DeletionProtection", "The operation is not allowed due to deletion protection.");
        }

        if (server.IsSubscription && !(isExpired && call.Flag("TerminateSubscription")))
        {
            throw AlibabaErrors.ChargeType();
        }

        bool mayBeReleased = server.Phase == ServerPhase.Stopped || (server.Phase == ServerPhase.Running && call.Flag("Force"));
        if (!mayBeReleased)
        {
            throw server.Phase == ServerPhase.Creating
                ? new AlibabaApiError(
                    403, "IncorrectInstanceStatus.Initializing", "The specified instance status does not support this operation.")
                : AlibabaErrors.InstanceStatus();
        }
    }

    private static void Release(AlibabaRequestContext call, Server server)
    {
        RegionBackend backend = call.Backend;
        backend.Count("release");
        bool isOrderly = server.Phase == ServerPhase.Running && !call.Flag("ForceStop", byDefault: true);
        TimeSpan duration = backend.Delays.Delete + (isOrderly ? backend.Delays.Stop : TimeSpan.Zero);

        // Under a security lock the disks go whatever they were told to do (docs/contracts/alibaba-ecs.md 5).
        bool takesAll = server.ProviderLocks.Contains("security");
        backend.Enter(server, ServerPhase.Deleting, duration, () =>
        {
            foreach (Disk disk in server.Disks.ToArray())
            {
                if (takesAll || disk.DeleteWithServer)
                {
                    backend.DeleteWithAutoSnapshots(disk);
                }
                else
                {
                    backend.Detach(server, disk);
                }
            }

            backend.Servers.Remove(server.Id);
        });
    }
}
