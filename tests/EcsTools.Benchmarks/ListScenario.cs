using System.Diagnostics;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Benchmarks;

/// <summary>
/// A long list beside what the sandbox and the wire take alone, beside a bare loop and beside the vendor's SDK, in turn. Of what runs in this process
/// the processor time is told as well, and with it that of the sandbox: a busy machine changes it less.
/// </summary>
internal static class ListScenario
{
    private const int Servers = 10_000;
    private const int Rounds = 10;
    private const string Ours = "EcsTools ms";
    private const string OursCpu = "EcsTools CPU ms";
    private const string Wire = "sandbox and wire alone ms";
    private const string WireCpu = "sandbox and wire alone CPU ms";
    private const string Loop = "bare loop ms";
    private const string LoopCpu = "bare loop CPU ms";
    private const string OursBoth = "EcsTools and sandbox CPU ms";
    private const string WireBoth = "sandbox and wire alone, both CPU ms";
    private const string Sdk = "Node SDK ms";

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        using SandboxHost server = SandboxHost.Start(Servers);
        List<Measurement> measured = [];
        foreach (EcsCloud cloud in new[] { EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom })
        {
            measured.Add(await RunAsync(server, cloud));
        }

        return measured;
    }

    public static async Task<int> ReadAllAsync(ConnectedAccount account)
    {
        PageReader<EcsInstance> reader = Inventory.Instances(account, new InstanceQuery());
        int rows = 0;
        while (await reader.ReadAsync(CancellationToken.None) is { } page)
        {
            rows += page.Count;
        }

        return rows;
    }

    private static async Task<Measurement> RunAsync(SandboxHost server, EcsCloud cloud)
    {
        ConnectedAccount account = await server.OpenAsync(cloud);
        using BaselineBenchmark floor = new(server, cloud, account.Info.AccountId);
        (NodeSdk? sdk, string? whyNot) = NodeSdk.Start(server, cloud, account.Info.AccountId);
        using NodeSdk? running = sdk;
        Cost ours = default;
        Cost wire = default;
        Cost loop = default;
        List<(string, Func<Task<double>>)> runs =
        [
            (Ours, async () => (ours = await MeasureAsync(server, () => ReadAllAsync(account))).Wall),
            (OursCpu, () => Task.FromResult(ours.Cpu)),
            (OursBoth, () => Task.FromResult(ours.BothCpu)),
            (Wire, async () => (wire = await MeasureAsync(server, () => floor.ListAsync(parses: false))).Wall),
            (WireCpu, () => Task.FromResult(wire.Cpu)),
            (WireBoth, () => Task.FromResult(wire.BothCpu)),
            (Loop, async () => (loop = await MeasureAsync(server, () => floor.ListAsync(parses: true))).Wall),
            (LoopCpu, () => Task.FromResult(loop.Cpu)),
        ];
        if (sdk is not null)
        {
            runs.Add((Sdk, sdk.ListAsync));
        }

        Rounds rounds = await Benchmarks.Rounds.RunAsync(Rounds, [.. runs]);
        List<(string, double)> figures = [.. runs.Select(r => (r.Item1, rounds.Median(r.Item1)))];
        figures.Add(("x of the sandbox and the wire", rounds.Ratio(Ours, Wire)));
        figures.Add(("by processor time of both x", rounds.Ratio(OursBoth, WireBoth)));
        figures.Add(("x of the bare loop", rounds.Ratio(Ours, Loop)));
        figures.Add(("by processor time x", rounds.Ratio(OursCpu, LoopCpu)));
        if (sdk is not null)
        {
            figures.Add(("x of the SDK", rounds.Ratio(Ours, Sdk)));
            figures.Add(($"faster than the SDK in rounds of {rounds.Count}", rounds.Wins(Ours, Sdk)));
        }

        return new Measurement($"list {Servers:N0}, {cloud}", cloud == EcsCloud.Alibaba ? "1.5 x; 0.7 x; 10 of 10" : "1.4 x", [.. figures]) { Missing = whyNot };
    }

    private static async Task<Cost> MeasureAsync(SandboxHost server, Func<Task<int>> work)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        TimeSpan sandbox = server.ProcessorTime;
        long begun = Stopwatch.GetTimestamp();
        int rows = await work();
        double took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        self.Refresh();
        double own = (self.TotalProcessorTime - cpu).TotalMilliseconds;
        return rows == Servers
            ? new Cost(took, own, own + (server.ProcessorTime - sandbox).TotalMilliseconds)
            : throw new InvalidOperationException($"{rows} servers instead of {Servers}.");
    }

    private readonly record struct Cost(double Wall, double Cpu, double BothCpu);
}
