#requires -Version 5.1
<#
.SYNOPSIS
    Reinstall with a backup, and go back to it: the same on each cloud.
.DESCRIPTION
    The wipe is sent only after the backup was read back as usable and made from the present system disk. Data disks are not brought back.
    Needs no account and no network.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/backup-and-back.ps1
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox -TimeScale 600 }

'== On Huawei Cloud a snapshot would not survive a reinstallation, so it is refused'
Invoke-EcsOsReinstall web-01 -Account sandbox-huawei -StopFirst -Backup Snapshot -PlanOnly | ForEach-Object {
    $_.Requirements | Where-Object Outcome -eq Failed | ForEach-Object { "$($_.Id): $($_.Detail) $($_.Remedy)" }
}

foreach ($account in 'sandbox-alibaba', 'sandbox-huawei', 'sandbox-otc') {
    "== ${account}: with an image first. What was stopped is started again if the backup fails"
    $operation = Invoke-EcsOsReinstall web-01 -Account $account -StopFirst -Backup Image -Confirm:$false
    if (-not $operation.Succeeded) { throw $operation.Message }
    $operation | Out-Default
    "The backup is image $($operation.ImageId)."
    Get-EcsImage -Id $operation.ImageId -Account $account | Out-Default

    # A server is left in peace for some minutes after a reinstallation; nobody will log in to the system that goes here.
    '== The way back: the backup as the new system disk'
    $back = Switch-EcsSystemDisk web-01 -Account $account -ImageId $operation.ImageId -StopFirst -Backup None -IgnoreRequirement Settling -Confirm:$false
    if (-not $back.Succeeded) { throw $back.Message }
    $back | Out-Default
    "web-01 runs $((Get-EcsInstance web-01 -Account $account).ImageId) again."

    '== Both are in the journal, with the ids that the provider would ask for'
    foreach ($entry in $operation, $back) {
        $kept = Get-EcsOperation $entry.OperationId
        "$($kept.Kind) $($kept.State): jobs $($kept.JobIds -join ', '); requests $($kept.RequestIds -join ', ')"
    }
}

Stop-EcsSandbox
'Done.'
