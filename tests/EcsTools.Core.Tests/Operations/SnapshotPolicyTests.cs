using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>Alibaba Cloud: a replaced system disk gets the automatic snapshot policies of its predecessor, and the replacement never fails for it.</summary>
public sealed class SnapshotPolicyTests
{
    [Theory]
    [InlineData("db-01", 1)]
    [InlineData("prepaid-01", 0)]
    public async Task What_the_old_disk_had_the_new_one_gets(string name, int policies)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync(name);
        IReadOnlyList<string> before = Policies(bench, name);

        EcsPlan plan = await bench.PlanAsync(instance, Switch(instance));
        OperationResult result = await bench.RunAsync(instance, Switch(instance));

        Assert.Equal(policies, before.Count);
        Assert.Equal(policies, plan.Steps.Count(s => before.Any(p => s.Contains(p, StringComparison.Ordinal))));
        Assert.DoesNotContain(plan.Losses, l => l.Contains("polic", StringComparison.Ordinal));
        Assert.Equal(EcsOperationState.Succeeded, result.Operation.State);
        Assert.Equal(before, Policies(bench, name));
        Assert.Equal(policies, bench.Effects("apply-policy"));
    }

    [Fact]
    public async Task Several_policies_are_applied_one_by_one()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        bench.Change((world, server) => server.SystemDisk!.Policies.Add(world.SnapshotPolicies[1].Id), "db-01");
        EcsInstance instance = await bench.GetAsync("db-01");
        IReadOnlyList<string> before = Policies(bench, "db-01");

        OperationResult result = await bench.RunAsync(instance, Switch(instance));

        Assert.Equal(EcsOperationState.Succeeded, result.Operation.State);
        Assert.Equal(2, before.Count);
        Assert.Equal(before.Order(), Policies(bench, "db-01").Order());
        Assert.Equal(2, bench.Effects("apply-policy"));
    }

    [Fact]
    public async Task A_disk_that_does_not_tell_its_policies_is_asked_about()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba, choices: new UndocumentedBehavior { AlibabaDiskTellsPolicies = false });
        EcsInstance instance = await bench.GetAsync("db-01");
        IReadOnlyList<string> before = Policies(bench, "db-01");

        await bench.RunAsync(instance, Switch(instance));

        Assert.Equal(before, Policies(bench, "db-01"));
    }

    [Fact]
    public async Task A_reset_disk_keeps_its_policies_and_nothing_is_sent()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("db-01");

        await bench.RunAsync(instance, new OperationOptions { Kind = OperationKind.SystemDiskReset, Backup = BackupKind.None });

        Assert.Single(Policies(bench, "db-01"));
        Assert.Equal(0, bench.Effects("apply-policy"));
    }

    [Fact]
    public async Task A_policy_that_is_gone_meanwhile_is_a_warning()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("db-01");
        bench.Change((world, _) => world.SnapshotPolicies.Clear(), "db-01");
        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);

        OperationResult result = await bench.RunAsync(instance, Switch(instance));

        Assert.Equal((EcsOperationState.Succeeded, null), (result.Operation.State, result.Error));
        Assert.Equal(EcsInstanceStatus.Running, (await bench.GetAsync("db-01")).Status);
        Assert.Single(log.Warnings);
        Assert.Equal(1, bench.Proxy.Calls.Count(c => c.Kind == "policy"));
    }

    [Theory]
    [InlineData(ProxyAction.CutBefore, 2)] // looked for in vain, and sent again: to apply a policy twice changes nothing
    [InlineData(ProxyAction.CutAfter, 1)]
    public async Task A_lost_answer_is_looked_after(object passage, int calls)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("db-01");
        int met = 0;
        bench.Proxy.Rule = c => c.Kind == "policy" && met++ == 0 ? (ProxyAction)passage : ProxyAction.Free;

        OperationResult result = await bench.RunAsync(instance, Switch(instance));

        Assert.Equal(EcsOperationState.Succeeded, result.Operation.State);
        Assert.Single(Policies(bench, "db-01"));
        Assert.Equal(calls, bench.Proxy.Calls.Count(c => c.Kind == "policy"));
        Assert.Equal(1, bench.Effects("apply-policy"));
    }

    [Fact]
    public async Task A_resume_does_what_was_not_waited_for()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("db-01");
        OperationResult result = await bench.RunAsync(instance, Switch(instance) with { NoWait = true });
        int before = bench.Effects("apply-policy");

        OperationResult settled = await bench.SettleAsync(result.Operation);
        OperationResult again = await bench.SettleAsync(settled.Operation);

        Assert.Equal((EcsOperationState.Running, 0), (result.Operation.State, before));
        Assert.Equal((EcsOperationState.Succeeded, EcsOperationState.Succeeded), (settled.Operation.State, again.Operation.State));
        Assert.Single(Policies(bench, "db-01"));
        Assert.Equal(1, bench.Effects("apply-policy"));
    }

    [Fact]
    public async Task A_policy_that_came_since_the_plan_changes_it()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("prepaid-01");
        EcsPlan plan = await bench.PlanAsync(instance, Switch(instance));
        bench.Change((world, server) => server.SystemDisk!.Policies.Add(world.SnapshotPolicies[0].Id), "prepaid-01");

        Assert.NotEqual(plan.Fingerprint, (await bench.PlanAsync(instance, Switch(instance))).Fingerprint);
    }

    private static OperationOptions Switch(EcsInstance instance) => new()
    {
        Kind = OperationKind.SystemDiskSwitch,
        Backup = BackupKind.None,
        ImageId = instance.ImageId,
    };

    private static IReadOnlyList<string> Policies(WireFixture bench, string name)
    {
        List<string> policies = [];
        bench.Change((_, server) => policies.AddRange(server.SystemDisk!.Policies), name);
        return policies;
    }

    private sealed class WarningLog : IOperationLog
    {
        public List<string> Warnings { get; } = [];

        public void Verbose(string message)
        {
        }

        public void Warning(string message) => Warnings.Add(message);

        public void Progress(ProgressReport report)
        {
        }
    }
}
