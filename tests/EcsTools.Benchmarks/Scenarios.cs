using System.Diagnostics;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;

namespace EcsTools.Benchmarks;

/// <summary>The runs of <c>docs/performance.md</c>, printed as a table. Every figure is the median of a few rounds, what is compared is run in turn.</summary>
internal static class Scenarios
{
    private const int Rounds = 5;
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly (string Name, Func<Task> Run)[] All =
    [
        ("import", ImportAsync), ("prompt", PromptAsync), ("list", ListAsync), ("first", FirstAsync), ("stop", StopAsync), ("storm", StormAsync), ("reinstall", ReinstallAsync), ("stream", StreamAsync),
    ];

    public static async Task RunAsync(string[] names)
    {
        Console.WriteLine("| Scenario | Figure | To reach |");
        Console.WriteLine("|---|---|---|");
        foreach ((_, Func<Task> run) in All.Where(s => names.Length == 0 || names.Contains(s.Name)))
        {
            await run();
        }
    }

    private static Task ImportAsync()
    {
        using ImportScenario import = new();
        double[] took = MediansInTurn(import.Runs());
        Row($"import in a new process, {import.Host}", $"{took[0]:0} ms; an empty binary module {took[1]:0} ms; {took[0] - took[1]:+0;-0} ms", "+15 ms");
        Row($"import and first command in a new process, {import.Host}", $"{took[2]:0} ms", "published");
        return Task.CompletedTask;
    }

    private static Task PromptAsync()
    {
        if (!PromptScenario.CanRun)
        {
            Row("first prompt", "not measured: it needs Linux and its program 'script'", "1.5 x");
            return Task.CompletedTask;
        }

        List<PromptTime> shell = [];
        List<PromptTime> bare = [];
        for (int round = 0; round <= Rounds; round++)
        {
            (PromptTime ours, PromptTime least) = (PromptScenario.TimeShell(), PromptScenario.TimeBare());
            if (round > 0)
            {
                shell.Add(ours);
                bare.Add(least);
            }
        }

        (double wall, double bareWall) = (Median([.. shell.Select(t => t.Wall)]), Median([.. bare.Select(t => t.Wall)]));
        (double cpu, double bareCpu) = (Median([.. shell.Select(t => t.Cpu)]), Median([.. bare.Select(t => t.Cpu)]));
        Row("first prompt of the Shell, sandbox running", $"{wall:0} ms; the same pwsh and the import alone {bareWall:0} ms; {wall / bareWall:0.00} x", "1.5 x");
        Row("processor time until then", $"{cpu:0} ms; {bareCpu:0} ms; {cpu / bareCpu:0.00} x", "published");
        return Task.CompletedTask;
    }

    private static async Task ListAsync()
    {
        using SandboxHost server = SandboxHost.Start(10_000);
        foreach (EcsCloud cloud in new[] { EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom })
        {
            ConnectedAccount account = await server.OpenAsync(cloud);
            using BaselineBenchmark floor = new(server, cloud, account.Info.AccountId);
            List<double> ours = [];
            List<double> least = [];
            List<double> alone = [];
            for (int round = 0; round <= Rounds; round++)
            {
                double[] times =
                [
                    await TimeAsync(() => ReadAllAsync(account)), await TimeAsync(() => floor.ListAsync(parses: true)), await TimeAsync(() => floor.ListAsync(parses: false)),
                ];
                if (round > 0)
                {
                    ours.Add(times[0]);
                    least.Add(times[1]);
                    alone.Add(times[2]);
                }
            }

            Row(
                $"list 10,000, {cloud}",
                $"{Median(ours):0} ms; bare loop {Median(least):0} ms; {Median(ours) / Median(least):0.00} x; the sandbox and the wire alone {Median(alone):0} ms; {NodeSdk.TimeList(server, cloud, account.Info.AccountId)}",
                "1.15 x; faster than the SDK");
        }
    }

    private static async Task FirstAsync()
    {
        using SandboxHost server = SandboxHost.Start(10_000, latencyMilliseconds: 50);
        ConnectedAccount account = await server.OpenAsync(EcsCloud.Alibaba);
        List<double> first = [];
        List<double> page = [];
        for (int round = 0; round <= Rounds; round++)
        {
            using CancellationTokenSource rest = new();
            first.Add(await TimeAsync(async () => (await Inventory.Instances(account, new InstanceQuery()).ReadAsync(rest.Token))!.Count));
            await rest.CancelAsync();
            page.Add(await TimeAsync(async () => (await account.Cloud.ListInstancesAsync(new InstanceQuery(), null, null, None)).Items.Count));
        }

        Row("first object of that list, 50 ms latency", $"{Median(first):0} ms; one page {Median(page):0} ms; {Median(first) / Median(page):0.00} x", "1.5 x");
    }

    private static async Task StopAsync()
    {
        const int Fleet = 1000;
        const int Sample = 10;
        foreach ((EcsCloud cloud, string stop, string poll) in new[]
        {
            (EcsCloud.Alibaba, "alibaba:StopInstances", "alibaba:DescribeInstances"),
            (EcsCloud.Huawei, "huawei:POST os-stop", "huawei:GET cloudservers/detail"),
            (EcsCloud.OpenTelekom, "otc:POST os-stop", "otc:GET cloudservers/detail"),
        })
        {
            using SandboxHost server = SandboxHost.Start(Fleet + Sample + 17, latencyMilliseconds: 50);
            ConnectedAccount account = await server.OpenAsync(cloud);
            IReadOnlyList<EcsInstance> nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], None);
            int polls = server.Count(poll);
            double together = await TimeAsync(() => StopAsync(account, [.. nodes.Take(Fleet)]));
            polls = server.Count(poll) - polls;
            int calls = server.Count(stop);

            // As a script on the vendor's SDK would do it: stop one, wait for it, go on with the next.
            double alone = await TimeAsync(async () =>
            {
                foreach (EcsInstance node in nodes.Skip(Fleet).Take(Sample))
                {
                    await StopAsync(account, [node]);
                }

                return Sample;
            });
            double one = alone / Sample * Fleet;
            Row(
                $"stop 1,000, {cloud}, 50 ms latency",
                $"{together:0} ms, {calls} stop calls, {polls} lists; one by one {one / 1000:0} s (from {Sample}); {one / together:0} x faster",
                "10 or 1 calls; 20 x");
        }
    }

    private static async Task StormAsync()
    {
        const int Fleet = 1000;
        const int Allowance = 100;
        using SandboxHost server = SandboxHost.StartThrottled(Fleet + 17, Allowance);
        ConnectedAccount account = await server.OpenAsync(EcsCloud.Alibaba);
        IReadOnlyList<EcsInstance> nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], None);
        server.PlayFaults(true);
        int done = 0;
        PowerBatchRunner run = new(new OperationOptions { Kind = OperationKind.Stop }, TimeSpan.FromHours(1), throttleLimit: 5, r => Count(r.Error, ref done));
        TimeSpan begun = server.Elapsed;
        await run.SendAsync(account, [.. nodes.Take(Fleet)], None);
        TimeSpan sent = server.Elapsed;
        await run.FinishAsync();
        Whole(done, Fleet);

        // The sandbox counts in whole minutes of its clock, as Alibaba Cloud does; the first one had begun already.
        int minutes = (int)sent.TotalMinutes - (int)begun.TotalMinutes + 1;
        double used = (double)Fleet / (Allowance * minutes);
        Row($"stop 1,000 by single calls, {Allowance} a minute allowed", $"sent in {(sent - begun).TotalMinutes:0.0} min by the sandbox's clock, no error; {used:P0} of the allowance of {minutes} minutes", "90 %");
    }

    private static async Task ReinstallAsync()
    {
        using SandboxHost server = SandboxHost.Start(130);
        ConnectedAccount account = await server.OpenAsync(EcsCloud.Huawei);
        IReadOnlyList<EcsInstance> nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], None);
        await StopAsync(account, nodes);
        nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], None);
        string folder = Directory.CreateTempSubdirectory("ecstools-benchmark-").FullName;
        try
        {
            List<double> single = [];
            foreach (EcsInstance node in nodes.Skip(100).Take(Rounds))
            {
                single.Add(await TimeAsync(() => ReinstallAsync(account, [node], folder)));
            }

            double all = await TimeAsync(() => ReinstallAsync(account, [.. nodes.Take(100)], folder));
            double ideal = 10 * Median(single);
            Row("reinstall 100, ThrottleLimit 10", $"{all:0} ms; ten rounds {ideal:0} ms; {all / ideal:0.00} x", "1.1 x");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task StreamAsync()
    {
        using SandboxHost server = SandboxHost.Start(100_000);
        string[] where = [server.Url.ToString(), server.KeyId, server.KeySecret];
        double few = ChildProcess.Measure(["stream", "1000", .. where]);
        double many = ChildProcess.Measure(["stream", "100000", .. where]);
        Row("stream 100,000 to nothing", $"peak {many:0} MB; 1,000: {few:0} MB; {many - few:+0;-0} MB", "+30 MB");
        return Task.CompletedTask;
    }

    private static async Task<int> ReadAllAsync(ConnectedAccount account)
    {
        PageReader<EcsInstance> reader = Inventory.Instances(account, new InstanceQuery());
        int rows = 0;
        while (await reader.ReadAsync(None) is { } page)
        {
            rows += page.Count;
        }

        return rows;
    }

    private static async Task<int> StopAsync(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        int done = 0;
        PowerBatchRunner run = new(new OperationOptions { Kind = OperationKind.Stop }, TimeSpan.FromMinutes(10), throttleLimit: 5, r => Count(r.Error, ref done));
        await run.SendAsync(account, instances, None);
        await run.FinishAsync();
        return Whole(done, instances.Count);
    }

    private static async Task<int> ReinstallAsync(ConnectedAccount account, IReadOnlyList<EcsInstance> instances, string folder)
    {
        int done = 0;
        OperationOptions options = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None };
        IReadOnlyList<PlannedOperation> plans = await OperationPlanner.PlanAsync(account, options, instances, None);
        await RolloutRunner.RunAllAsync(plans, Journal.Open(folder), new Rollout { ThrottleLimit = 10 }, r => Count(r.Error, ref done), None);
        return Whole(done, instances.Count);
    }

    private static void Count(EcsException? error, ref int done)
    {
        if (error is null)
        {
            Interlocked.Increment(ref done);
        }
    }

    // A run that did not do its work has no time worth printing.
    private static int Whole(int done, int wanted) => done == wanted ? done : throw new InvalidOperationException($"Only {done} of {wanted} were done.");

    private static async Task<double> TimeAsync(Func<Task<int>> work)
    {
        long begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double[] MediansInTurn(Func<double>[] runs)
    {
        // The first round warms the disk.
        double[][] rounds = [.. Enumerable.Range(0, Rounds + 1).Select(_ => runs.Select(r => r()).ToArray()).ToArray().Skip(1)];
        return [.. runs.Select((_, i) => Median([.. rounds.Select(r => r[i])]))];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Row(string scenario, string figure, string goal) => Console.WriteLine($"| {scenario} | {figure} | {goal} |");
}
