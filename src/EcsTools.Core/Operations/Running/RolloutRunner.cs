using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>Carries out planned operations.</summary>
public static class RolloutRunner
{
    /// <summary>Carries out operations side by side, each on its own; several on one server, or through the same other one, one after the other.</summary>
    /// <param name="operations">The plans; all must be able to proceed.</param>
    /// <param name="journal">Where they are written down.</param>
    /// <param name="rollout">How many at a time, and when to stop.</param>
    /// <param name="onResult">Called for each as it ends, from any thread. What was not begun ends as abandoned.</param>
    /// <param name="cancellation">Stops waiting and beginning; what was accepted goes on at the cloud and stays in the journal.</param>
    /// <returns>A task that ends when all have ended.</returns>
    public static async Task RunAllAsync(
        IReadOnlyList<PlannedOperation> operations, Journal journal, Rollout rollout, Action<OperationResult> onResult, CancellationToken cancellation)
    {
        int failures = 0;
        SharedServers shared = new(operations);
        PlannedOperation[][] servers = [.. operations.GroupBy(o => (o.Plan.Instance.AccountKey, o.Plan.Instance.Id)).Select(g => g.ToArray())];
        await RunPartAsync(servers.Take(rollout.Canary), rollout.FailureLimit, "-FailureLimit").ConfigureAwait(false);
        bool stops = failures > 0 && rollout.Canary > 0;
        await RunPartAsync(servers.Skip(rollout.Canary), stops ? 0 : rollout.FailureLimit, stops ? "-Canary" : "-FailureLimit").ConfigureAwait(false);

        Task RunPartAsync(IEnumerable<PlannedOperation[]> part, int limit, string switchName) => part.ToArray().TogetherAsync(
            rollout.ThrottleLimit,
            async (ofServer, batcher) =>
            {
                foreach (PlannedOperation operation in ofServer)
                {
                    await shared.DoAsync(operation, batcher, () => RunAsync(operation, batcher, limit, switchName), cancellation).ConfigureAwait(false);
                }
            },
            cancellation);

        async Task RunAsync(PlannedOperation operation, StepBatcher batcher, int limit, string switchName)
        {
            int before = Volatile.Read(ref failures);
            OperationResult result = before >= limit
                ? NotBegun(operation, before, switchName)
                : await new OperationExecution(operation, journal, batcher, rollout.Ongoing).RunAsync(rollout.HealthCheck, cancellation).ConfigureAwait(false);
            if (before < limit && result.Error is not null)
            {
                Interlocked.Increment(ref failures);
            }

            onResult(result with { PlanId = operation.Plan.PlanId });
        }
    }

    /// <summary>The result of an operation for which there is nothing to do. It is not sent and leaves no trace in the journal.</summary>
    /// <param name="operation">The plan.</param>
    /// <returns>A success that says so.</returns>
    public static OperationResult Needless(PlannedOperation operation)
    {
        EcsInstance instance = operation.Plan.Instance;
        DateTimeOffset now = operation.Account.Wall.GetUtcNow();
        return new OperationResult(
            new EcsOperation
            {
                Kind = operation.Plan.Kind,
                State = EcsOperationState.Succeeded,
                InstanceId = instance.Id,
                InstanceName = instance.Name,
                Account = instance.Account,
                AccountKey = instance.AccountKey,
                AccountIdentity = instance.AccountIdentity,
                Region = instance.Region,
                Instance = instance,
                Message = $"{instance}: no change was needed. {operation.NothingToDo}",
                StartedAt = now,
                EndedAt = now,
            },
            null);
    }

    private static OperationResult NotBegun(PlannedOperation operation, int failures, string switchName)
    {
        EcsInstance instance = operation.Plan.Instance;
        string message = $"Skipped {instance}: {switchName} reached ({failures} failed).";
        return new OperationResult(
            new EcsOperation
            {
                Kind = operation.Plan.Kind,
                State = EcsOperationState.Abandoned,
                InstanceId = instance.Id,
                InstanceName = instance.Name,
                Account = instance.Account,
                AccountKey = instance.AccountKey,
                AccountIdentity = instance.AccountIdentity,
                Region = instance.Region,
                Instance = instance,
                ErrorId = EcsErrorId.OperationFailed,
                Message = message,
                StartedAt = operation.Account.Wall.GetUtcNow(),
                EndedAt = operation.Account.Wall.GetUtcNow(),
            },
            new EcsException(EcsErrorId.OperationFailed, message) { InstanceId = instance.Id, WasNotCarriedOut = true });
    }
}
