#requires -Version 5.1
<#
.SYNOPSIS
    Reinstall with a backup, and go back to it.
.DESCRIPTION
    The wipe is sent only after the backup was read back as usable and made from the present system disk. Data disks are not in it.
    Needs no account and no network. It runs in PowerShell and in EcsTools.Shell, and uses nothing but the language and EcsTools.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/backup-and-back.ps1
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox -TimeScale 600 }
$null = Select-EcsAccount sandbox-huawei

'== A snapshot would not survive a reinstallation here, so it is refused'
Invoke-EcsOsReinstall web-01 -StopFirst -Backup Snapshot -PlanOnly | ForEach-Object {
    $_.Requirements | Where-Object Outcome -eq Failed | ForEach-Object { "$($_.Id): $($_.Detail) $($_.Remedy)" }
}

'== With an image first. What was stopped is started again if the backup fails'
$operation = Invoke-EcsOsReinstall web-01 -StopFirst -Backup Image -Confirm:$false
if (-not $operation.Succeeded) { throw $operation.Message }
$operation | Out-Default
"The backup is image $($operation.ImageId)."
Get-EcsImage -Id $operation.ImageId | Out-Default

'== The way back: the backup as the new system disk'
$back = Switch-EcsSystemDisk web-01 -ImageId $operation.ImageId -StopFirst -Backup None -Confirm:$false -Force
if (-not $back.Succeeded) { throw $back.Message }
$back | Out-Default
"web-01 runs $((Get-EcsInstance web-01).ImageId) again."

'== Both are in the journal, with the ids that the provider would ask for'
foreach ($entry in $operation, $back) {
    $kept = Get-EcsOperation $entry.OperationId
    "$($kept.Kind) $($kept.State): jobs $($kept.JobIds -join ', '); requests $($kept.RequestIds -join ', ')"
}

Stop-EcsSandbox
'Done.'
