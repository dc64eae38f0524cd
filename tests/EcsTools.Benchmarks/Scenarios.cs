using System.Diagnostics;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;

namespace EcsTools.Benchmarks;

/// <summary>The runs of <c>docs/performance.md</c>, printed as a table, and written as JSON where a file is named.</summary>
internal static class Scenarios
{
    private const int Turns = 5;
    private const string ToFile = "--json";

    private static readonly (string Name, Func<Task<IReadOnlyList<Measurement>>> Run)[] All =
    [
        ("import", ImportScenario.RunAsync),
        ("prompt", PromptAsync),
        ("list", ListScenario.RunAsync),
        ("first", FirstAsync),
        ("find", FindAsync),
        ("stop", PowerScenario.RunAsync),
        ("storm", StormAsync),
        ("reinstall", () => Task.FromResult(ReinstallScenario.Run())),
        ("pipeline", () => Task.FromResult<IReadOnlyList<Measurement>>([PipelineScenario.Run()])),
        ("stream", () => Task.FromResult(StreamRun.Measure())),
        ("growth", () => Task.FromResult(GrowthScenario.Run())),
    ];

    /// <param name="args">Names of scenarios, none for all; <c>--json</c> and a file for the figures.</param>
    public static async Task RunAsync(string[] args)
    {
        string[] names = [.. args.TakeWhile(a => a != ToFile)];
        List<Measurement> measured = [];
        Console.WriteLine("| Scenario | Figure | To reach |");
        Console.WriteLine("|---|---|---|");
        foreach ((_, Func<Task<IReadOnlyList<Measurement>>> run) in All.Where(s => names.Length == 0 || names.Contains(s.Name)))
        {
            foreach (Measurement measurement in await run())
            {
                Console.WriteLine(measurement);
                measured.Add(measurement);
            }
        }

        if (args.Length > names.Length + 1)
        {
            Measurement.Write(args[names.Length + 1], measured);
        }
    }

    private static async Task<IReadOnlyList<Measurement>> PromptAsync()
    {
        if (!PromptScenario.CanRun)
        {
            return [new Measurement("first prompt", "1.5 x") { Missing = "not measured: it needs Linux and its program 'script'" }];
        }

        double cpu = 0;
        double bareCpu = 0;
        Rounds rounds = await Rounds.RunAsync(
            Turns,
            ("ms", () => Task.FromResult(Keep(PromptScenario.TimeShell(), out cpu))),
            ("CPU ms", () => Task.FromResult(cpu)),
            ("bare ms", () => Task.FromResult(Keep(PromptScenario.TimeBare(), out bareCpu))),
            ("bare CPU ms", () => Task.FromResult(bareCpu)));
        return
        [
            new Measurement("first prompt of the Shell, sandbox running", "1.5 x", ("ms", rounds.Median("ms")), ("the same pwsh and the import alone ms", rounds.Median("bare ms")), ("x", rounds.Ratio("ms", "bare ms"))),
            new Measurement("processor time until then", "published", ("ms", rounds.Median("CPU ms")), ("bare ms", rounds.Median("bare CPU ms")), ("x", rounds.Ratio("CPU ms", "bare CPU ms"))),
        ];

        static double Keep(PromptTime time, out double cpu)
        {
            cpu = time.Cpu;
            return time.Wall;
        }
    }

    private static async Task<IReadOnlyList<Measurement>> FirstAsync()
    {
        using SandboxHost server = SandboxHost.Start(10_000, latencyMilliseconds: 50);
        ConnectedAccount account = await server.OpenAsync(EcsCloud.Alibaba);
        Rounds rounds = await Rounds.RunAsync(Turns, ("ms", TimeFirstAsync), ("one page ms", TimePageAsync));
        return [new Measurement("first object of 10,000, 50 ms latency", "1.5 x", ("ms", rounds.Median("ms")), ("one page ms", rounds.Median("one page ms")), ("x", rounds.Ratio("ms", "one page ms")))];

        async Task<double> TimeFirstAsync()
        {
            using CancellationTokenSource rest = new();
            long begun = Stopwatch.GetTimestamp();
            await Inventory.Instances(account, new InstanceQuery()).ReadAsync(rest.Token);
            double took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            await rest.CancelAsync();
            return took;
        }

        async Task<double> TimePageAsync()
        {
            long begun = Stopwatch.GetTimestamp();
            await account.Cloud.ListInstancesAsync(new InstanceQuery(), null, null, CancellationToken.None);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }

    private static async Task<IReadOnlyList<Measurement>> FindAsync()
    {
        using SandboxHost server = SandboxHost.Start(0);
        return [await Counts.FindAsync(server, EcsCloud.Alibaba), await Counts.FindAsync(server, EcsCloud.Huawei), await Counts.FindAsync(server, EcsCloud.OpenTelekom)];
    }

    private static async Task<IReadOnlyList<Measurement>> StormAsync()
    {
        const int Fleet = 1000;
        const int Allowance = 100;
        using SandboxHost server = SandboxHost.StartThrottled(Fleet + 17, Allowance);
        ConnectedAccount account = await server.OpenAsync(EcsCloud.Alibaba);
        IReadOnlyList<EcsInstance> nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], CancellationToken.None);
        server.PlayFaults(true);
        int done = 0;
        PowerBatchRunner run = new(
            new OperationOptions { Kind = OperationKind.Stop }, TimeSpan.FromHours(1), throttleLimit: 5, r => Interlocked.Add(ref done, r.Error is null ? 1 : 0));
        TimeSpan begun = server.Elapsed;
        await run.SendAsync(account, [.. nodes.Take(Fleet)], CancellationToken.None);
        TimeSpan sent = server.Elapsed;
        await run.FinishAsync();

        // The sandbox counts in whole minutes of its clock, as Alibaba Cloud does; the first one had begun already.
        int minutes = (int)sent.TotalMinutes - (int)begun.TotalMinutes + 1;
        return
        [
            new Measurement(
                $"stop 1,000 by single calls, {Allowance} a minute allowed", "90 %",
                ("minutes by the sandbox's clock", (sent - begun).TotalMinutes), ("stopped without an error", done), ("% of the allowance used", 100.0 * Fleet / (Allowance * minutes))),
        ];
    }
}
