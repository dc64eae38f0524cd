using System.Collections.Concurrent;
using System.Diagnostics;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;

namespace EcsTools.Benchmarks;

/// <summary>
/// A thousand requests in flight, for a while, from one process to a sandbox that listens in another and counts what it has not answered
/// yet. An account keeps to ten calls side by side, so that many accounts are open; each answer takes long, so that they need not be fast.
/// </summary>
internal static class LoadTest
{
    /// <summary>How long by default.</summary>
    public const int Seconds = 60;

    private const int Wanted = 1000;
    private const int Accounts = 200;
    private const int CallsPerAccount = 10;
    private static readonly TimeSpan Latency = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(int seconds)
    {
        using SandboxHost server = SandboxHost.Start(0, timeScale: 1, (int)Latency.TotalMilliseconds);
        ConnectedAccount[] accounts = await Task.WhenAll(Enumerable.Range(0, Accounts).Select(i => server.OpenAsync(i % 2 == 0 ? EcsCloud.Alibaba : EcsCloud.Huawei, $"load-{i}")));
        ConcurrentDictionary<string, int> errors = new();
        long done = 0;
        using CancellationTokenSource end = new();

        // Spread over the time that an answer takes, or all would end together as they began.
        Task[] callers = [.. Enumerable.Range(0, Accounts * CallsPerAccount).Select(i => CallAsync(accounts[i % Accounts], Latency * i / (Accounts * CallsPerAccount)))];
        await Task.Delay(Latency * 2);
        long before = Volatile.Read(ref done);
        List<int> samples = [];
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            samples.Add(server.CountOpen());
            await Task.Delay(100);
        }

        long counted = Volatile.Read(ref done) - before;
        await end.CancelAsync();
        await Task.WhenAll(callers);
        Console.WriteLine(
            $"{watch.Elapsed.TotalSeconds:0} s, {Accounts} accounts of {CallsPerAccount} calls, {Latency.TotalSeconds:0} s for an answer. In flight, as the sandbox counted {samples.Count} times: "
            + $"at least {samples.Min()}, on average {samples.Average():0}, at most {samples.Max()}. Answered: {counted}. "
            + $"Errors: {(errors.IsEmpty ? "none" : string.Join(", ", errors.Select(e => $"{e.Key} {e.Value}")))}.");
        return errors.IsEmpty && samples.Min() >= Wanted ? 0 : 1;

        async Task CallAsync(ConnectedAccount account, TimeSpan start)
        {
            try
            {
                await Task.Delay(start, end.Token);
                while (true)
                {
                    try
                    {
                        await account.Cloud.ListInstancesAsync(new InstanceQuery { Names = ["web-01"] }, null, null, end.Token);
                        Interlocked.Increment(ref done);
                    }
                    catch (EcsException error)
                    {
                        errors.AddOrUpdate(error.ErrorId, 1, (_, n) => n + 1);
                    }
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The run is over.
                return;
            }
        }
    }
}
