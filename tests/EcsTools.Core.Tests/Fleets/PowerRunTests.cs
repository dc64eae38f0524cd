using System.Collections.Concurrent;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fleets;

public class PowerRunTests
{
    // One look at a thousand servers is ten lists of a hundred each; Huawei and OTC have a job besides.
    [Theory]
    [InlineData(SandboxCloud.Alibaba, "alibaba:StopInstances", 10, 10)]
    [InlineData(SandboxCloud.Huawei, "huawei:POST os-stop", 1, 11)]
    [InlineData(SandboxCloud.OpenTelekom, "otc:POST os-stop", 1, 11)]
    public async Task A_thousand_servers_stop_in_few_calls(SandboxCloud cloud, string operation, int calls, int callsPerLook)
    {
        using FleetFixture bench = FleetFixture.Make(1000 + CastSize);
        ConnectedAccount account = await bench.OpenAsync(cloud);
        EcsInstance[] nodes = [.. (await FleetFixture.NodesAsync(account)).Take(1000)];
        IReadOnlyDictionary<string, int> before = bench.Sandbox.Operations;
        TimeSpan begun = bench.Clock.Elapsed;

        IReadOnlyList<PowerResult> results = await FleetFixture.RunAsync(account, StepCalls.Power(OperationKind.Stop), nodes);

        IReadOnlyDictionary<string, int> sent = bench.Count(before);
        double mostLooks = ((bench.Clock.Elapsed - begun).TotalSeconds / 2.7) + 1;
        Assert.Equal(1000, results.Count(r => r.Error is null && r.Instance!.Status == EcsInstanceStatus.Stopped));
        Assert.True(sent.TryGetValue(operation, out int stops) && stops == calls, string.Join(", ", sent));
        Assert.InRange(sent.Values.Sum() - calls, 1, mostLooks * callsPerLook);
    }

    [Fact]
    public async Task What_was_sent_is_not_waited_for_before_the_rest_is_sent()
    {
        PatientCloud cloud = new(doneAfter: 4);
        ConnectedAccount account = cloud.Open();
        ConcurrentQueue<PowerResult> results = [];
        PowerBatchRunner run = new(StepCalls.Power(OperationKind.Stop), TimeSpan.FromDays(3650), throttleLimit: 2, results.Enqueue);

        await run.SendAsync(account, [.. Enumerable.Range(0, 25).Select(Server)], FleetFixture.Token);
        Assert.Empty(results);
        await run.SendAsync(account, [.. Enumerable.Range(25, 5).Select(Server)], FleetFixture.Token);
        await run.FinishAsync();

        Assert.Equal(30, results.Count(r => r.Error is null));
        Assert.Equal([5, 5, 10, 10], cloud.Batches.Order());
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_limit()
    {
        PatientCloud cloud = new(doneAfter: 0, together: 3);
        PowerBatchRunner run = new(StepCalls.Power(OperationKind.Start), null, throttleLimit: 3, _ => { });

        await run.SendAsync(cloud.Open(), [.. Enumerable.Range(0, 200).Select(Server)], FleetFixture.Token);

        Assert.Equal(20, cloud.Batches.Count);
        Assert.Equal(3, cloud.MostAtOnce);
    }

    // What the cloud puts off is sent late, and the command's time is over no later for it.
    [Fact]
    public async Task SendAsync_IsPutOff_LeavesLessTimeToWait()
    {
        PatientCloud cloud = new(doneAfter: int.MaxValue);
        ConnectedAccount account = cloud.Open();
        cloud.BeforeAnswer = () => account.Time.Delay(TimeSpan.FromSeconds(40), FleetFixture.Token);
        ConcurrentQueue<PowerResult> results = [];
        PowerBatchRunner run = new(StepCalls.Power(OperationKind.Stop), TimeSpan.FromSeconds(60), throttleLimit: 1, results.Enqueue);

        long begun = account.Time.GetTimestamp();
        await run.SendAsync(account, [Server(0)], FleetFixture.Token);
        await run.FinishAsync();

        Assert.Equal(EcsErrorId.OperationTimeout, Assert.Single(results).Error?.ErrorId);
        Assert.InRange(account.Time.GetElapsedTime(begun), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62));
    }

    private const int CastSize = 17;

    private static EcsInstance Server(int number) => new() { Id = $"i-{number}", Name = $"node-{number}" };

    /// <summary>A cloud whose servers are done only when it was called often enough.</summary>
    /// <param name="together">So many calls have to be under way before the first of them ends.</param>
    private sealed class PatientCloud(int doneAfter, int together = 1) : StubCloud, ICloudStep
    {
        private readonly TaskCompletionSource _areTogether = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _now;

        public List<int> Batches { get; } = [];

        public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

        public int MostAtOnce { get; private set; }

        public StepKind Kind => StepKind.Stop;

        public override ICloudStep? FindStep(StepKind kind) => this;

        public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
            targets.WithAsync(CountAsync(targets.Count), (_, handle) => handle);

        public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation)
        {
            lock (Batches)
            {
                ObservedState state = Batches.Count >= doneAfter ? ObservedState.TookEffect : ObservedState.Pending;
                return [.. sent.Select(s => Task.FromResult(new StepObservation(state, s.Target.Instance)))];
            }
        }

        private async Task<StepHandle> CountAsync(int servers)
        {
            lock (Batches)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_now);
                if (_now == together)
                {
                    _areTogether.TrySetResult();
                }
            }

            await _areTogether.Task;
            await BeforeAnswer();
            lock (Batches)
            {
                _now--;
                Batches.Add(servers);
            }

            return new StepHandle();
        }
    }
}
