using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;

namespace EcsTools.Benchmarks;

/// <summary>
/// What work costs in calls, bytes and allocations: counts, which are the same on every machine, or nearly so. They are written as JSON, and a test
/// compares them with those in <c>counts.json</c>.
/// </summary>
internal static class Counts
{
    private const int Servers = 2000;
    private const int WarmUp = 100;
    private const int Finds = 400;

    public static async Task WriteAsync(string file)
    {
        List<Measurement> all = [];
        using (SandboxHost server = SandboxHost.Start(Servers))
        {
            foreach (EcsCloud cloud in new[] { EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom })
            {
                all.Add(await ListAsync(server, cloud));
                all.Add(await FindAsync(server, cloud));
            }
        }

        foreach ((EcsCloud cloud, string operation) in PowerScenario.StopCalls)
        {
            all.Add(new Measurement($"stop 1,000, {cloud}", "", ("calls", await PowerScenario.CountStopsAsync(cloud, operation))));
        }

        // The time it took is no count.
        Measurement pipeline = PipelineScenario.Run();
        all.Add(pipeline with { Figures = [.. pipeline.Figures.Where(f => f.Name != PipelineScenario.Time)] });
        Measurement.Write(file, all);
    }

    /// <summary>Allocations of one server that is found by its id, as this process makes them; the sandbox is another.</summary>
    public static async Task<Measurement> FindAsync(SandboxHost server, EcsCloud cloud)
    {
        ConnectedAccount account = await server.OpenAsync(cloud);
        string[] id = [(await InstanceLookup.FindByNameAsync(account, ["web-01"], CancellationToken.None)).Single().Id];
        await FindAsync(account, id, WarmUp);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await FindAsync(account, id, Finds);
        return new Measurement($"find one server by its ID, {cloud}", "40 KB", ("allocated KB", (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0 / Finds));
    }

    private static async Task FindAsync(ConnectedAccount account, string[] id, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await InstanceLookup.FindByIdAsync(account, id, CancellationToken.None);
        }
    }

    private static async Task<Measurement> ListAsync(SandboxHost server, EcsCloud cloud)
    {
        CountingHandler handler = new();
        ConnectedAccount counted = await server.OpenAsync(cloud, "counted", handler);
        (int calls, long bytes) = (handler.Calls, handler.Bytes);
        await ListScenario.ReadAllAsync(counted);
        (calls, bytes) = (handler.Calls - calls, handler.Bytes - bytes);

        ConnectedAccount plain = await server.OpenAsync(cloud, "plain");
        await ListScenario.ReadAllAsync(plain);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await ListScenario.ReadAllAsync(plain);
        double allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        return new Measurement(
            $"list {Servers:N0}, {cloud}", "", ("calls", calls), ("bytes read per server", (double)bytes / Servers), ("allocated KB per server", allocated / 1024 / Servers));
    }
}
