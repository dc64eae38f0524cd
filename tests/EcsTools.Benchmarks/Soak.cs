using System.Collections.Concurrent;
using System.Diagnostics;

using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;

namespace EcsTools.Benchmarks;

/// <summary>
/// One process carries out operations for at least an hour of sandbox time while one request in twenty goes wrong in some way. What it
/// holds at the end is compared with what it held after the first third, and the journal is read.
/// </summary>
internal static class Soak
{
    /// <summary>How many operations by default.</summary>
    public const int Operations = 5000;

    private const int WorkersPerCloud = 16;
    private const double TimeScale = 240;
    private const double MegabytesAllowed = 8;
    private const int HandlesAllowed = 24;

    // Each in a hundred requests that it may concern.
    private static readonly string[] Faults =
    [
        "Throttle%1", "ServerError%0.5", "CutBefore%0.5@Read", "CutBefore%0.5@Write", "CutAfter%1@Write", "CutAfter%0.5@Later", "GatewayTimeout%0.5", "Malformed%0.5", "Empty%0.2",
        "Truncated%0.5", "NullFields%0.2", "WrongTypes%0.2", "ExtraFields%2", "TokenExpired%0.2", "NonceUsed%0.5@Write", "ReinstallFails%5", "JobUnknown%1",
    ];

    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(3);

    private static readonly EcsCloud[] Clouds = [EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom];

    public static async Task<int> RunAsync(int operations, string[] faults)
    {
        string folder = Directory.CreateTempSubdirectory("ecstools-soak-").FullName;
        try
        {
            using SandboxHost server = SandboxHost.Start(17 + WorkersPerCloud, TimeScale, 0, faults.Length == 0 ? Faults : faults);
            return await RunAsync(server, Journal.Open(folder), folder, operations);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(SandboxHost server, Journal journal, string folder, int operations)
    {
        List<ConnectedAccount> accounts = [];
        List<(ConnectedAccount Account, EcsInstance Node)> work = [];
        foreach (EcsCloud cloud in Clouds)
        {
            ConnectedAccount account = await server.OpenAsync(cloud);
            accounts.Add(account);
            work.AddRange((await InstanceLookup.FindByNameAsync(account, ["node-*"], default)).Take(WorkersPerCloud).Select(n => (account, n)));
        }

        ConcurrentDictionary<string, int> ends = new();
        ResourceUsage? early = null;
        TimeSpan least = operations >= Operations ? TimeSpan.FromHours(1) : TimeSpan.Zero;
        int done = 0;
        Stopwatch watch = Stopwatch.StartNew();
        for (int round = 0; done < operations || server.Elapsed < least; round++)
        {
            // In rounds, so that nothing is under way when it is measured.
            server.PlayFaults(true);
            ConcurrentDictionary<string, string> busy = new();
            Task all = Task.WhenAll(work.Select((w, i) => Task.Run(() => WorkAsync(w.Account, w.Node.Name, journal, new Random((round * 1000) + i), ends, busy))));
            if (await Task.WhenAny(all, Task.Delay(LongestRound)) != all)
            {
                Console.WriteLine($"Stuck ({ThreadPool.ThreadCount} threads, {ThreadPool.PendingWorkItemCount} pieces of work queued, {Timer.ActiveCount} timers): {string.Join("; ", busy.Where(b => b.Value.Length > 0).Select(b => $"{b.Key} {b.Value}"))}");
                return 1;
            }

            await all;
            server.PlayFaults(false);
            done += work.Count * Steps;
            if (early is null && done >= operations / 3)
            {
                early = ResourceUsage.Now();
            }
        }

        string[] faulty = await CheckAsync(accounts, journal, folder, ends);
        ResourceUsage late = ResourceUsage.Now();
        Console.WriteLine($"{done} operations in {watch.Elapsed.TotalSeconds:0} s, {server.Elapsed.TotalMinutes:0} min by the sandbox's clock.");
        Console.WriteLine($"Ends: {string.Join(", ", ends.OrderByDescending(e => e.Value).Select(e => $"{e.Key} {e.Value}"))}.");
        Console.WriteLine($"After a third: {early}. At the end: {late}.");
        Console.WriteLine(faulty.Length == 0 ? "The journal is consistent." : string.Join(Environment.NewLine, faulty));
        accounts.ForEach(a => a.Dispose());
        return faulty.Length == 0 && late.Megabytes - early!.Megabytes < MegabytesAllowed && late.Handles - early.Handles < HandlesAllowed && late.Timers - early.Timers < HandlesAllowed ? 0 : 1;
    }

    private const int Steps = 5;

    private static async Task WorkAsync(ConnectedAccount account, string name, Journal journal, Random random, ConcurrentDictionary<string, int> ends, ConcurrentDictionary<string, string> busy)
    {
        string worker = $"{account.Info.Name} {name}";
        for (int i = 0; i < Steps; i++)
        {
            string end;
            try
            {
                busy[worker] = "looks";
                EcsInstance node = (await InstanceLookup.FindByNameAsync(account, [name], default)).Single(n => n.Name == name);
                busy[worker] = "works";
                end = random.Next(3) == 0 ? await PowerAsync(account, node, random, busy, worker) : await OperateAsync(account, node, journal, random, busy, worker);
            }
            catch (EcsException error)
            {
                end = error.ErrorId;
            }
            catch (InvalidOperationException)
            {
                // An answer of nulls holds no server.
                end = "not found";
            }

            ends.AddOrUpdate(end, 1, (_, n) => n + 1);
        }

        busy[worker] = "";
    }

    private static async Task<string> PowerAsync(ConnectedAccount account, EcsInstance node, Random random, ConcurrentDictionary<string, string> busy, string worker)
    {
        OperationKind action = node.Status == EcsInstanceStatus.Stopped ? OperationKind.Start : random.Next(2) == 0 ? OperationKind.Stop : OperationKind.Restart;
        busy[worker] = $"{action}";
        PowerResult? result = null;
        PowerBatchRunner run = new(new OperationOptions { Kind = action }, TimeSpan.FromMinutes(10), 1, r => result = r);
        await run.SendAsync(account, [node], default);
        await run.FinishAsync();
        return result!.Error?.ErrorId ?? "done";
    }

    private static async Task<string> OperateAsync(ConnectedAccount account, EcsInstance node, Journal journal, Random random, ConcurrentDictionary<string, string> busy, string worker)
    {
        OperationKind[] kinds = [OperationKind.OsReinstall, OperationKind.SystemDiskReset, OperationKind.SnapshotCreate];
        OperationOptions options = new() { Kind = kinds[random.Next(kinds.Length)], Backup = BackupKind.None, StopFirst = true, Start = true };
        busy[worker] = $"plans {options.Kind}";
        IReadOnlyList<PlannedOperation> plans = await OperationPlanner.PlanAsync(account, options, [node], default);
        if (!plans[0].Plan.CanProceed)
        {
            return "requirement";
        }

        busy[worker] = $"{options.Kind}";
        OperationResult? result = null;
        await RolloutRunner.RunAllAsync(plans, journal, new Rollout { ThrottleLimit = 1 }, r => result = r, default);
        if (result!.Operation.State is EcsOperationState.Running or EcsOperationState.Unknown)
        {
            busy[worker] = $"settles {options.Kind}";
            result = await OperationReconciler.SettleAsync(account, journal, result.Operation, doTheRest: true, TimeSpan.FromMinutes(40), default);
            return $"settled as {result.Operation.State}";
        }

        return result.Error?.ErrorId ?? "done";
    }

    private static async Task<string[]> CheckAsync(List<ConnectedAccount> accounts, Journal journal, string folder, ConcurrentDictionary<string, int> ends)
    {
        List<OperationResult> settled = [];
        foreach (EcsOperation open in journal.Find(new JournalQuery()).Where(o => o.State == EcsOperationState.Running))
        {
            settled.Add(await OperationReconciler.SettleAsync(accounts.Single(a => a.Info.AccountKey == open.AccountKey), journal, open, doTheRest: true, TimeSpan.FromMinutes(40), default));
        }

        int files = Directory.GetFiles(folder, "*.json").Length;
        IReadOnlyList<JournalEntry> entries = journal.Read(new JournalQuery());
        ends["in the journal"] = entries.Count;
        return
        [
            .. entries.Count == files ? [] : new[] { $"{files} files, but {entries.Count} entries can be read." },
            .. Directory.GetFiles(folder, "*.new*").Select(f => $"left behind: {f}"),
            .. settled.Where(r => r.Operation.State == EcsOperationState.Running)
                .Select(r => $"still open: {r.Operation.Kind} of {r.Operation.InstanceName} ({r.Operation.AccountKey}): {r.Error?.ErrorId} {r.Error?.Message}"),
            .. entries.Where(e => e.State == EcsOperationState.Running && settled.All(r => r.Operation.OperationId != e.OperationId)).Select(e => $"never settled: {e.Kind} of {e.InstanceName}"),
            .. entries.Where(e => e.State is EcsOperationState.Failed or EcsOperationState.Unknown && e.ErrorId is null).Select(e => $"without a reason: {e.OperationId}"),
            .. entries.Where(e => e.EndedAt < e.StartedAt || e.Steps.Zip(e.Steps.Skip(1), (a, b) => a.SentAt > b.SentAt).Any(x => x)).Select(e => $"out of order: {e.OperationId}"),
            .. entries.Select(e => (e.AccountKey, e.InstanceId)).Distinct().Where(s => !CanClaim(journal, s)).Select(s => $"still claimed: {s.InstanceId}"),
        ];
    }

    private static bool CanClaim(Journal journal, (string AccountKey, string InstanceId) server)
    {
        try
        {
            journal.Claim(server.AccountKey, server.InstanceId).Dispose();
            return true;
        }
        catch (EcsException)
        {
            return false;
        }
    }

    /// <summary>What the process holds once nothing is under way.</summary>
    private sealed record ResourceUsage(double Megabytes, int Handles, long Timers, long Queued)
    {
        public static ResourceUsage Now()
        {
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            using Process self = Process.GetCurrentProcess();
            int handles = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : self.HandleCount;
            return new ResourceUsage(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0, handles, Timer.ActiveCount, ThreadPool.PendingWorkItemCount);
        }

        public override string ToString() => FormattableString.Invariant($"{Megabytes:0.0} MB on the heap, {Handles} handles, {Timers} timers, {Queued} pieces of work queued");
    }
}
