#requires -Version 5.1
<#
.SYNOPSIS
    Creates plans for OS reinstalls that are approved first and run later without prompts.
.DESCRIPTION
    One process creates plans for OS reinstalls and writes them to a file, a person reads them, and another process runs them without
    prompts. A server that has changed since its plan was created is skipped, and the exit code shows this. Both processes connect their own
    account, in the same cloud, project, and region; the file contains no secrets.

    Without -Account, the script runs in the sandbox, for a morning and a night: no cloud account and no network are required.
.PARAMETER Account
    Specifies the name of the account that was connected with Connect-EcsAccount.
.PARAMETER Do
    Specifies the action: Plan creates the plans, Show displays them, Run runs them.
.PARAMETER Name
    Specifies the names of the servers.
.PARAMETER Path
    Specifies the file for the plans.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/approve-later.ps1
.EXAMPLE
    ./approve-later.ps1 -Account production -Do Plan -Name db-* -Path /var/lib/ecs/tonight.xml

    The job in the morning; its log shows which servers cannot be reinstalled, and the reasons.
.EXAMPLE
    ./approve-later.ps1 -Account production -Do Show -Path /var/lib/ecs/tonight.xml

    Shows the plans to the person who approves them.
.EXAMPLE
    ./approve-later.ps1 -Account production -Do Run -Path /var/lib/ecs/tonight.xml

    The job at night.
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
    if (-not $Path) { throw 'Specify the file for the plans with -Path.' }
    $exitCode = 0
    switch ($Do) {
        'Plan' { Write-Tonight -Account $Account -Name $Name -Path $Path }
        'Show' { Import-Clixml -LiteralPath $Path | Out-Default }
        'Run' { Invoke-Tonight $Path }
    }
    exit $exitCode
}

# The sandbox belongs to this process, so both jobs run in one process.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$file = [System.IO.Path]::GetTempFileName()

'== In the morning: create the plans, and send nothing'
Write-Tonight -Account sandbox-huawei -Name db-*, hpc-01 -Path $file

'== A person reads the plans and approves'
Import-Clixml -LiteralPath $file | Out-Default

'== In the meantime, another user reinstalls one of the servers'
Invoke-EcsOsReinstall db-02 -Account sandbox-huawei -Backup None -Confirm:$false | Out-Default

'== At night: run the approved plans. A server that has changed is refused (PlanChanged)'
Invoke-Tonight $file

'== A plan is run only once'
Invoke-Tonight $file

[System.IO.File]::Delete($file)
Stop-EcsSandbox
'Done.'
