using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>A batch is one call and one job at Huawei and OTC, and a part of the job for each server
/// (docs/contracts/huawei-ecs.md 3.3).</summary>
public class HuaweiBatchTests
{
    [Theory]
    [InlineData(SandboxFixture.Huawei, "Start", "diskless-01", "db-01", "db-02", EcsInstanceStatus.Running)]
    [InlineData(SandboxFixture.OpenTelekom, "Start", "diskless-01", "db-01", "db-02", EcsInstanceStatus.Running)]
    [InlineData(SandboxFixture.Huawei, "Restart", "prepaid-01", "web-01", "web-02", EcsInstanceStatus.Running)]
    [InlineData(SandboxFixture.OpenTelekom, "Restart", "prepaid-01", "web-01", "web-02", EcsInstanceStatus.Running)]
    public void One_part_that_fails_is_the_failure_of_its_server_alone(
        string account, string verb, string refused, string first, string second, EcsInstanceStatus end)
    {
        using SandboxFixture bench = new();
        Outcome outcome = null!;

        int writes = bench.CountWrites(() => outcome = bench.Invoke(
            $"'{first}', '{refused}', '{second}' | {verb}-EcsInstance -Account {account} -PassThru -Confirm:$false"));

        Assert.Equal([first, second], outcome.Of<EcsInstance>().Select(i => i.Name).Order());
        Assert.All(outcome.Of<EcsInstance>(), i => Assert.Equal(end, i.Status));
        Assert.Equal(refused, ((EcsInstance)Assert.Single(outcome.Errors).TargetObject).Name);
        Assert.StartsWith("Ecs.", ((EcsException)outcome.Errors[0].Exception).CloudCode);
        Assert.Equal(1, writes);
        Assert.False(outcome.Terminated);
    }
}
