using System.Diagnostics;

using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;

namespace EcsTools.Benchmarks;

/// <summary>Stops a thousand servers together, and some one by one, as a script on the vendor's SDK would do it.</summary>
internal static class PowerScenario
{
    private const int Fleet = 1000;
    private const int Sample = 10;
    private const int CastSize = 17;

    /// <summary>What the sandbox calls the stop of servers.</summary>
    public static readonly (EcsCloud Cloud, string Operation)[] StopCalls =
    [
        (EcsCloud.Alibaba, "alibaba:StopInstances"), (EcsCloud.Huawei, "huawei:POST os-stop"), (EcsCloud.OpenTelekom, "otc:POST os-stop"),
    ];

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        List<Measurement> measured = [];
        foreach ((EcsCloud cloud, string operation) in StopCalls)
        {
            using SandboxHost server = SandboxHost.Start(Fleet + Sample + CastSize, latencyMilliseconds: 50);
            ConnectedAccount account = await server.OpenAsync(cloud);
            IReadOnlyList<EcsInstance> nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], CancellationToken.None);
            int before = server.CountAll();
            long begun = Stopwatch.GetTimestamp();
            await StopAsync(account, [.. nodes.Take(Fleet)]);
            double together = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            int calls = server.Count(operation);
            int others = server.CountAll() - before - calls;
            begun = Stopwatch.GetTimestamp();
            foreach (EcsInstance node in nodes.Skip(Fleet).Take(Sample))
            {
                await StopAsync(account, [node]);
            }

            double single = Stopwatch.GetElapsedTime(begun).TotalMilliseconds / Sample * Fleet;
            measured.Add(new Measurement(
                $"stop 1,000, {cloud}, 50 ms latency", cloud == EcsCloud.Alibaba ? "10 stop calls; 20 x" : "1 stop call; 20 x",
                ("ms", together), ("stop calls", calls), ("other calls", others), ($"s one by one (from {Sample})", single / 1000), ("x faster", single / together)));
        }

        return measured;
    }

    /// <summary>How many calls stop a thousand servers.</summary>
    public static async Task<int> CountStopsAsync(EcsCloud cloud, string operation)
    {
        using SandboxHost server = SandboxHost.Start(Fleet + CastSize);
        ConnectedAccount account = await server.OpenAsync(cloud);
        await StopAsync(account, await InstanceLookup.FindByNameAsync(account, ["node-*"], CancellationToken.None));
        return server.Count(operation);
    }

    public static async Task StopAsync(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        int done = 0;
        PowerBatchRunner run = new(
            new OperationOptions { Kind = OperationKind.Stop }, TimeSpan.FromMinutes(10), throttleLimit: 5, r => Interlocked.Add(ref done, r.Error is null ? 1 : 0));
        await run.SendAsync(account, instances, CancellationToken.None);
        await run.FinishAsync();
        if (done != instances.Count)
        {
            // A run that did not do its work has no figure worth printing.
            throw new InvalidOperationException($"Only {done} of {instances.Count} were stopped.");
        }
    }
}
