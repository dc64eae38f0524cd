using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>Nothing is sent to a server that was not meant.</summary>
public sealed class WrongServerTests : IDisposable
{
    private const string Wipe = "Invoke-EcsOsReinstall -Backup None -Confirm:$false -Force";
    private readonly SandboxFixture _bench = new();

    public static TheoryData<string> Operations =>
    [
        Wipe,
        "Reset-EcsSystemDisk -Backup None -Confirm:$false -Force",
        "Switch-EcsSystemDisk -ImageId (Get-EcsInstance web-01 -Account sandbox-huawei).ImageId -Backup None -Confirm:$false -Force",
        "Remove-EcsInstance -Confirm:$false -Force",
        "Set-EcsInstanceSize -Size x -Confirm:$false -Force",
        "New-EcsImage -Confirm:$false -Force",
        "New-EcsSnapshot -Confirm:$false -Force",
    ];

    public static TheoryData<string> Changes => [.. Operations.Select(o => o.Data), "Start-EcsInstance -Confirm:$false"];

    public void Dispose() => _bench.Dispose();

    // db-01 is there in every account, and the default account is another one.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_name_in_another_account_is_another_server(bool serialized)
    {
        EcsInstance meant = _bench.Get("db-01", SandboxFixture.Huawei);
        object given = serialized ? Serialization.FromClixml(meant) : meant;

        EcsOperation operation = _bench.Run<EcsOperation>($"$null = Select-EcsAccount sandbox-otc; $given | {Wipe}", ("given", given)).Single();

        Assert.Equal((meant.Id, meant.AccountKey, true), (operation.InstanceId, operation.AccountKey, operation.Succeeded));
        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get("db-01", SandboxFixture.OpenTelekom).Status);
        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get("db-01", SandboxFixture.Alibaba).Status);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void An_object_is_not_acted_on_in_an_account_it_did_not_come_from(string change)
    {
        EcsInstance given = _bench.Get("db-01", SandboxFixture.Huawei);

        Assert.Equal([EcsErrorId.AccountMismatch], Refused($"$given | {change} -Account sandbox-otc", given));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void An_object_of_a_sandbox_that_was_stopped_is_not_acted_on_in_an_account_of_the_same_name(string change)
    {
        EcsInstance given = _bench.Get("db-01", SandboxFixture.Huawei);
        _bench.Session.Run("Stop-EcsSandbox; $null = Start-EcsSandbox -Listen");
        _bench.Connect(SandboxFixture.Huawei);

        Assert.Equal([EcsErrorId.AccountNotFound], Refused($"$given | {change}", given));
    }

    [Fact]
    public void An_operation_of_a_sandbox_that_was_stopped_is_not_settled_in_an_account_of_the_same_name()
    {
        EcsOperation operation = _bench.Run<EcsOperation>("Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false -NoWait").Single();
        _bench.Session.Run("Stop-EcsSandbox; $null = Start-EcsSandbox -Listen");
        _bench.Connect(SandboxFixture.Huawei);

        Assert.Equal([EcsErrorId.NotFound], Refused("$given | Resume-EcsOperation -Confirm:$false", operation));
        Assert.Equal([EcsErrorId.NotFound], Refused("$given | Wait-EcsOperation", operation));
    }

    // As when an id is used again, or a server was renamed since somebody looked at it.
    [Theory]
    [MemberData(nameof(Changes))]
    public void An_id_that_stands_for_a_server_of_another_name_by_now_is_refused(string change)
    {
        EcsInstance seen = _bench.Get("db-01", SandboxFixture.Huawei);
        EcsInstance other = _bench.Get("db-02", SandboxFixture.Huawei);
        EcsInstance given = other with { Name = seen.Name };

        Assert.Equal([EcsErrorId.PlanChanged], Refused($"$given | {change}", given));
        Assert.Equal([EcsErrorId.PlanChanged], Refused($"$given | {change}", Serialization.FromClixml(given)));
    }

    // Actions are sent as they come, since they may be repeated without harm; operations are not.
    [Theory]
    [MemberData(nameof(Operations))]
    public void A_pipeline_that_breaks_half_way_sends_nothing_that_destroys(string change)
    {
        EcsInstance[] given = [_bench.Get("db-01", SandboxFixture.Huawei), _bench.Get("db-02", SandboxFixture.Huawei)];

        Assert.Equal(["half-way"], Refused($"$given | ForEach-Object {{ if ($_.Name -eq 'db-02') {{ throw 'half-way' }}; $_ }} | {change}", given));
    }

    private IReadOnlyList<string> Refused(string script, object given)
    {
        Outcome outcome = null!;
        Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke(script, ("given", given))));
        Assert.DoesNotContain(outcome.Output, o => o.BaseObject is EcsOperation);
        return outcome.ErrorIds;
    }
}
