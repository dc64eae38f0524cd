using System.Security.Cryptography;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;
using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Safety;

/// <summary>Plans that were approved: what is signed is what runs, once, in time, and by whom the policy says.</summary>
public sealed class ApprovedPlanTests : IDisposable
{
    private readonly SandboxFixture _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-approved-").FullName;

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("$plan.Losses = @('Nothing.')")]
    [InlineData("$plan.Steps = @('Nothing.')")]
    [InlineData("$plan.Backup = 'An image.'")]
    [InlineData("$plan.Instance.Name = 'test-01'")]
    [InlineData("$plan.Costs = @()")]
    [InlineData("$plan.ExpectedDowntime = '0:00:01'")]
    [InlineData("$plan.Requirements[0].Detail = 'All is well.'")]
    [InlineData("$plan.PlanId = '0123456789abcdef0123456789abcdef'")]
    [InlineData("$plan.ExpiresAt = [datetimeoffset]::UtcNow.AddYears(1)")]
    public void Text_that_was_rewritten_is_refused(string change)
    {
        EcsPlan plan = _bench.Run<EcsPlan>("New-EcsImage db-01 -PlanOnly").Single();

        Assert.Equal([EcsErrorId.PlanChanged], Refused($"{change}; $plan | Invoke-EcsPlan -Confirm:$false", Serialization.FromJsonAsHashtable(plan)!));
    }

    [Fact]
    public void A_plan_expires()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly -ValidFor 2:00:00").Single();
        EcsPlan usual = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly").Single();
        EcsPlan shortLived = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly -ValidFor 0:00:00.0000001").Single();

        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromHours(24)), (plan.ExpiresAt - plan.CreatedAt, usual.ExpiresAt - usual.CreatedAt));
        System.Threading.SpinWait.SpinUntil(() => DateTimeOffset.UtcNow > shortLived.ExpiresAt);
        Assert.Equal([EcsErrorId.PlanExpired], Refused("$plan | Invoke-EcsPlan -Confirm:$false", shortLived));
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Invoke-EcsOsReinstall db-01 -Backup None -ValidFor 2:00:00 -Confirm:$false").ErrorIds);
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly -ValidFor 0").ErrorIds);
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly -ValidFor 400.00:00:00").ErrorIds);
    }

    [Fact]
    public void A_plan_is_run_once_whatever_journal_is_named()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("New-EcsImage db-01 -Account sandbox-huawei -PlanOnly").Single();
        _bench.Run<EcsOperation>($"$plan | Invoke-EcsPlan -Confirm:$false -JournalPath '{Path.Combine(_folder, "one")}'", ("plan", plan));

        Assert.Equal([EcsErrorId.PlanChanged], Refused($"$plan | Invoke-EcsPlan -Confirm:$false -JournalPath '{Path.Combine(_folder, "two")}'", plan));
        Assert.Equal([EcsErrorId.PlanChanged], Refused("$plan | Invoke-EcsPlan -Confirm:$false", Serialization.FromClixml(plan)));
    }

    [Fact]
    public void A_plan_of_which_nothing_was_sent_may_run_again()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly").Single();
        _bench.Records.Answer("No");
        Assert.Empty(Refused("$plan | Invoke-EcsPlan", plan));

        Assert.Equal(EcsOperationState.Succeeded, _bench.Run<EcsOperation>("$plan | Invoke-EcsPlan -Confirm:$false", ("plan", plan)).Single().State);
    }

    [Fact]
    public void Approve_Plan_ShowsItsTextAndAddsASignature()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly").Single();
        _bench.Records.Answer("Yes");

        EcsPlan approved = _bench.Run<EcsPlan>("$plan | Approve-EcsPlan -KeyFile $key", ("plan", Serialization.FromClixml(plan)), ("key", MakeKey())).Single();

        Assert.StartsWith("-----BEGIN SSH SIGNATURE-----\n", Assert.Single(approved.Approvals), StringComparison.Ordinal);
        Assert.Equal(plan.GetStatement(), approved.GetStatement());
        Assert.Contains($"Plan: {plan.PlanId}", Assert.Single(_bench.Records.Questions).OneLine, StringComparison.Ordinal);
        Assert.Equal(approved.Approvals, ((EcsPlan)_bench.Session.Run("$plan | Approve-EcsPlan -KeyFile $key -Confirm:$false", ("plan", Serialization.FromJson(approved))).Single().BaseObject).Approvals.Take(1));
    }

    [Fact]
    public void Approve_PlanThatIsNotWhole_IsRefused()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly").Single();
        EcsPlan failed = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall web-01 -Backup None -PlanOnly").Single();
        string key = MakeKey();

        Assert.Equal([EcsErrorId.PlanChanged], _bench.Invoke("$plan.Losses = @(); $plan | Approve-EcsPlan -KeyFile $key -Confirm:$false", ("plan", Serialization.FromJsonAsHashtable(plan)), ("key", key)).ErrorIds);
        Assert.Equal([EcsErrorId.RequirementFailed], _bench.Invoke("$plan | Approve-EcsPlan -KeyFile $key -Confirm:$false", ("plan", failed)).ErrorIds);
        Assert.Equal([EcsErrorId.PlanChanged], _bench.Invoke("$plan | Approve-EcsPlan -KeyFile $key -Confirm:$false", ("plan", null)).ErrorIds);
        Assert.Equal([EcsErrorId.KeyFileInvalid], _bench.Invoke("$plan | Approve-EcsPlan -KeyFile $key -Confirm:$false", ("plan", plan), ("key", Path.Combine(_folder, "none"))).ErrorIds);
    }

    [Fact]
    public void Format_List_shows_what_is_signed()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly").Single();
        string[] lines = plan.GetStatement().TrimEnd('\n').Split('\n');

        Assert.Equal(lines, ((string)_bench.Session.Run("$plan.PSObject.EcsCells.Statement", ("plan", plan)).Single().BaseObject).Split('\n'));
        Assert.DoesNotContain(ChangingCommand.Canary, plan.GetStatement(), StringComparison.Ordinal);
    }

    // In a process of its own with a policy file, where nobody can be asked.
    [Fact]
    public async Task Only_plans_that_approvers_have_signed_run_where_the_policy_wants_it()
    {
        string key = MakeKey();
        string other = MakeKey();
        string policy = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "EcsTools")).FullName, "ecstools.policy.json");
        await File.WriteAllTextAsync(policy, WritePolicy(2, $"alice {PublicKey(key)}", $"{Environment.UserName}@example.com {PublicKey(other)}", false), TestContext.Current.CancellationToken);
        string script = Path.Combine(_folder, "rows.ps1");
        await File.WriteAllTextAsync(
            script,
            $$"""
            $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
            $policy = '{{policy}}'; $key = '{{key}}'; $other = '{{other}}'
            function Row([string] $Name, [scriptblock] $Body) {
                $ids = try { & $Body 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId } } } catch { $_.FullyQualifiedErrorId }
                "row|$Name|$(@($ids | ForEach-Object { $_.Split(',')[0] }) -join '+')"
            }
            function Rules([int] $Approvals, [bool] $Self) { (Get-Content $policy -Raw) -replace '"approvals":\d', "`"approvals`":$Approvals" -replace '"allowSelfApproval":\w+', "`"allowSelfApproval`":$("$Self".ToLower())" | Set-Content $policy }
            $plan = New-EcsImage db-01 -PlanOnly
            $signed = $plan | Approve-EcsPlan -KeyFile $key -Confirm:$false
            $both = $signed | Approve-EcsPlan -KeyFile $other -Confirm:$false
            $both | Export-Clixml both.xml
            Row direct { New-EcsImage db-01 -Confirm:$false }
            Row unsigned { $plan | Invoke-EcsPlan -Confirm:$false }
            Row one { $signed | Invoke-EcsPlan -Confirm:$false }
            Row own { $both | Invoke-EcsPlan -Confirm:$false }
            Rules 1 $false
            Row ownOnly { $plan | Approve-EcsPlan -KeyFile $other -Confirm:$false | Invoke-EcsPlan -Confirm:$false }
            Row moved { $p = New-EcsImage db-02 -PlanOnly | ConvertTo-Json -Depth 4 | ConvertFrom-Json -AsHashtable; $p.Approvals = $both.Approvals; $p | Invoke-EcsPlan -Confirm:$false }
            Rules 2 $true
            Row two { Import-Clixml both.xml | Invoke-EcsPlan -Confirm:$false }
            Row again { Import-Clixml both.xml | Invoke-EcsPlan -Confirm:$false }
            Row audit { if (-not (Get-EcsAuditRecord -Kind Approval) -or -not (Get-EcsAuditRecord db-01 -Kind Refusal) -or (Get-EcsAuditRecord -Verify).IsIntact -contains $false) { throw 'audit' } }
            """,
            TestContext.Current.CancellationToken);

        ShellProcess run = await ShellProcess.RunAsync(
            "",
            ["-NonInteractive", "-NoSandbox", "-WorkingDirectory", _folder, "-File", script],
            new Dictionary<string, string?> { ["XDG_CONFIG_HOME"] = _folder, ["ECSTOOLS_STATE"] = _folder },
            TestContext.Current.CancellationToken);

        Assert.Equal(
            ["direct|DeniedByPolicy", "unsigned|DeniedByPolicy", "one|DeniedByPolicy", "own|DeniedByPolicy", "ownOnly|DeniedByPolicy", "moved|DeniedByPolicy", "two|", "again|PlanChanged", "audit|"],
            run.Output.Split('\n').Where(l => l.StartsWith("row|", StringComparison.Ordinal)).Select(l => l.Trim()["row|".Length..]));
    }

    private static string WritePolicy(int approvals, string first, string second, bool self) => System.Text.Json.JsonSerializer.Serialize(new
    {
        rules = new[] { new { effect = "requireApproval", operation = "ImageCreate", approvals } },
        approvers = new[] { first, second },
        allowSelfApproval = self,
    });

    private string MakeKey()
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        using RSA key = RSA.Create(2048);
        File.WriteAllText(path, key.ExportRSAPrivateKeyPem());
        File.WriteAllText(path + ".pub", WritePublic(key.ExportParameters(includePrivateParameters: false)));
        return path;
    }

    private static string PublicKey(string key) => File.ReadAllText(key + ".pub");

    // RFC 4253 6.6.
    private static string WritePublic(RSAParameters key)
    {
        byte[] text = [.. Field("ssh-rsa"u8.ToArray()), .. Field(key.Exponent!), .. Field([0, .. key.Modulus!])];
        return $"ssh-rsa {Convert.ToBase64String(text)}";

        static byte[] Field(byte[] value) => [(byte)(value.Length >> 24), (byte)(value.Length >> 16), (byte)(value.Length >> 8), (byte)value.Length, .. value];
    }

    private IReadOnlyList<string> Refused(string script, object plan)
    {
        Outcome outcome = null!;
        Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke(script, ("plan", plan))));
        return outcome.ErrorIds;
    }
}
