using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Safety;

/// <summary>The user's policy file, met by commands in a process of its own where nobody can be asked.</summary>
public sealed class PolicyFileTests : IDisposable
{
    private const string Rules = """
        { "rules": [
            { "effect": "deny", "operation": "OsReinstall", "name": "db-01", "reason": "holds the ledger" },
            { "effect": "deny", "operation": "Stop", "tag": "role=db" },
            { "effect": "confirm", "operation": "OsReinstall", "name": "db-02", "account": "sandbox-alibaba" },
            { "effect": "confirm", "operation": "Set", "name": "web-02" },
            { "effect": "requireBackup", "operation": "SystemDisk*", "account": "sandbox-huawei" },
            { "effect": "requireBackup", "name": "db-01", "account": "sandbox-otc" },
            { "effect": "requirePlan", "account": "sandbox-otc" }
        ] }
        """;

    // Each row writes its name, the ids of its errors, and whether anything was sent.
    private const string Rows = """
        $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
        function Row([string] $Name, [scriptblock] $Body) {
            $before = (Get-EcsSandbox).WriteCount
            $ids = try { & $Body 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId } } } catch { $_.FullyQualifiedErrorId }
            $sent = (Get-EcsSandbox).WriteCount -ne $before
            "row|$Name|$(@($ids | ForEach-Object { $_.Split(',')[0] }) -join '+')|$sent"
        }
        Row deny { Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false -Force }
        Row denyWhatIf { Invoke-EcsOsReinstall db-01 -Backup None -WhatIf }
        Row denyPlan { Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly | Invoke-EcsPlan -Confirm:$false -Force }
        Row denyStop { Start-EcsInstance db-02 -Account sandbox-huawei; Get-EcsInstance db-02 -Account sandbox-huawei | Stop-EcsInstance -Confirm:$false }
        Row denyHard { Get-EcsInstance db-02 -Account sandbox-huawei | Stop-EcsInstance -StopMode Hard -Confirm:$false }
        Row denyCharging { Start-EcsInstance db-02; Get-EcsInstance db-02 | Stop-EcsInstance -StopCharging -Confirm:$false }
        Row others { Stop-EcsInstance web-01 -Confirm:$false }
        Row confirm { Invoke-EcsOsReinstall db-02 -StopFirst -Backup None -Confirm:$false -Force }
        Row confirmForce { Invoke-EcsOsReinstall db-02 -StopFirst -Backup None -Force }
        Row confirmSet { Set-EcsInstance web-02 -Description x }
        Row noBackup { Reset-EcsSystemDisk db-01 -Account sandbox-huawei -Backup None -Confirm:$false -Force }
        Row backup { Reset-EcsSystemDisk db-01 -Account sandbox-huawei -Backup Image -Confirm:$false -Force }
        Row noPlan { Invoke-EcsOsReinstall db-02 -Account sandbox-otc -Backup None -Confirm:$false -Force }
        Row plan { Invoke-EcsOsReinstall db-02 -Account sandbox-otc -Backup None -PlanOnly | Invoke-EcsPlan -Confirm:$false -Force }
        Row action { Start-EcsInstance db-01 -Account sandbox-otc }
        Row harmless { New-EcsSnapshot db-01 -Account sandbox-otc -PlanOnly | Invoke-EcsPlan -Confirm:$false -Force }
        Row release { Remove-EcsInstance db-01 -Account sandbox-otc -Running -PlanOnly | Invoke-EcsPlan -Confirm:$false -Force }
        Row healthCheck { Invoke-EcsOsReinstall web-01 -StopFirst -Backup None -Confirm:$false -Force -HealthCheck { Get-EcsInstance db-02 -Account sandbox-huawei | Stop-EcsInstance; $true } }
        Row read { $null = Get-EcsInstance db-01 }
        Row recorded { $denied = @(Get-EcsAuditRecord -Kind Refusal); if ($denied.Count -lt 5 -or $denied.Where({ $_.Outcome -ne 'Denied' -or $_.ErrorId -ne 'DeniedByPolicy' })) { throw "recorded: $($denied.Count)" } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-policy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_rules_hold_whatever_the_switches_say() => Assert.Equal(
        [
            "deny|DeniedByPolicy|False",
            "denyWhatIf|DeniedByPolicy|False",
            "denyPlan|DeniedByPolicy|False",
            "denyStop|DeniedByPolicy|True",
            "denyHard|DeniedByPolicy|False",
            "denyCharging|DeniedByPolicy|True",
            "others||True",
            "confirm|DeniedByPolicy|False", // the stop before it is a Stop, and that is denied
            "confirmForce|DeniedByPolicy|False",
            "confirmSet|ConfirmationNotPossible|False",
            "noBackup|DeniedByPolicy|False",
            "backup||True",
            "noPlan|DeniedByPolicy|False",
            "plan||True",
            "action||True",
            "harmless||True",
            "release|DeniedByPolicy|False",
            "healthCheck|HealthCheckFailed|True",
            "read||False",
            "recorded||False",
        ],
        await PlayAsync(Rules));

    [Fact]
    public async Task A_file_that_cannot_be_read_denies_every_change_and_no_reading() => Assert.Equal(
        ["deny|DeniedByPolicy|False", "others|DeniedByPolicy|False", "read||False", "recorded||False"],
        (await PlayAsync("{ \"rules\": [ { \"effect\": \"dney\" } ] }")).Where(r => r.Split('|')[0] is "deny" or "others" or "read" or "recorded"));

    private async Task<IReadOnlyList<string>> PlayAsync(string policy)
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "EcsTools")).FullName, "ecstools.policy.json");
        string script = Path.Combine(_folder, "rows.ps1");
        await File.WriteAllTextAsync(file, policy, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(script, Rows, TestContext.Current.CancellationToken);
        ShellProcess run = await ShellProcess.RunAsync(
            "",
            ["-NonInteractive", "-NoSandbox", "-File", script],
            new Dictionary<string, string?> { ["XDG_CONFIG_HOME"] = _folder, ["ECSTOOLS_STATE"] = _folder },
            TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        return [.. run.Output.Split('\n').Where(l => l.StartsWith("row|", StringComparison.Ordinal)).Select(l => l.Trim()["row|".Length..])];
    }
}
