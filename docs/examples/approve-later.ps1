#requires -Version 5.1
<#
.SYNOPSIS
    Plan now, approve, run later: how unattended wipes are meant to run.
.DESCRIPTION
    Plans are written to a file, read by a person, and run by another process that asks nobody. What has changed in between is left alone.
    Needs no account and no network. It runs in PowerShell and in EcsTools.Shell, and uses nothing but the language and EcsTools.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/approve-later.ps1
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3

# With PowerShell at hand this is Export-Clixml and Import-Clixml; the engine alone has the same by another name.
function Save-Plan([object[]] $Plan, [string] $Path) {
    [System.IO.File]::WriteAllText($Path, [System.Management.Automation.PSSerializer]::Serialize($Plan, 4))
}
function Read-Plan([string] $Path) {
    [System.Management.Automation.PSSerializer]::Deserialize([System.IO.File]::ReadAllText($Path))
}

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$null = Select-EcsAccount sandbox-huawei
$file = [System.IO.Path]::GetTempFileName()

'== In the morning: plan, and send nothing'
$plans = Get-EcsInstance -Name db-*, hpc-01 | Invoke-EcsOsReinstall -Backup None -PlanOnly
$plans | ForEach-Object { "$($_.Instance.Name): can proceed: $($_.CanProceed)" }

'== What cannot proceed says why, and what would help'
foreach ($plan in $plans | Where-Object { -not $_.CanProceed }) {
    $plan.Requirements | Where-Object Outcome -eq Failed | ForEach-Object { "$($plan.Instance.Name): $($_.Id): $($_.Detail) $($_.Remedy)" }
}

'== A person reads the rest and approves'
$approved = $plans | Where-Object CanProceed
$approved[0] | Out-Default
Save-Plan $approved $file

'== In between somebody else reinstalls one of them'
Invoke-EcsOsReinstall db-02 -Backup None -Confirm:$false | Out-Default
Stop-EcsInstance db-02

'== At night: run what was approved. What is not as it was is refused (PlanChanged)'
Read-Plan $file | Invoke-EcsPlan -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue | Out-Default
$refused | ForEach-Object { "Refused: $($_.FullyQualifiedErrorId.Split(',')[0]): $($_.TargetObject.Name)" }

'== A plan is run once'
Stop-EcsInstance db-01
Read-Plan $file | Invoke-EcsPlan -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue | Out-Default
$refused | ForEach-Object { "Refused: $($_.FullyQualifiedErrorId.Split(',')[0]): $($_.TargetObject.Name)" }

[System.IO.File]::Delete($file)
Stop-EcsSandbox
'Done.'
