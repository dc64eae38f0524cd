using System.Diagnostics;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class IdentityTests : System.IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<object?, string> Refused => new()
    {
        { 4711, EcsErrorId.NotAnInstance },
        { Process.GetCurrentProcess(), EcsErrorId.NotAnInstance },
        { new EcsInstance { Id = "i-1" }, EcsErrorId.NotAnInstance },
        { new EcsOperation { State = EcsOperationState.Failed, InstanceId = "i-1", AccountKey = "k" }, EcsErrorId.OperationNotSucceeded },
        { "", EcsErrorId.InvalidInput },
        { "  ", EcsErrorId.InvalidInput },
        { null, EcsErrorId.InvalidInput },
        { "no-such-server", EcsErrorId.InstanceNotFound },
        { new EcsInstance { Id = "i-1", AccountKey = "Alibaba/1/cn-hangzhou", Account = SandboxFixture.Alibaba }, EcsErrorId.AccountNotFound },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_server_is_refused_with_an_id_of_its_own(object? input, string errorId)
    {
        int writes = _bench.CountWrites(() =>
        {
            Outcome piped = _bench.Invoke("$thing | Stop-EcsInstance", ("thing", input));
            Outcome given = _bench.Invoke("Stop-EcsInstance $thing", ("thing", input));

            Assert.Equal([errorId], piped.ErrorIds);
            Assert.Equal([errorId], given.ErrorIds);
            Assert.False(piped.Terminated);
            Assert.False(given.Terminated);
        });

        Assert.Equal(0, writes);
    }

    [Fact]
    public void A_refused_one_does_not_hold_up_the_others()
    {
        Outcome outcome = _bench.Invoke("1, 'web-01', $null, 'nix', 'web-02' | Stop-EcsInstance -PassThru");

        Assert.Equal(["web-01", "web-02"], outcome.Of<EcsInstance>().Select(i => i.Name).Order());
        Assert.Equal([EcsErrorId.NotAnInstance, EcsErrorId.InvalidInput, EcsErrorId.InstanceNotFound], outcome.ErrorIds);
    }

    [Theory]
    [InlineData("'web-01'")]
    [InlineData("(Get-EcsInstance web-01).Id")]
    [InlineData("(Get-EcsInstance web-01)")]
    [InlineData("(Get-EcsInstance web-01), (Get-EcsInstance web-01), 'web-01', 'WEB-01'")]
    [InlineData("([pscustomobject]@{ InstanceId = (Get-EcsInstance web-01).Id; Account = 'sandbox-alibaba'; Region = 'cn-hangzhou' })")]
    [InlineData("([System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-EcsInstance web-01))))")]
    public void A_server_is_known_by_object_id_name_row_and_copy_and_acted_on_once(string input)
    {
        EcsInstance stopped = Assert.Single(_bench.Run<EcsInstance>($"{input} | Stop-EcsInstance -PassThru"));

        Assert.Equal("web-01", stopped.Name);
        Assert.Equal(1, _bench.Effects("Alibaba:stop"));
    }

    [Fact]
    public void Id_and_name_are_parameters_too()
    {
        string id = _bench.Get("web-02").Id;

        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Run<EcsInstance>($"Stop-EcsInstance -Id {id} -PassThru").Single().Status);
        Assert.Equal(EcsInstanceStatus.Running, _bench.Run<EcsInstance>("Start-EcsInstance -Name web-02 -PassThru").Single().Status);
        Assert.Equal([EcsErrorId.InstanceNotFound], _bench.Invoke("Stop-EcsInstance -Id web-02").ErrorIds);
        Assert.Equal([EcsErrorId.InstanceNotFound], _bench.Invoke($"Stop-EcsInstance -Name {id}").ErrorIds);
    }

    [Fact]
    public void An_object_is_only_acted_on_through_its_own_account()
    {
        EcsInstance instance = _bench.Get("web-01", SandboxFixture.Huawei);

        Outcome contradicted = _bench.Invoke("$i | Stop-EcsInstance -Account sandbox-alibaba", ("i", instance));
        Outcome right = _bench.Invoke("$i | Stop-EcsInstance -PassThru", ("i", instance));

        Assert.Equal([EcsErrorId.AccountMismatch], contradicted.ErrorIds);
        Assert.Equal(SandboxFixture.Huawei, right.Of<EcsInstance>().Single().Account);
    }

    [Fact]
    public void An_object_of_an_account_that_was_closed_is_never_taken_for_one_of_another_of_the_same_name()
    {
        EcsInstance instance = _bench.Get("web-01");
        _bench.Session.Run("Stop-EcsSandbox");
        Assert.Equal([EcsErrorId.NotConnected], _bench.Invoke("$i | Stop-EcsInstance", ("i", instance)).ErrorIds);

        _bench.Session.Run("$null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)");
        Assert.Equal([EcsErrorId.AccountNotFound], _bench.Invoke("$i | Stop-EcsInstance", ("i", instance)).ErrorIds);
    }

    [Fact]
    public void One_pipeline_may_hold_servers_of_several_clouds()
    {
        var stopped = _bench.Run<EcsInstance>(
            "'sandbox-alibaba', 'sandbox-huawei', 'sandbox-otc' | ForEach-Object { Get-EcsInstance web-03 -Account $_ } | Stop-EcsInstance -PassThru");

        Assert.Equal(3, stopped.Select(i => i.AccountKey).Distinct().Count());
        Assert.All(stopped, i => Assert.Equal(EcsInstanceStatus.Stopped, i.Status));
    }

    [Fact]
    public void A_region_that_the_account_is_not_in_is_refused()
    {
        string id = _bench.Get("web-01").Id;

        Assert.Equal([EcsErrorId.AccountMismatch], _bench.Invoke($"Stop-EcsInstance -Id {id} -Region cn-beijing").ErrorIds);
    }

    [Fact]
    public void Wildcards_are_for_power_and_lists_only()
    {
        Assert.Equal(6, _bench.Run<EcsInstance>("Stop-EcsInstance web-0? -Confirm:$false -PassThru").Count);
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Invoke-EcsOsReinstall web-0? -Backup None -Confirm:$false").ErrorIds);
    }

    [Fact]
    public void Only_the_server_of_an_operation_that_succeeded_flows_on()
    {
        PSObject operation = PSObject.AsPSObject(PSSerializer.Deserialize(PSSerializer.Serialize(
            new EcsOperation { State = EcsOperationState.Failed, InstanceId = "i-1", AccountKey = "k", Kind = OperationKind.OsReinstall })));

        Assert.Equal([EcsErrorId.OperationNotSucceeded], _bench.Invoke("$o | Stop-EcsInstance", ("o", operation)).ErrorIds);
    }
}
