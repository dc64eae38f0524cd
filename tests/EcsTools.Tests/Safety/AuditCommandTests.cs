using EcsTools.Tests.Commands;
using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Safety;

/// <summary>What commands leave in the audit log.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly SandboxFixture _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-auditing-").FullName;

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<string> Commands => [.. ChangingCommand.All.Keys.Where(n => n != "Resume-EcsOperation" && !ChangingCommand.Local.Contains(n)).Order(StringComparer.Ordinal)];

    // The log of the sandbox alone: what other tests of this process do is not in it.
    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_change_is_recorded_before_and_after(string name)
    {
        ChangingCommand command = ChangingCommand.All[name];
        _bench.Session.Run($"$null = Select-EcsAccount {command.Accounts[0]}; {command.Before}");
        int before = Records().Count;

        _bench.Session.Run($"$null = {name} {command.Arguments} -Confirm:$false");

        EcsAuditRecord[] records = [.. Records().Skip(before)];
        Assert.NotEmpty(records);
        Assert.Equal("Sending", records[0].Outcome);
        Assert.Equal("Done", records[^1].Outcome);
        Assert.All(records, r => Assert.Equal(
            (Environment.UserName, Environment.ProcessId, command.Accounts[0], true, true),
            (r.User, r.ProcessId, r.Account, r.InstanceId.Length > 0, r.AccountIdentity.Length > 0)));
        Assert.All(_bench.Run<EcsAuditCheck>("Get-EcsAuditRecord -Verify"), c => Assert.Empty(c.Problems));
        Assert.All(records.Where(r => r.Outcome != "Sending" && r.Step != "GrowFileSystem"), r => Assert.True(r.RequestId.Length > 0, $"{r.Operation} {r.Step} {r.Outcome}: no request id"));
    }

    // Several servers, and a server each: the ids of the calls that were for them, and of no others.
    [Theory]
    [InlineData("Stop-EcsInstance web-01, web-02 -NoWait -Confirm:$false", "sandbox-alibaba", 1)]
    [InlineData("Stop-EcsInstance web-01, web-02 -Confirm:$false", "sandbox-huawei", 1)]
    [InlineData("Restart-EcsInstance web-01, web-02 -Confirm:$false", "sandbox-otc", 1)]
    [InlineData("Add-EcsTag web-01, web-02 -Tag @{ owner = 'ops' }", "sandbox-alibaba", 1)]
    [InlineData("Add-EcsTag web-01, web-02 -Tag @{ owner = 'ops' }", "sandbox-huawei", 2)]
    [InlineData("Set-EcsInstance web-01, web-02 -Description 'a server'", "sandbox-alibaba", 2)]
    public void Command_SeveralServers_RecordsTheRequestsThatWereForEach(string command, string account, int requests)
    {
        _bench.Session.Run($"$null = Select-EcsAccount {account}");
        int before = Records().Count;

        _bench.Session.Run($"$null = {command}");

        EcsAuditRecord[] ends = [.. Records().Skip(before).Where(r => r.Outcome is "Accepted" or "Done")];
        Assert.Equal(2, ends.Select(r => r.InstanceId).Distinct().Count());
        Assert.All(ends.GroupBy(r => r.InstanceId), g => Assert.Single(g.Select(r => r.RequestId).Distinct()));
        Assert.Equal(requests, ends.Select(r => r.RequestId).Distinct().Count());
        Assert.All(ends, r => Assert.DoesNotContain(",", r.RequestId, StringComparison.Ordinal));
    }

    [Fact]
    public void GetAuditRecord_Last_CountsAndWithinIsATime()
    {
        _bench.Session.Run("$null = Select-EcsAccount sandbox-alibaba; $server = Get-EcsInstance web-01; Stop-EcsInstance web-01, web-02 -Confirm:$false");

        Assert.Equal(["Sending", "Done"], _bench.Run<EcsAuditRecord>("$server | Get-EcsAuditRecord -Last 2").Select(r => r.Outcome));
        Assert.Equal(2, _bench.Run<EcsAuditRecord>("$server | Get-EcsAuditRecord -Within 1:00:00").Count);
        Assert.Equal(["ParameterArgumentTransformationError"], _bench.Invoke("Get-EcsAuditRecord -Last 1:00:00").ErrorIds);
    }

    [Theory]
    [InlineData("Get-EcsAuditRecord web-* -Account sandbox-a*", 4)]
    [InlineData("Get-EcsAuditRecord web-0[2] -Account sandbox-*", 2)]
    [InlineData("Get-EcsAuditRecord -Account sandbox-h*", 0)]
    public void GetAuditRecord_Wildcards_MatchNamesAndAccounts(string script, int expected)
    {
        _bench.Session.Run("$null = Select-EcsAccount sandbox-alibaba; Stop-EcsInstance web-01, web-02 -Confirm:$false");

        Assert.Equal(expected, Records(script).Count);
    }

    [Fact]
    public void StopNoWait_ManyServers_AreRecordedAsAcceptedOnly()
    {
        _bench.Session.Run("$null = Select-EcsAccount sandbox-alibaba");
        int before = Records().Count;

        _bench.Session.Run("$null = Stop-EcsInstance web-* -NoWait -Confirm:$false");

        Assert.Equal([("Accepted", 6), ("Sending", 6)], Records().Skip(before).GroupBy(r => r.Outcome).Select(g => (g.Key, g.Count())).Order());
    }

    [Fact]
    public void A_request_id_is_recorded_and_no_text_of_a_command()
    {
        _bench.Session.Run("$null = Invoke-EcsCommand web-01 -Command 'echo Canary4711'; $null = New-EcsImage db-01 -Account sandbox-huawei -Confirm:$false");

        EcsAuditRecord run = Records().First(r => r.Kind == EcsAuditKind.Command);
        Assert.StartsWith("15 characters, SHA-256 ", run.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Records(), r => r.Detail.Contains("Canary", StringComparison.Ordinal));
        Assert.Contains(Records(), r => r is { Operation: "ImageCreate", Outcome: "Accepted", RequestId.Length: > 0 });
    }

    [Fact]
    public void A_password_that_is_read_is_recorded_whether_it_was_there_or_not()
    {
        string key = Path.Combine(_folder, "key");
        using (System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create(2048))
        {
            File.WriteAllText(key, rsa.ExportRSAPrivateKeyPem());
        }

        _bench.Invoke($"Get-EcsPassword win-01 -Account sandbox-huawei -NoWait -KeyFile '{key}'");

        Assert.Equal(["Sending"], Records().Where(r => r.Kind == EcsAuditKind.PasswordRead && r.InstanceName == "win-01").Select(r => r.Outcome).Take(1));
        Assert.Equal(2, Records().Count(r => r.Kind == EcsAuditKind.PasswordRead));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_refuses_every_change_before_it_is_sent()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        string script = Path.Combine(_folder, "rows.ps1");
        await File.WriteAllTextAsync(
            script,
            """
            $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
            $plan = Invoke-EcsOsReinstall db-02 -Backup None -PlanOnly
            Start-EcsInstance db-01
            $log = (Get-ChildItem $env:ECSTOOLS_STATE -Recurse -Filter audit-000001.jsonl).FullName
            Remove-Item $log
            $null = New-Item -ItemType SymbolicLink -Path $log -Target /dev/full
            function Row([string] $Name, [scriptblock] $Body) {
                $before = (Get-EcsSandbox).WriteCount
                $ids = try { & $Body 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId } } } catch { $_.FullyQualifiedErrorId }
                "row|$Name|$(@($ids | ForEach-Object { $_.Split(',')[0] } | Select-Object -Unique) -join '+')|$((Get-EcsSandbox).WriteCount -ne $before)"
            }
            Row stop { Stop-EcsInstance web-01 -Confirm:$false }
            Row start { Start-EcsInstance db-02 }
            Row restart { Restart-EcsInstance web-01 -Confirm:$false }
            Row set { Set-EcsInstance web-01 -Description x }
            Row command { Invoke-EcsCommand web-01 -Command hostname }
            Row reinstall { Invoke-EcsOsReinstall db-02 -Backup None -Confirm:$false }
            Row stopFirst { Invoke-EcsOsReinstall web-01 -StopFirst -Backup None -Confirm:$false }
            Row plan { $plan | Invoke-EcsPlan -Confirm:$false }
            Row release { Remove-EcsInstance db-02 -Confirm:$false }
            Row read { $null = Get-EcsInstance db-01 }
            Remove-Item $log
            Row planAgain { $plan | Invoke-EcsPlan -Confirm:$false }
            """,
            TestContext.Current.CancellationToken);

        ShellProcess run = await ShellProcess.RunAsync(
            "", ["-NonInteractive", "-NoSandbox", "-File", script], new Dictionary<string, string?> { ["XDG_CONFIG_HOME"] = _folder, ["ECSTOOLS_STATE"] = _folder }, TestContext.Current.CancellationToken);

        string[] changes = ["stop", "start", "restart", "set", "command", "reinstall", "stopFirst", "plan", "release"];
        Assert.Equal(
            [.. changes.Select(c => $"{c}|AuditUnavailable|False"), "read||False", "planAgain||True"],
            run.Output.Split('\n').Where(l => l.StartsWith("row|", StringComparison.Ordinal)).Select(l => l.Trim()["row|".Length..]));
    }

    private IReadOnlyList<EcsAuditRecord> Records(string script = "Get-EcsAuditRecord")
    {
        string[] keys = [.. _bench.Run<EcsAccount>("Get-EcsAccount").Select(a => a.AccountKey)];
        return [.. _bench.Run<EcsAuditRecord>(script).Where(r => keys.Contains(r.AccountKey))];
    }
}
