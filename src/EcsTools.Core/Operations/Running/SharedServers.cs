namespace EcsTools.Core.Operations;

/// <summary>
/// Servers that operations of one invocation change besides their own, such as one that takes the system disks of others: clouds take one
/// change of a server at a time, so that whatever concerns such a server is done one after the other.
/// </summary>
internal sealed class SharedServers
{
    private readonly Dictionary<(string AccountKey, string Id), SemaphoreSlim> _gates;

    public SharedServers(IEnumerable<PlannedOperation> operations) =>
        _gates = operations.Where(o => o.Other is not null).Select(o => (o.Other!.AccountKey, o.Other.Id)).Distinct().ToDictionary(s => s, _ => new SemaphoreSlim(1));

    /// <summary>Carries an operation out while no other one concerns the same shared server.</summary>
    /// <param name="batcher">Whom the waiting must not hold up.</param>
    public async Task DoAsync(PlannedOperation operation, StepBatcher batcher, Func<Task> work, CancellationToken cancellation)
    {
        // Always in the same order, so that no two wait for each other.
        SemaphoreSlim[] gates = [.. new[] { operation.Plan.Instance, operation.Other }
            .Where(i => i is not null)
            .Select(i => (i!.AccountKey, i.Id))
            .Where(_gates.ContainsKey)
            .Distinct()
            .OrderBy(s => s.Id, StringComparer.Ordinal)
            .Select(s => _gates[s])];
        int taken = 0;
        try
        {
            for (; taken < gates.Length; taken++)
            {
                await EnterAsync(gates[taken], batcher, cancellation).ConfigureAwait(false);
            }

            await work().ConfigureAwait(false);
        }
        finally
        {
            foreach (SemaphoreSlim gate in gates.Take(taken))
            {
                gate.Release();
            }
        }
    }

    private static async Task EnterAsync(SemaphoreSlim gate, StepBatcher batcher, CancellationToken cancellation)
    {
        if (!gate.Wait(0, CancellationToken.None))
        {
            await batcher.AwayAsync(async () =>
            {
                await gate.WaitAsync(cancellation).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
    }
}
