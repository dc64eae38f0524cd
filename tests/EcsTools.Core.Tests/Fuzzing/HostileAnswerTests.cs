using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using CsCheck;
using EcsTools.Core.Accounts;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>
/// Whatever a cloud, or something that stands before it, answers: an object or an <see cref="EcsException"/> with a known id, within
/// bounds, without a secret and without characters that a terminal obeys. The environment variable <c>ECSTOOLS_HOSTILE_INPUTS</c> says how many.
/// </summary>
public sealed class HostileAnswerTests
{
    private const int LongestMessage = 4000;
    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<EcsCloud, Lazy<Task<ReadScenario>>> Tours = new();
    private static readonly HashSet<string> Ids = [.. typeof(EcsErrorId).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    internal static int InputsPerTest { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("ECSTOOLS_HOSTILE_INPUTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n / 3 : 1500;

    // Without this the test below could pass by never coming further than the login.
    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task What_was_recorded_is_read_again(EcsCloud cloud)
    {
        ReadScenario tour = await Tours.GetOrAdd(cloud, c => new Lazy<Task<ReadScenario>>(() => ReadScenario.RecordAsync(c))).Value;
        List<string> ends = [];
        foreach (ReadStep stop in tour.Stops)
        {
            ends.Add($"{stop}: {await RunAsync(new HostileCase(tour, stop, -1, false, 0))}, recorded {stop.Ended}");
        }

        Assert.True(ends.All(e => e.Split(": ")[1].Split(", recorded ") is [var now, var then] && now == then), string.Join(Environment.NewLine, ends));
        Assert.Contains(tour.Stops, s => s.Name == "operation OsReinstall" && s.Ended == "read");
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Every_answer_is_read_or_refused(EcsCloud cloud)
    {
        ReadScenario tour = await Tours.GetOrAdd(cloud, c => new Lazy<Task<ReadScenario>>(() => ReadScenario.RecordAsync(c))).Value;
        ConcurrentDictionary<string, int> outcomes = new();
        ConcurrentDictionary<string, string> failures = new();
        long before = GC.GetTotalAllocatedBytes();
        Stopwatch watch = Stopwatch.StartNew();

        Gen.Select(Gen.Int[0, tour.Stops.Count - 1], Gen.Int[0, 11], Gen.Bool, Gen.Int)
            .Sample((stop, number, isForGood, seed) => Check(new HostileCase(tour, tour.Stops[stop], number, isForGood, seed), outcomes, failures), iter: InputsPerTest, threads: 2);

        long perInput = (GC.GetTotalAllocatedBytes() - before) / InputsPerTest;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{cloud}: {InputsPerTest} inputs through {tour.Stops.Count} readers in {watch.Elapsed.TotalSeconds:0} s, {perInput / 1024} KB each. "
            + string.Join(", ", outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {o.Value}")));
        Assert.True(failures.IsEmpty, string.Join(Environment.NewLine + Environment.NewLine, failures.Values));
        Assert.True(perInput < 16 * 1024 * 1024, $"{perInput} bytes for an input.");
    }

    // All kinds of failures of a run are gathered, each with the case that shows it, instead of only the first.
    private static void Check(HostileCase input, ConcurrentDictionary<string, int> outcomes, ConcurrentDictionary<string, string> failures)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            string outcome = RunAsync(input).GetAwaiter().GetResult();
            outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1);
            Assert.True(watch.Elapsed < LongestTime, $"took {watch.Elapsed}");
        }
        catch (Exception error)
        {
            string place = error.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("EcsTools.Core.", StringComparison.Ordinal) && !l.Contains("Tests", StringComparison.Ordinal)) ?? "";
            failures.TryAdd(error.GetType() + place + (place.Length == 0 ? error.Message[..Math.Min(40, error.Message.Length)] : ""), $"{input}: {error.GetType()}: {error.Message[..Math.Min(300, error.Message.Length)]}\n{error.StackTrace}");
        }
    }

    private static async Task<string> RunAsync(HostileCase input)
    {
        using CancellationTokenSource end = new();
        using MutatingHandler network = new();
        LineLog log = new();
        using IDisposable use = AmbientLog.Use(log);
        string? victim = null;
        network.Play(input.Stop.Book, Change, end);
        try
        {
            using ConnectedAccount account = await input.ReadScenario.OpenAsync(network, end.Token);
            await input.Stop.WalkAsync(account, end.Token);
            return "read";
        }
        catch (EcsException error)
        {
            Assert.True(Ids.Contains(error.ErrorId), $"no id: {error.ErrorId}");
            Assert.True(error.Message.Length <= LongestMessage, $"long: a message of {error.Message.Length} characters from {victim}: {error.Message[..Math.Min(200, error.Message.Length)]}");
            Assert.False(error.Message.Any(c => char.IsControl(c) && c != '\n'), $"control character from {victim}: {error.Message}");
            Assert.False(error.ToString().Contains(Mutator.Secret, StringComparison.Ordinal), $"secret from {victim}: {error.Message}");
            Assert.False(log.Lines.Any(l => l.Contains(Mutator.Secret, StringComparison.Ordinal)), "secret in the log");
            return error.ErrorId;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            throw new InvalidOperationException($"endless: {victim}");
        }

        RecordedAnswer Change(int request, string key, bool carriesSecret, RecordedAnswer answer)
        {
            if (request != input.Number && !(input.IsForGood && key == victim))
            {
                return answer;
            }

            victim = key;
            return new Mutator(input.Seed, carriesSecret).Damage(answer, input.Stop.Book.Bodies);
        }
    }

    private sealed record HostileCase(ReadScenario ReadScenario, ReadStep Stop, int Number, bool IsForGood, int Seed)
    {
        public override string ToString() => $"{ReadScenario.Cloud} '{Stop}', request {Number}, {(IsForGood ? "for good" : "once")}, seed {Seed}";
    }

    private sealed class LineLog : IOperationLog
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public void Verbose(string message) => Lines.Enqueue(message);

        public void Warning(string message) => Lines.Enqueue(message);

        public void Progress(ProgressReport report) => Lines.Enqueue(report.Activity);
    }
}
