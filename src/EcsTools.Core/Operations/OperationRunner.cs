using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Carries out planned operations.</summary>
public static class OperationRunner
{
    /// <summary>Carries out operations side by side, each on its own.</summary>
    /// <param name="operations">The plans; all must be able to proceed.</param>
    /// <param name="journal">Where they are written down.</param>
    /// <param name="throttleLimit">How many run at a time.</param>
    /// <param name="failureLimit">After so many failures nothing more is begun.</param>
    /// <param name="onResult">Called for each as it ends, from any thread. What was not begun ends as abandoned.</param>
    /// <param name="cancellation">Stops waiting and beginning; what was accepted goes on at the cloud and stays in the journal.</param>
    /// <returns>A task that ends when all have ended.</returns>
    public static async Task RunAllAsync(
        IReadOnlyList<PlannedOperation> operations,
        Journal journal,
        int throttleLimit,
        int failureLimit,
        Action<OperationResult> onResult,
        CancellationToken cancellation)
    {
        using SemaphoreSlim slots = new(throttleLimit);
        int failures = 0;
        List<Task> running = [];
        foreach (PlannedOperation operation in operations)
        {
            await slots.WaitAsync(cancellation).ConfigureAwait(false);
            if (Volatile.Read(ref failures) >= failureLimit)
            {
                slots.Release();
                onResult(NotBegun(operation, failures));
                continue;
            }

            running.Add(RunOneAsync(operation));
        }

        await Task.WhenAll(running).ConfigureAwait(false);

        async Task RunOneAsync(PlannedOperation operation)
        {
            try
            {
                OperationResult result = await new OperationRun(operation, journal).RunAsync(cancellation).ConfigureAwait(false);
                if (result.Error is not null)
                {
                    Interlocked.Increment(ref failures);
                }

                onResult(result);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private static OperationResult NotBegun(PlannedOperation operation, int failures)
    {
        EcsInstance instance = operation.Plan.Instance;
        string message = $"{operation.Plan.Kind} of {instance} was not begun, since {failures} before it failed (-FailureLimit).";
        return new OperationResult(
            new EcsOperation
            {
                Kind = operation.Plan.Kind,
                State = EcsOperationState.Abandoned,
                InstanceId = instance.Id,
                InstanceName = instance.Name,
                Account = instance.Account,
                AccountKey = instance.AccountKey,
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
