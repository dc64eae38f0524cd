using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fleets;

/// <summary>How many calls one invocation costs for a hundred servers, besides the writes that the clouds take for one server only.</summary>
public sealed class CallBudgetTests(ITestOutputHelper output) : IDisposable
{
    private const int Servers = 100;
    private const int CastSize = 17;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-budget-").FullName;
    private int _ended;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(SandboxCloud.Alibaba, OperationKind.OsReinstall, 100, Servers + 140)]
    [InlineData(SandboxCloud.Huawei, OperationKind.OsReinstall, 100, Servers + 300)]
    [InlineData(SandboxCloud.OpenTelekom, OperationKind.OsReinstall, 100, Servers + 300)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.OsReinstall, 10, Servers + 500)]
    [InlineData(SandboxCloud.Huawei, OperationKind.OsReinstall, 10, Servers + 700)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.Release, 100, Servers + 60)]
    [InlineData(SandboxCloud.Huawei, OperationKind.Release, 100, Servers + 60)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.SnapshotCreate, 100, Servers + 60)]
    [InlineData(SandboxCloud.Huawei, OperationKind.SnapshotCreate, 100, Servers + 60)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.ImageCreate, 100, Servers + 60)]
    [InlineData(SandboxCloud.Huawei, OperationKind.ImageCreate, 100, Servers + 60)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.PasswordReset, 100, Servers + 60)]
    [InlineData(SandboxCloud.Huawei, OperationKind.PasswordReset, 100, Servers + 60)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.Resize, 100, Servers + 60)]
    [InlineData(SandboxCloud.Huawei, OperationKind.Resize, 100, Servers + 60)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.Stop, 5, 60)]
    [InlineData(SandboxCloud.Huawei, OperationKind.Stop, 5, 60)]
    [InlineData(SandboxCloud.Alibaba, OperationKind.Restart, 5, 60)]
    [InlineData(SandboxCloud.Huawei, OperationKind.Restart, 5, 60)]
    public async Task RunAllAsync_HundredServers_CostsFewCalls(SandboxCloud cloud, OperationKind kind, int throttleLimit, int most)
    {
        using FleetFixture bench = FleetFixture.Make(Servers + CastSize);
        ConnectedAccount account = await bench.OpenAsync(cloud);
        EcsInstance[] nodes = [.. (await FleetFixture.NodesAsync(account)).Take(Servers)];
        IReadOnlyDictionary<string, int> before = bench.Sandbox.Operations;

        await (OperationDefinition.Of(kind).Main is StepKind.Stop or StepKind.Restart
            ? PowerAsync(account, kind, nodes)
            : OperateAsync(bench, account, Choose(kind, cloud), nodes, throttleLimit));

        IReadOnlyDictionary<string, int> calls = bench.Count(before);
        output.WriteLine($"{cloud} {kind} {throttleLimit}: {calls.Values.Sum()} calls: {string.Join(", ", calls.OrderByDescending(c => c.Value))}");
        Assert.InRange(calls.Values.Sum(), 1, most);
    }

    private async Task OperateAsync(FleetFixture bench, ConnectedAccount account, OperationOptions options, EcsInstance[] nodes, int throttleLimit)
    {
        IReadOnlyList<PlannedOperation> planned = options.Kind == OperationKind.PasswordReset
            ? await PasswordPlanner.PlanAsync(account, options, nodes, FleetFixture.Token)
            : await OperationPlanner.PlanAsync(account, options, nodes, FleetFixture.Token);
        Assert.All(planned, p => Assert.True(p.Plan.CanProceed, string.Join("\n", p.Plan.Requirements)));
        List<OperationResult> results = [];
        bench.MayAdvance = () => account.Poller.Count >= Math.Min(throttleLimit, Servers - Volatile.Read(ref _ended));
        await RolloutRunner.RunAllAsync(planned, Journal.Open(_folder), new Rollout { ThrottleLimit = throttleLimit, FailureLimit = Servers }, Collect, FleetFixture.Token);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(Servers, results.Count);

        void Collect(OperationResult result)
        {
            lock (results)
            {
                results.Add(result);
                _ended = results.Count;
            }
        }
    }

    private static async Task PowerAsync(ConnectedAccount account, OperationKind kind, EcsInstance[] nodes) =>
        Assert.All(await FleetFixture.RunAsync(account, StepCalls.Power(kind), nodes), r => Assert.Null(r.Error));

    private static OperationOptions Choose(OperationKind kind, SandboxCloud cloud) => kind switch
    {
        OperationKind.OsReinstall => new OperationOptions { Kind = kind, StopFirst = true, Backup = BackupKind.None },
        OperationKind.Release => new OperationOptions { Kind = kind, ReleaseRunning = true },
        OperationKind.PasswordReset => new OperationOptions { Kind = kind, Method = PasswordMethod.Api, NewPassword = new System.Net.NetworkCredential("", "Budget-4711-aB").SecurePassword },
        OperationKind.Resize => new OperationOptions { Kind = kind, StopFirst = true, Size = cloud == SandboxCloud.Alibaba ? "ecs.g7.xlarge" : "s3.xlarge.2" },
        _ => new OperationOptions { Kind = kind },
    };
}
