using System.Diagnostics;

using EcsTools.Core.Auditing;
using EcsTools.Core.State;
using EcsTools.Core.Tests.State;
using EcsTools.Postgres;

namespace EcsTools.Benchmarks;

/// <summary>
/// What one operation costs in each store: a claim, four entries with their records, the end. Each runner has connections of its own, as on a
/// machine of its own; all are threads of this process, and the database is on this machine with its flushes on.
/// </summary>
internal static class StateScenario
{
    private const int Operations = 400;
    private const int Steps = 4;
    private static readonly string Entry = new('x', 2500);

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("ecstools-state-").FullName;
        using PostgresServer server = new();
        try
        {
            Console.WriteLine("| Store | Runners | Operations per second | p50, ms | p99, ms |");
            Console.WriteLine("|---|---|---|---|---|");
            Print("folder", 1, _ => new FileStateStore(Path.Combine(folder, "one")));
            Print("folder", 20, _ => new FileStateStore(Path.Combine(folder, "twenty")));
            if (server.Problem is { } problem)
            {
                Console.Error.WriteLine(problem);
                return 1;
            }

            server.Stop();
            server.StartAgain("fsync=on");
            StateAddress address = StateAddress.Parse($"postgres://admin@127.0.0.1:{server.Port}/postgres");
            PostgresStateStore.Initialize(address, PostgresServer.Password, []);
            Print("PostgreSQL", 1, _ => PostgresStateStore.Open(address, PostgresServer.Password));
            Print("PostgreSQL", 20, _ => PostgresStateStore.Open(address, PostgresServer.Password));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string name, int runners, Func<int, IStateStore> open)
    {
        IStateStore[] stores = [.. Enumerable.Range(0, runners).Select(open)];
        stores[0].Prepare();
        Array.ForEach(stores, s => RunOne(s, $"warm-{Guid.NewGuid():N}"));
        double[][] times = new double[runners][];
        long begun = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, runners).Select(r => new Thread(() =>
            times[r] = [.. Enumerable.Range(0, Operations / runners).Select(i => RunOne(stores[r], $"{r}-{i}"))]))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        double[] all = [.. times.SelectMany(t => t).Order()];
        Console.WriteLine($"| {name} | {runners} | {all.Length / seconds:0} | {all[all.Length / 2]:0.0} | {all[all.Length * 99 / 100]:0.0} |");
        foreach (IDisposable store in stores.OfType<IDisposable>())
        {
            store.Dispose();
        }
    }

    private static double RunOne(IStateStore store, string server)
    {
        long begun = Stopwatch.GetTimestamp();
        using (store.TryClaim(server) ?? throw new InvalidOperationException($"{server} is claimed."))
        {
            for (int step = 0; step < Steps; step++)
            {
                store.Audit.Append([new AuditEvent { OperationId = server, Step = $"{step}" }]);
                store.Write(server, server, Entry);
            }
        }

        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }
}
