using System.Text;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Every cmdlet that changes something, found by reflection, under every effect of a policy, in a process where nobody can be asked. A new
/// cmdlet without the gate fails here.
/// </summary>
public sealed class PolicyGateTests : IDisposable
{
    // What cannot be planned, and loses nothing: only deny and confirm concern it.
    private static readonly string[] Actions =
        ["Add-EcsTag", "Confirm-EcsEvent", "Import-EcsKeyPair", "Invoke-EcsCommand", "New-EcsKeyPair", "Remove-EcsKeyPair", "Remove-EcsTag", "Restart-EcsInstance", "Resume-EcsOperation", "Set-EcsInstance", "Start-EcsInstance", "Stop-EcsInstance"];

    private static readonly string[] Destroying =
        ["Invoke-EcsOsReinstall", "Invoke-EcsPlan", "Remove-EcsInstance", "Remove-EcsPassword", "Reset-EcsSystemDisk", "Restore-EcsSnapshot", "Switch-EcsSystemDisk"];

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-gate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_command_sends_a_change_past_the_policy()
    {
        string[] names;
        using (ModuleSession session = new())
        {
            names =
            [
                .. session.Run("Get-Command -Module EcsTools -CommandType Cmdlet").Select(o => (CmdletInfo)o.BaseObject)
                    .Where(c => c.Parameters.ContainsKey("WhatIf") && !ChangingCommand.Local.Contains(c.Name))
                    .Select(c => c.Name).Order(StringComparer.Ordinal),
            ];
        }

        string[] effects = ["deny", "confirm", "requireBackup", "requirePlan", "requireApproval"];
        StringBuilder script = new(Prelude);
        foreach (string name in names)
        {
            ChangingCommand command = ChangingCommand.All[name];
            foreach (string effect in effects)
            {
                script.AppendLine($"$null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity); $null = Select-EcsAccount {command.Accounts[0]}; {command.Before}");
                script.AppendLine($"Row '{name}' '{effect}' {{ {name} {command.Arguments} -Confirm:$false }}");
                script.AppendLine("Stop-EcsSandbox -Confirm:$false");
            }
        }

        Assert.Equal(names.SelectMany(n => effects.Select(e => $"{n}|{e}|{Expected(n, e)}")), await PlayAsync(script.ToString()));
    }

    // A sub-step is refused and asked for as the action it is.
    [Fact]
    public async Task A_sub_step_is_held_to_the_rules_for_what_it_is()
    {
        (string Name, string Rule, string Command, string Expected)[] rows =
        [
            ("stop", "{ \"effect\": \"deny\", \"operation\": \"Stop\" }", "Invoke-EcsOsReinstall web-01 -StopFirst -Backup None -Confirm:$false", "DeniedByPolicy|False"),
            ("stop confirm", "{ \"effect\": \"confirm\", \"operation\": \"Stop\" }", "Invoke-EcsOsReinstall web-01 -StopFirst -Backup None -Confirm:$false", "ConfirmationNotPossible|False"),
            ("start", "{ \"effect\": \"deny\", \"operation\": \"Start\" }", "Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false", "DeniedByPolicy|False"),
            ("start of a resize", "{ \"effect\": \"deny\", \"operation\": \"Start\" }", "Set-EcsInstanceSize web-01 -Size $size -StopFirst -Confirm:$false", "DeniedByPolicy|False"),
            ("image", "{ \"effect\": \"deny\", \"operation\": \"ImageCreate\" }", "Reset-EcsSystemDisk db-01 -Backup Image -Confirm:$false", "DeniedByPolicy|False"),
            ("snapshot", "{ \"effect\": \"deny\", \"operation\": \"SnapshotCreate\" }", "Reset-EcsSystemDisk db-01 -Backup Snapshot -Confirm:$false", "DeniedByPolicy|False"),
            ("restart", "{ \"effect\": \"deny\", \"operation\": \"Restart\" }", "Reset-EcsPassword web-02 -Generate -Method Api -Restart -Confirm:$false", "DeniedByPolicy|False"),
            ("rescue by a denied server", "{ \"effect\": \"deny\", \"operation\": \"DiskMount\", \"name\": \"web-02\" }", "Start-EcsRescue db-01 -HelperInstance web-02 -Account sandbox-huawei -Confirm:$false", "DeniedByPolicy|False"),
            ("rescue detaches", "{ \"effect\": \"deny\", \"operation\": \"DiskDismount\", \"name\": \"db-01\" }", "Start-EcsRescue db-01 -HelperInstance web-02 -Account sandbox-huawei -Confirm:$false", "DeniedByPolicy|False"),
            ("rescue by another server", "{ \"effect\": \"deny\", \"name\": \"web-02\" }", "Start-EcsRescue db-01 -HelperInstance web-03 -Account sandbox-huawei -Confirm:$false", "|True"),
            ("unprotect", "{ \"effect\": \"deny\", \"operation\": \"Unprotect\" }", "Set-EcsInstance protected-01 -DeletionProtection $false -Confirm:$false", "DeniedByPolicy|False"),
            ("unprotect confirm", "{ \"effect\": \"confirm\" }", "Set-EcsInstance protected-01 -DeletionProtection $false -Confirm:$false", "ConfirmationNotPossible|False"),
            ("protect", "{ \"effect\": \"deny\", \"operation\": \"Unprotect\" }", "Set-EcsInstance web-03 -DeletionProtection $true -Confirm:$false", "|True"),
            ("resume", "{ \"effect\": \"deny\", \"operation\": \"Resume\" }", "Resume-EcsOperation $operation.OperationId -Confirm:$false", "DeniedByPolicy|False"),
            ("resume starts", "{ \"effect\": \"deny\", \"operation\": \"Start\", \"tag\": \"role\" }", "Resume-EcsOperation $operation.OperationId -Confirm:$false", "DeniedByPolicy|False"),
            ("other name", "{ \"effect\": \"deny\", \"provider\": \"Alibaba\", \"project\": \"$project\" }", "Stop-EcsInstance web-04 -Confirm:$false", "DeniedByPolicy|False"),
            ("misspelt", "{ \"effect\": \"deny\", \"operation\": \"Stpo\" }", "Stop-EcsInstance web-04 -Confirm:$false", "DeniedByPolicy|False"),
        ];
        StringBuilder script = new(Prelude);
        script.AppendLine("""
            $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
            $size = @(Get-EcsInstance web-01 | Get-EcsInstanceSize -Available)[0].Name
            $operation = Invoke-EcsOsReinstall db-02 -Backup None -NoWait -Confirm:$false
            $project = (Get-EcsAccount sandbox-alibaba).AccountId
            """);
        foreach ((string name, string rule, string command, _) in rows)
        {
            script.AppendLine($"RuleRow '{name}' '{rule}' {{ {command} }}");
        }

        Assert.Equal(rows.Select(r => $"{r.Name}|{r.Expected}"), await PlayAsync(script.ToString()));
    }

    private const string Prelude = """
        $file = Join-Path $env:XDG_CONFIG_HOME 'EcsTools' 'ecstools.policy.json'
        $null = New-Item -ItemType Directory -Force (Split-Path $file)
        function NoPolicy { Remove-Item $file -ErrorAction Ignore }
        function Play([string] $Name, [scriptblock] $Body) {
            $before = (Get-EcsSandbox).WriteCount
            $ids = try { & $Body 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId } } } catch { $_.FullyQualifiedErrorId }
            $sent = (Get-EcsSandbox).WriteCount -ne $before
            NoPolicy
            "row|$Name|$(@($ids | ForEach-Object { $_.Split(',')[0] } | Select-Object -Unique) -join '+')|$sent"
        }
        function Row([string] $Name, [string] $Effect, [scriptblock] $Body) {
            Set-Content $file "{ `"rules`": [ { `"effect`": `"$Effect`" } ] }"
            Play "$Name|$Effect" $Body
        }
        function RuleRow([string] $Name, [string] $Rule, [scriptblock] $Body) {
            Set-Content $file "{ `"rules`": [ $($Rule.Replace('$project', [string] $project)) ] }"
            Play $Name $Body
        }

        """;

    private static string Expected(string name, string effect) => effect switch
    {
        "deny" => "DeniedByPolicy|False",
        "confirm" => "ConfirmationNotPossible|False",
        _ when name == "Resume-EcsOperation" => "|False", // it has ended meanwhile, and nothing is left to send
        _ when Actions.Contains(name) => "|True",
        "requireBackup" when name is "Remove-EcsImage" or "Remove-EcsSnapshot" => "|True",
        "requireBackup" => Destroying.Contains(name) ? "DeniedByPolicy|False" : "|True",
        "requirePlan" when name == "Invoke-EcsPlan" => "|True",
        _ => "DeniedByPolicy|False",
    };

    private async Task<IReadOnlyList<string>> PlayAsync(string rows)
    {
        string script = Path.Combine(_folder, "rows.ps1");
        await File.WriteAllTextAsync(script, rows, TestContext.Current.CancellationToken);
        ShellProcess run = await ShellProcess.RunAsync(
            "",
            ["-NonInteractive", "-NoSandbox", "-File", script],
            new Dictionary<string, string?> { ["XDG_CONFIG_HOME"] = _folder, ["ECSTOOLS_STATE"] = _folder },
            TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        return [.. run.Output.Split('\n').Where(l => l.StartsWith("row|", StringComparison.Ordinal)).Select(l => l.Trim()["row|".Length..])];
    }
}
