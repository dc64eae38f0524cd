#requires -Version 5.1
<#
.SYNOPSIS
    Runs approved plans on an agent of a pool that lives for one job, and settles what earlier agents have left.
.DESCRIPTION
    All agents share one state database (ECSTOOLS_STATE, see about_EcsTools_State): each plan is run by one of them, and an operation that an
    agent has left open is resumed by the next one. Plans that another agent has run or is running are skipped. The script ends with an error if an
    operation has failed or is still open, so that the pipeline stops.

    Without -Account, the script runs in the sandbox, where it creates a plan first: no cloud account, database, or network is required.
.PARAMETER Account
    Specifies the name of the account that was connected with Connect-EcsAccount.
.PARAMETER Path
    Specifies the file with the approved plans, as Export-Clixml has created it.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/agent-pool.ps1
.EXAMPLE
    $env:ECSTOOLS_STATE = 'postgres://agent@db.example.com/ecs'; ./agent-pool.ps1 -Account production -Path approved.xml
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [string] $Account,
    [string] $Path
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$isTrial = -not $Account
if ($Account) {
    if ("$env:ECSTOOLS_STATE" -notlike 'postgres*') { throw 'Set ECSTOOLS_STATE to the database that the agents share.' }
    if (-not $Path) { throw 'Specify the file with the approved plans with -Path.' }
}
else {
    if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
    $Account = 'sandbox-alibaba'
    $Path = Join-Path ([IO.Path]::GetTempPath()) "plans-$([guid]::NewGuid().ToString('N')).xml"
    Get-EcsInstance web-* -Account $Account | Invoke-EcsOsReinstall -StopFirst -Backup None -PlanOnly | Export-Clixml $Path
}

# First what others have left: until it is settled, no other operation can begin on these servers. Nothing is destroyed by this.
Get-EcsOperation -Account $Account -State Interrupted | Resume-EcsOperation -Confirm:$false -ErrorAction Continue | Out-Host

# What another agent has run or is running right now is no failure of this one, and must not end its work.
$refused = $null
$operations = @(Import-Clixml $Path | Invoke-EcsPlan -Confirm:$false -Force -FailureLimit 100000 -ErrorAction SilentlyContinue -ErrorVariable refused)
$failed = @($refused | Where-Object { ($_.FullyQualifiedErrorId -split ',')[0] -notin 'PlanChanged', 'OperationInProgress' })
$operations | Where-Object State -ne Abandoned | Format-Table InstanceName, State, StartedAt, EndedAt | Out-Host
$failed | ForEach-Object { Write-Warning "$_" }
if ($isTrial) {
    [IO.File]::Delete($Path)
    Stop-EcsSandbox
}
if ($failed.Count) { throw "$($failed.Count) of $($operations.Count) plans failed. Run Get-EcsOperation to list the operations." }
'Done.'
