using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Switches and preferences mean to our commands what they mean to the engine: each script runs a command that only calls ShouldProcess
/// and one of ours with the same impact, and both are asked about, told of or done alike.
/// </summary>
public sealed class EngineMeaningTests
{
    public static TheoryData<string> Scripts =>
    [
        "{0}",
        "{0} -Confirm",
        "{0} -Confirm:$false",
        "{0} -Confirm:$null",
        "{0} -WhatIf",
        "{0} -WhatIf -Confirm",
        "{0} -WhatIf -Confirm:$false",
        "{0} -Debug",
        "{0} -Debug:$false",
        "$DebugPreference = 'Continue'; {0}",
        "$WhatIfPreference = $true; {0}",
        "$WhatIfPreference = 1; {0}",
        "$WhatIfPreference = 'yes'; {0}",
        "$WhatIfPreference = $null; {0}",
        "$WhatIfPreference = $true; {0} -WhatIf:$false",
        "$ConfirmPreference = 'None'; {0}",
        "$ConfirmPreference = 'Low'; {0}",
        "$ConfirmPreference = 'Medium'; {0}",
        "$ConfirmPreference = 'High'; {0}",
        "$ConfirmPreference = 'low'; {0}",
        "$ConfirmPreference = 0; {0}",
        "$ConfirmPreference = 2; {0}",
        "$ConfirmPreference = 'None'; {0} -Confirm",
        "$ConfirmPreference = 'Low'; {0} -Confirm:$false",
        "$ConfirmPreference = 'None'; & { {0} }",
        "& { $ConfirmPreference = 'None' }; {0}",
        "& { $global:ConfirmPreference = 'Low'; {0} }",
        "$script:ConfirmPreference = 'Low'; & { $ConfirmPreference = 'None'; {0} }",
        Untyped("'Low'"),
        Untyped("[psobject] 'Low'"),
        Untyped("[psobject] [System.Management.Automation.ConfirmImpact]::Low"),
        Untyped("'Hi'"),
        Untyped("'nonsense'"),
        Untyped("'1'"),
        Untyped("''"),
        Untyped("1"),
        Untyped("[long] 1"),
        Untyped("5"),
        Untyped("$true"),
        Untyped("$null"),
        "$ExecutionContext.SessionState.PSVariable.Remove('global:ConfirmPreference'); {0}",
        "$PSDefaultParameterValues = @{ '*:Confirm' = $true }; {0}",
        "$PSDefaultParameterValues = @{ '*:Confirm' = $false }; {0}",
        "$PSDefaultParameterValues = @{ '*:WhatIf' = $true }; {0}",
        "function f { [CmdletBinding(SupportsShouldProcess)] param() {0} }; f",
        "function f { [CmdletBinding(SupportsShouldProcess)] param() {0} }; f -Confirm",
        "function f { [CmdletBinding(SupportsShouldProcess)] param() {0} }; f -Confirm:$false",
        "function f { [CmdletBinding(SupportsShouldProcess)] param() {0} }; f -WhatIf",
        "function f { [CmdletBinding(SupportsShouldProcess)] param() {0} }; $ConfirmPreference = 'Medium'; f -Confirm:$false",
        "function f { [CmdletBinding(SupportsShouldProcess)] param([Parameter(ValueFromPipeline)] $x) process { {0} } }; 1 | f -Confirm",
        "$m = New-Module { $ConfirmPreference = 'None'; function g { {0} } }; g",
        "$m = New-Module { $ConfirmPreference = 'Low'; function g { {0} } }; g",
        "$ConfirmPreference = 'Low'; $m = New-Module { function g { {0} } }; g",
        "$ConfirmPreference = 'None'; $m = New-Module { function g { {0} } }; g",
        "$m = New-Module { function g { [CmdletBinding(SupportsShouldProcess)] param() {0} } }; g -Confirm",
        "$s = { {0} }.GetNewClosure(); $ConfirmPreference = 'None'; & $s",
        "1 | ForEach-Object { $ConfirmPreference = 'Low'; {0} }",
        "$a = @{ Confirm = $false }; {0} @a",
        "[scriptblock]::Create('{0} -Confirm').Invoke()",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void OurCommands_AnySwitchOrPreference_AskWhereTheEngineDoes(string script)
    {
        using SandboxFixture bench = new();
        bench.Session.Run("Import-Module -Assembly $probes", ("probes", typeof(TestHighImpactCommand).Assembly));

        Assert.Equal(Heard(bench, script, "Test-HighImpact"), Heard(bench, script, "Remove-EcsInstance db-01"));
        Assert.Equal(Heard(bench, script, "Test-HighImpact"), Heard(bench, script, "Invoke-EcsOsReinstall db-02 -Backup None"));
        Assert.Equal(Heard(bench, script, "Test-MediumImpact"), Heard(bench, script, "Stop-EcsInstance web-01"));
        Assert.Equal(Heard(bench, script, "Test-MediumImpact"), Heard(bench, script, "New-EcsImage db-02 -Account sandbox-otc"));
        Assert.Equal(Heard(bench, script, "Test-LowImpact"), Heard(bench, script, "Start-EcsInstance db-02"));
    }

    // A variable of the scope that takes any value, unlike the global one.
    private static string Untyped(string value) =>
        $"$ExecutionContext.SessionState.PSVariable.Set([psvariable]::new('ConfirmPreference', ({value}))); {{0}}";

    // Questions and what-if lines; everything is declined, so that each command meets the same servers.
    private static (int Questions, int WhatIf) Heard(SandboxFixture bench, string script, string command)
    {
        bench.Records.Clear();
        bench.Records.Answer("No");
        Outcome outcome = bench.Invoke(
            "$before = $global:ConfirmPreference; try { & { " + script.Replace("{0}", command, StringComparison.Ordinal) + " } } finally { $global:ConfirmPreference = $before; $PSDefaultParameterValues = @{} }");
        Assert.True(outcome.Errors.Count == 0, $"{command}: {string.Join("; ", outcome.Errors.Select(e => e.ToString()))}");
        if (!command.StartsWith("Test-", StringComparison.Ordinal))
        {
            // Whatever the engine would ask by itself, with Yes for Enter, we have asked before.
            Assert.All(bench.Records.Questions, q => Assert.Equal("No", q.Default));
        }

        return (bench.Records.Questions.Count, bench.Records.WhatIf.Count);
    }
}
