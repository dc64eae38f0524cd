using System.Net;
using System.Security;
using System.Security.Cryptography;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Commands;

public sealed class PasswordTests : IDisposable
{
    private const string Canary = "Canary-4711-Aa";
    private readonly SandboxFixture _bench = new();

    public static TheoryData<string> HuaweiAndTelekom => [SandboxFixture.Huawei, SandboxFixture.OpenTelekom];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void A_stored_password_is_fetched_and_opened(string account)
    {
        EcsLogin login = _bench.Run<EcsLogin>($"Get-EcsPassword win-01 -Account {account} -KeyFile (Get-EcsSandbox).KeyFile").Single();
        PSCredential credential = _bench.Run<PSCredential>($"(Get-EcsPassword win-01 -Account {account} -KeyFile (Get-EcsSandbox).KeyFile).Credential").Single();

        Assert.Equal(("Administrator", "Stored", EcsLoginEffect.Unverified), (login.UserName, login.Method, login.Effective));
        Assert.Equal("Sandbox-Win-01!", Reveal(login.Password));
        Assert.Equal(("Administrator", "Sandbox-Win-01!"), (credential.UserName, Reveal(credential.Password)));
    }

    [Fact]
    public void A_wrong_key_is_recognised()
    {
        using RSA other = RSA.Create(2048);
        string file = Path.GetTempFileName();
        File.WriteAllText(file, other.ExportRSAPrivateKeyPem());

        Outcome outcome = _bench.Invoke("Get-EcsPassword win-01 -Account sandbox-huawei -KeyFile $file", ("file", file));
        File.Delete(file);

        Assert.Equal([EcsErrorId.KeyFileMismatch], outcome.ErrorIds);
    }

    [Theory]
    [InlineData("win-01 -Account sandbox-alibaba", EcsErrorId.NotSupported)]
    [InlineData("web-01 -Account sandbox-huawei", EcsErrorId.PasswordNotAvailable)]
    [InlineData("byol-01 -Account sandbox-huawei -Timeout 60", EcsErrorId.PasswordNotAvailable)]
    [InlineData("byol-01 -Account sandbox-huawei -NoWait", EcsErrorId.PasswordNotAvailable)]
    public void Where_there_is_none_it_is_said(string arguments, string errorId) =>
        Assert.Equal([errorId], _bench.Invoke($"Get-EcsPassword {arguments} -KeyFile (Get-EcsSandbox).KeyFile").ErrorIds);

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void After_a_reinstall_the_new_password_is_awaited(string account)
    {
        EcsLogin login = _bench.Run<EcsLogin>(
            $"Invoke-EcsOsReinstall win-01 -Account {account} -StopFirst -Backup None -LicenseType System -Confirm:$false -Force | Get-EcsPassword -KeyFile (Get-EcsSandbox).KeyFile").Single();

        Assert.NotEqual("Sandbox-Win-01!", Reveal(login.Password));
        Assert.NotEmpty(Reveal(login.Password));
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void A_removed_password_is_gone(string account)
    {
        EcsOperation operation = _bench.Run<EcsOperation>($"Remove-EcsPassword win-01 -Account {account} -Confirm:$false").Single();
        Outcome again = null!;
        int writes = _bench.CountWrites(() => again = _bench.Invoke($"Remove-EcsPassword win-01 -Account {account} -Confirm:$false"));

        Assert.True(operation.Succeeded);
        Assert.Equal([EcsErrorId.RequirementFailed], again.ErrorIds);
        Assert.Equal(0, writes);
        Assert.Equal(
            [EcsErrorId.PasswordNotAvailable],
            _bench.Invoke($"Get-EcsPassword win-01 -Account {account} -NoWait -KeyFile (Get-EcsSandbox).KeyFile").ErrorIds);
    }

    [Fact]
    public void The_API_sets_it_from_the_next_start_on()
    {
        EcsLogin login = _bench.Run<EcsLogin>("Reset-EcsPassword web-01 -Account sandbox-huawei -Generate -Confirm:$false").Single();

        Assert.Equal(("root", "Api", EcsLoginEffect.AfterRestart), (login.UserName, login.Method, login.Effective));
        Assert.Equal(20, login.Password.Length);
        Assert.Equal(0, _bench.Effects("Huawei:reboot"));
    }

    [Fact]
    public void Restart_has_it_hold_but_nobody_has_tried_it()
    {
        EcsLogin login = _bench.Run<EcsLogin>("Reset-EcsPassword web-01 -Account sandbox-huawei -Generate -Restart -Confirm:$false").Single();

        Assert.Equal(EcsLoginEffect.Unverified, login.Effective);
        Assert.Equal(1, _bench.Effects("Huawei:reboot"));
        Assert.Equal(EcsInstanceStatus.Running, _bench.Get("web-01", SandboxFixture.Huawei).Status);
    }

    [Fact]
    public void Every_server_gets_a_password_of_its_own()
    {
        IReadOnlyList<EcsLogin> logins = _bench.Run<EcsLogin>("'web-01', 'web-02' | Reset-EcsPassword -Account sandbox-huawei -Generate -Confirm:$false");

        Assert.Equal(2, logins.Select(l => Reveal(l.Password)).Distinct().Count());
    }

    [Theory]
    [InlineData("short1A")]
    [InlineData("with a space 1A")]
    [InlineData("My-root-Pass-1")]
    public void A_password_that_the_cloud_would_not_take_is_not_sent(string password)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke(
            "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $password -Confirm:$false", ("password", SshLab.Secret(password))));

        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData("-Account sandbox-otc -Generate", EcsErrorId.NotSupported)]
    [InlineData("-Account sandbox-otc -Generate -Method Api", EcsErrorId.NotSupported)]
    [InlineData("-Account sandbox-huawei -Generate -Method Api -UserName app", EcsErrorId.NotSupported)]
    [InlineData("-Account sandbox-huawei -Generate -UserName Administrator", EcsErrorId.NotSupported)]
    [InlineData("-Account sandbox-huawei -Generate -Method Ssh", EcsErrorId.RequirementFailed)]
    [InlineData("-Account sandbox-huawei -Generate -UserName 'a;b'", EcsErrorId.InvalidInput)]
    [InlineData("-Account sandbox-huawei -Generate:$false", EcsErrorId.InvalidInput)]
    [InlineData("-Account sandbox-huawei", "MissingMandatoryParameter")]
    [InlineData("-Account sandbox-huawei -Generate -Password $password", "AmbiguousParameterSet")]
    [InlineData("-Account sandbox-huawei -UserName ops -Credential ([pscredential]::new('ops', $password))", "AmbiguousParameterSet")]
    [InlineData("-Account sandbox-huawei -Generate -HostKeyPolicy Fingerprint", EcsErrorId.InvalidInput)]
    [InlineData("-Account sandbox-huawei -Generate -KeyFile /no/such/key", EcsErrorId.KeyFileInvalid)]
    public void What_cannot_be_done_is_said_and_nothing_is_sent(string arguments, string errorId)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke(
            $"Reset-EcsPassword web-01 {arguments} -Confirm:$false", ("password", SshLab.Secret(Canary))));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }

    [Fact]
    public void The_question_tells_the_way_and_why()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Reset-EcsPassword web-01 -Account sandbox-huawei -Generate -PlanOnly").Single();

        Assert.Equal("Api", plan.Options["Method"]);
        Assert.Contains(plan.Steps, s => s.Contains("-Method Api", StringComparison.Ordinal));
        Assert.True(plan.CanProceed);
    }

    [Fact]
    public void A_password_whose_setting_is_not_known_is_written_all_the_same()
    {
        using SandboxFixture cutting = new("-Fault CutAfter:1");

        Outcome outcome = cutting.Invoke("Reset-EcsPassword web-01 -Account sandbox-huawei -Generate -Confirm:$false");

        Assert.Contains(EcsErrorId.OutcomeUnknown, outcome.ErrorIds);
        Assert.Equal(EcsLoginEffect.Unverified, outcome.Of<EcsLogin>().Single().Effective);
    }

    [Fact]
    public void A_table_shows_no_password()
    {
        _bench.Session.Run(
            "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $password -Confirm:$false | Out-Default", ("password", SshLab.Secret(Canary)));

        string text = string.Join('\n', _bench.Records.Lines);
        Assert.Contains("web-01", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
    }

    private static string Reveal(SecureString secret) => new NetworkCredential("", secret).Password;
}
