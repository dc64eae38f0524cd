using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fleets;

public sealed class RolloutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-journal-").FullName;
    private readonly FleetFixture _bench = FleetFixture.Make(40);

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task No_more_servers_are_worked_on_than_the_limit()
    {
        int now = 0;
        int most = 0;

        IReadOnlyList<OperationResult> results = await RunAsync(20, new Rollout
        {
            ThrottleLimit = 3,
            HealthCheck = async (_, _) =>
            {
                lock (_folder)
                {
                    most = Math.Max(most, ++now);
                }

                await Task.Yield();
                lock (_folder)
                {
                    now--;
                }
            },
        });

        Assert.Equal(20, results.Count(r => r.Operation.Succeeded));
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Canaries_go_before_all_others()
    {
        List<string> checks = [];

        IReadOnlyList<OperationResult> results = await RunAsync(10, new Rollout
        {
            ThrottleLimit = 4,
            Canary = 2,
            HealthCheck = (instance, _) =>
            {
                lock (checks)
                {
                    checks.Add(instance.Name);
                }

                return Task.CompletedTask;
            },
        });

        Assert.Equal(["node-0001", "node-0002"], checks.Take(2).Order());
        Assert.Equal(10, results.Count(r => r.Operation.Succeeded));
    }

    [Fact]
    public async Task A_canary_that_fails_leaves_all_others_alone_whatever_the_failure_limit()
    {
        IReadOnlyList<OperationResult> results = await RunAsync(10, new Rollout { Canary = 1, FailureLimit = 100, HealthCheck = Sick });

        Assert.Equal(1, Reinstalled());
        Assert.Equal(EcsErrorId.HealthCheckFailed, results[0].Operation.ErrorId);
        Assert.Equal(EcsOperationState.Failed, results[0].Operation.State);
        Assert.Equal(9, results.Skip(1).Count(r => r.Operation.State == EcsOperationState.Abandoned && r.Error!.WasNotCarriedOut));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public async Task After_so_many_failures_nothing_more_is_begun(int failureLimit, int begun)
    {
        IReadOnlyList<OperationResult> results = await RunAsync(10, new Rollout { ThrottleLimit = 1, FailureLimit = failureLimit, HealthCheck = Sick });

        Assert.Equal(begun, Reinstalled());
        Assert.Equal(10 - begun, results.Count(r => r.Operation.State == EcsOperationState.Abandoned));
    }

    [Fact]
    public async Task RunAll_SeveralDisksOfOneServer_AreChangedInTurn()
    {
        ConnectedAccount account = await _bench.OpenAsync(SandboxCloud.Alibaba);
        EcsInstance server = (await FleetFixture.NodesAsync(account))[0];
        OperationOptions options = new() { Kind = OperationKind.DiskExtend, Timeout = TimeSpan.FromDays(10) };
        List<PlannedOperation> plans = [];
        foreach (int size in new[] { 50, 60 })
        {
            plans.AddRange(await OperationPlanner.PlanAsync(account, [(server, options with { SizeGiB = size })], FleetFixture.Token));
        }

        List<OperationResult> results = [];
        await RolloutRunner.RunAllAsync(plans, Journal.Open(_folder), new Rollout { ThrottleLimit = 5, FailureLimit = 5 }, results.Add, FleetFixture.Token);

        // The second finds what the first has left, and not a server that is claimed.
        Assert.Equal([null, EcsErrorId.PlanChanged], results.Select(r => r.Error?.ErrorId));
        Assert.Equal(plans.Select(p => p.Plan.PlanId), results.Select(r => r.PlanId));
    }

    private static Task Sick(EcsInstance instance, System.Threading.CancellationToken cancellation) =>
        throw new EcsException(EcsErrorId.HealthCheckFailed, "no") { InstanceId = instance.Id };

    private int Reinstalled() => _bench.Sandbox.Effects(SandboxCloud.Huawei).Where(e => e.Key is "rebuild" or "reinstall").Sum(e => e.Value);

    private async Task<IReadOnlyList<OperationResult>> RunAsync(int count, Rollout rollout)
    {
        ConnectedAccount account = await _bench.OpenAsync(SandboxCloud.Huawei);
        EcsInstance[] nodes = [.. (await FleetFixture.NodesAsync(account)).OrderBy(n => n.Name, StringComparer.Ordinal).Take(count)];
        OperationOptions options = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None, StopFirst = true, Timeout = TimeSpan.FromDays(10) };
        IReadOnlyList<PlannedOperation> plans = await OperationPlanner.PlanAsync(account, options, nodes, FleetFixture.Token);
        List<OperationResult> results = [];
        await RolloutRunner.RunAllAsync(plans, Journal.Open(_folder), rollout, Collect, FleetFixture.Token);
        return results;

        void Collect(OperationResult result)
        {
            lock (results)
            {
                results.Add(result);
            }
        }
    }
}
