using System.Net;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Commands;

/// <summary>Passwords set in a real guest that says it is a server of the sandbox.</summary>
public sealed class SshPasswordTests : IClassFixture<SshLab>, IDisposable
{
    private readonly SandboxFixture _bench = new();
    private readonly SshLab _lab;

    public SshPasswordTests(SshLab lab) => _lab = lab;

    public void Dispose() => _bench.Dispose();

    private string Ssh => $"-HostName 127.0.0.1 -Port {_lab.Port} -KeyFile {_lab.PathOf("id_ed25519")} -KnownHostsPath {_lab.KnownHosts} -ConnectTimeout 60";

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Auto_sets_it_over_SSH_on_every_cloud_and_it_holds_now(string account)
    {
        _lab.Require();
        Pretend("web-01", account);

        EcsLogin login = _bench.Run<EcsLogin>($"Reset-EcsPassword web-01 -Account {account} -Generate {Ssh} -Confirm:$false").Single();
        Outcome another = _bench.Invoke($"Reset-EcsPassword web-02 -Account {account} -Generate {Ssh} -Confirm:$false");

        Assert.Equal(("root", "Ssh", EcsLoginEffect.Now), (login.UserName, login.Method, login.Effective));
        Assert.Equal([EcsErrorId.GuestMismatch], another.ErrorIds);
        Assert.Empty(another.Of<EcsLogin>());
    }

    [Fact]
    public void A_reinstalled_server_gets_its_password_in_one_pipeline()
    {
        _lab.Require();
        Pretend("db-01", SandboxFixture.Huawei);

        EcsLogin login = _bench.Run<EcsLogin>(
            $"Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false | Reset-EcsPassword -Method Ssh -Generate {Ssh} -Confirm:$false").Single();

        Assert.Equal(EcsLoginEffect.Now, login.Effective);
    }

    [Fact]
    public void A_follow_up_that_fails_does_not_make_the_reinstall_fail()
    {
        _lab.Require();
        Pretend("db-02", SandboxFixture.Huawei);

        Outcome outcome = _bench.Invoke(
            $"Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false -OutVariable done | Reset-EcsPassword -Method Ssh -Generate {Ssh} -Confirm:$false; $done");

        Assert.Equal([EcsErrorId.GuestMismatch], outcome.ErrorIds);
        Assert.True(outcome.Of<EcsOperation>().Single(o => o.Kind == OperationKind.OsReinstall).Succeeded);
    }

    [Fact]
    public void The_one_who_logs_in_may_do_so_with_the_password_just_set()
    {
        _lab.Require();
        Pretend("web-01", SandboxFixture.Alibaba);
        string address = $"-HostName 127.0.0.1 -Port {_lab.Port} -KnownHostsPath {_lab.KnownHosts} -ConnectTimeout 60";

        EcsLogin login = _bench.Run<EcsLogin>(
            $"$root = Reset-EcsPassword web-01 -Generate {Ssh} -Confirm:$false; Reset-EcsPassword web-01 -UserName app -Generate -LoginCredential $root.Credential {address} -Confirm:$false").Single();

        Assert.Equal(("app", EcsLoginEffect.Now), (login.UserName, login.Effective));
        Assert.Equal(20, new NetworkCredential("", login.Password).Password.Length);
    }

    private void Pretend(string name, string account)
    {
        EcsInstance instance = _bench.Get(name, account);
        _lab.SayMetadata(instance.Cloud == EcsCloud.Alibaba ? instance.Id : $$"""{"uuid":"{{instance.Id}}"}""");
    }
}
