using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Benchmarks;

/// <summary>
/// A thousand requests in flight, for a while, from one process to a sandbox that listens in another. An account keeps to ten calls
/// side by side, so a hundred accounts are open.
/// </summary>
internal static class Load
{
    /// <summary>How long by default.</summary>
    public const int Seconds = 60;

    private const int Accounts = 100;
    private const int CallsPerAccount = 10;
    private const int LatencyMilliseconds = 2000;

    public static async Task<int> RunAsync(int seconds)
    {
        using Server server = Server.Start(0, timeScale: 1, LatencyMilliseconds);
        OpenAccount[] accounts = await Task.WhenAll(Enumerable.Range(0, Accounts).Select(i => server.OpenAsync(i % 2 == 0 ? EcsCloud.Alibaba : EcsCloud.Huawei, $"load-{i}")));
        ConcurrentDictionary<string, int> errors = new();
        int pending = 0;
        long done = 0;
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(seconds));
        Stopwatch watch = Stopwatch.StartNew();
        Task[] callers = [.. accounts.SelectMany(a => Enumerable.Range(0, CallsPerAccount).Select(_ => Task.Run(() => CallAsync(a))))];
        List<int> samples = [];
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(5, seconds / 4.0)));
        while (!end.IsCancellationRequested)
        {
            samples.Add(Volatile.Read(ref pending));
            await Task.Delay(100);
        }

        double lasted = watch.Elapsed.TotalSeconds;
        await Task.WhenAll(callers);
        Console.WriteLine(
            $"{seconds} s, {Accounts} accounts of {CallsPerAccount} calls, {LatencyMilliseconds} ms latency: {done} calls, {done / lasted:0} a second; in flight at least {samples.Min()}, "
            + $"on the wire {done / lasted * LatencyMilliseconds / 1000:0} on average; errors: {(errors.IsEmpty ? "none" : string.Join(", ", errors.Select(e => $"{e.Key} {e.Value}")))}.");
        return errors.IsEmpty && samples.Min() >= Accounts * CallsPerAccount * 95 / 100 ? 0 : 1;

        async Task CallAsync(OpenAccount account)
        {
            while (!end.IsCancellationRequested)
            {
                Interlocked.Increment(ref pending);
                try
                {
                    await account.Cloud.ListInstancesAsync(new InstanceQuery { Names = ["web-01"] }, null, end.Token);
                    Interlocked.Increment(ref done);
                }
                catch (OperationCanceledException) when (end.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception error)
                {
                    errors.AddOrUpdate((error as EcsException)?.ErrorId ?? error.GetType().Name, 1, (_, n) => n + 1);
                }
                finally
                {
                    Interlocked.Decrement(ref pending);
                }
            }
        }
    }
}
