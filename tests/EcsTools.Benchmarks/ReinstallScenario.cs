using System.Diagnostics;
using System.Globalization;

using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;

namespace EcsTools.Benchmarks;

/// <summary>Reinstalls many servers in a process of its own, whose memory is told, beside as many rounds of a single one as the limit makes.</summary>
internal static class ReinstallScenario
{
    private const int CastSize = 17;
    private const int Singles = 5;
    private const double TimeScale = 60;

    public static IReadOnlyList<Measurement> Run() => [Run(100, 10, "1.1 x"), Run(100, 100, "published"), Run(1000, 100, "1.1 x; 200 MB")];

    /// <summary>The run in the process of its own: prints what a single one took, what all took, and the peak of memory.</summary>
    public static async Task PrintAsync(string[] args)
    {
        (int count, int limit) = (int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
        using ConnectedAccount account = await SandboxHost.OpenAsync(
            new Uri(args[3]), args[4], args[5], EcsCloud.Huawei, nameof(ReinstallScenario), ScaledClock(), TimeScale, handler: null);
        IReadOnlyList<EcsInstance> nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], CancellationToken.None);
        await PowerScenario.StopAsync(account, nodes);
        nodes = await InstanceLookup.FindByNameAsync(account, ["node-*"], CancellationToken.None);
        string folder = Directory.CreateTempSubdirectory("ecstools-benchmark-").FullName;
        try
        {
            List<double> single = [];
            foreach (EcsInstance node in nodes.Skip(count).Take(Singles))
            {
                single.Add(await TimeAsync(account, [node], folder, 1));
            }

            double all = await TimeAsync(account, [.. nodes.Take(count)], folder, limit);
            using Process self = Process.GetCurrentProcess();
            Console.WriteLine(string.Join(' ', new[] { single.Order().ElementAt(Singles / 2), all, self.PeakWorkingSet64 / 1048576.0 }.Select(v => v.ToString(CultureInfo.InvariantCulture))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Measurement Run(int count, int limit, string goal)
    {
        using SandboxHost server = SandboxHost.Start(count + Singles + CastSize, TimeScale);
        string[] told = ChildProcess.Ask("reinstall", Text(count), Text(limit), server.Url.ToString(), server.KeyId, server.KeySecret).Split(' ');
        double[] figures = [.. told.Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        double rounds = figures[0] * count / limit;
        int calls = server.CountAll();
        return new Measurement(
            $"reinstall {count:N0}, ThrottleLimit {limit}, Huawei", goal,
            ("ms", figures[1]), ($"{count / limit} rounds ms", rounds), ("x", figures[1] / rounds), ("MB at most", figures[2]), ("calls, with those that stop all first", calls));
    }

    private static Func<TimeSpan> ScaledClock()
    {
        long begun = Stopwatch.GetTimestamp();
        return () => Stopwatch.GetElapsedTime(begun) * TimeScale;
    }

    private static async Task<double> TimeAsync(ConnectedAccount account, IReadOnlyList<EcsInstance> instances, string folder, int limit)
    {
        int done = 0;
        long begun = Stopwatch.GetTimestamp();
        OperationOptions options = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None };
        IReadOnlyList<PlannedOperation> plans = await OperationPlanner.PlanAsync(account, options, instances, CancellationToken.None);
        await RolloutRunner.RunAllAsync(
            plans, Journal.Open(folder), new Rollout { ThrottleLimit = limit }, r => Interlocked.Add(ref done, r.Error is null ? 1 : 0), CancellationToken.None);
        double took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return done == instances.Count ? took : throw new InvalidOperationException($"Only {done} of {instances.Count} were reinstalled.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
