#requires -Version 5.1
<#
.SYNOPSIS
    Plan now, approve, run later: how unattended wipes are meant to run.
.DESCRIPTION
    One process plans reinstallations and writes the plans to a file, a person reads them, and another process runs them and asks nobody.
    What is not as it was when the plan was made is left alone, and the exit code tells. Both processes open their own account, at the same
    cloud, project and region; the file holds no secret.

    Without -Account it runs in the sandbox, a morning and a night: no account and no network are needed.
.PARAMETER Account
    The account, as Connect-EcsAccount has opened it.
.PARAMETER Do
    Plan, Show what was planned, or Run it.
.PARAMETER Name
    The servers to plan for.
.PARAMETER Path
    The file in between.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/approve-later.ps1
.EXAMPLE
    ./approve-later.ps1 -Account production -Do Plan -Name db-* -Path /var/lib/ecs/tonight.xml

    The morning's job; its log says which servers cannot be reinstalled, and why.
.EXAMPLE
    ./approve-later.ps1 -Account production -Do Show -Path /var/lib/ecs/tonight.xml

    What is read before it is approved.
.EXAMPLE
    ./approve-later.ps1 -Account production -Do Run -Path /var/lib/ecs/tonight.xml

    The night's job.
#>
[CmdletBinding()]
param(
    [string] $Account,
    [ValidateSet('Plan', 'Show', 'Run')]
    [string] $Do = 'Plan',
    [string[]] $Name = '*',
    [string] $Path
)

Set-StrictMode -Version 3

function Write-Tonight([string] $Account, [string[]] $Name, [string] $Path) {
    $plans = @(Get-EcsInstance -Name $Name -Account $Account | Invoke-EcsOsReinstall -Backup None -PlanOnly)
    foreach ($plan in $plans | Where-Object { -not $_.CanProceed }) {
        $plan.Requirements | Where-Object Outcome -eq Failed | ForEach-Object { "Left out: $($plan.Instance.Name): $($_.Id): $($_.Detail) $($_.Remedy)" }
    }
    $ready = @($plans | Where-Object CanProceed)
    Export-Clixml -InputObject $ready -LiteralPath $Path -Depth 4
    "Planned: $(($ready | ForEach-Object { $_.Instance.Name }) -join ', ')"
}

function Invoke-Tonight([string] $Path) {
    $refused = @()
    $run = @(Import-Clixml -LiteralPath $Path | Invoke-EcsPlan -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue)
    $run | ForEach-Object { "$($_.State): $($_.InstanceName)" }
    $refused | ForEach-Object { "Refused: $($_.TargetObject): $($_.FullyQualifiedErrorId.Split(',')[0])" }
    $script:exitCode = [int] ($refused.Count -gt 0 -or @($run | Where-Object { -not $_.Succeeded }).Count -gt 0)
}

if ($Account) {
    if (-not $Path) { throw 'Name the file in between with -Path.' }
    $exitCode = 0
    switch ($Do) {
        'Plan' { Write-Tonight -Account $Account -Name $Name -Path $Path }
        'Show' { Import-Clixml -LiteralPath $Path | Out-Default }
        'Run' { Invoke-Tonight $Path }
    }
    exit $exitCode
}

# In the sandbox, which only this process knows: both halves in one.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$file = [System.IO.Path]::GetTempFileName()

'== In the morning: plan, and send nothing'
Write-Tonight -Account sandbox-huawei -Name db-*, hpc-01 -Path $file

'== A person reads the plans and approves'
Import-Clixml -LiteralPath $file | Out-Default

'== In between somebody else reinstalls one of the servers'
Invoke-EcsOsReinstall db-02 -Account sandbox-huawei -Backup None -Confirm:$false | Out-Default

'== At night: run what was approved. What is not as it was is refused (PlanChanged)'
Invoke-Tonight $file

'== A plan is run once'
Invoke-Tonight $file

[System.IO.File]::Delete($file)
Stop-EcsSandbox
'Done.'
