using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class InstanceListTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void The_whole_fleet_comes_once_each(string account)
    {
        using SandboxFixture large = new("-InstanceCount 250");

        IReadOnlyList<EcsInstance> all = large.Run<EcsInstance>($"Get-EcsInstance -Account {account}");

        Assert.Equal(250, all.Count);
        Assert.Equal(250, all.Select(i => i.Id).Distinct().Count());
        Assert.All(all, i => Assert.Equal(account, i.Account));
    }

    [Theory]
    [InlineData("web-01", 1)]
    [InlineData("-Name web-*", 6)]
    [InlineData("-Name web-*,db-01", 7)]
    [InlineData("-Name db-* -Status Stopped", 2)]
    [InlineData("-Name db-* -Status Running", 0)]
    [InlineData("-Tag @{ role = 'db' }", 2)]
    [InlineData("-Tag @{ role = 'nothing' }", 0)]
    [InlineData("-Name prepaid-01 -ChargeType Subscription", 1)]
    [InlineData("-IpAddress 10.255.255.1", 0)]
    public void Filters_are_combined(string filter, int count)
    {
        Assert.Equal(count, _bench.Run<EcsInstance>($"Get-EcsInstance {filter}").Count);
    }

    [Fact]
    public void What_was_named_and_is_not_there_is_an_error_each()
    {
        Outcome outcome = _bench.Invoke("Get-EcsInstance web-01, nothing; Get-EcsInstance -Id i-nothing; Get-EcsInstance -Name nothing-*");

        Assert.Equal("web-01", outcome.Of<EcsInstance>().Single().Name);
        Assert.Equal([EcsErrorId.InstanceNotFound, EcsErrorId.InstanceNotFound], outcome.ErrorIds);
        Assert.False(outcome.Terminated);
    }

    [Fact]
    public void Objects_are_read_anew()
    {
        EcsInstance old = _bench.Get("web-01");
        _bench.Session.Run("Stop-EcsInstance web-01");

        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Run<EcsInstance>("$i | Get-EcsInstance", ("i", old)).Single().Status);
    }

    [Fact]
    public void Without_an_account_it_ends_and_says_how_to_open_one()
    {
        _bench.Session.Run("Stop-EcsSandbox");

        Outcome outcome = _bench.Invoke("Get-EcsInstance");

        Assert.Equal([EcsErrorId.NotConnected], outcome.ErrorIds);
        Assert.True(outcome.Errors[0].ErrorDetails.RecommendedAction.Contains("Connect-EcsAccount", StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_page_is_written_before_the_last_is_read()
    {
        using SandboxFixture large = new("-InstanceCount 1000");
        large.Session.Run("$before = (Get-EcsSandbox).RequestCount");

        Outcome outcome = large.Invoke("Get-EcsInstance | ForEach-Object { throw 'first' }");

        Assert.Equal("first", Assert.Single(outcome.Errors).Exception.Message);
        Assert.InRange(large.Run<int>("(Get-EcsSandbox).RequestCount - $before").Single(), 1, 3);
    }
}
