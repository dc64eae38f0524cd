#requires -Version 5.1
<#
.SYNOPSIS
    Reinstalls the OS with a backup and restores the backup, in the same way on each cloud.
.DESCRIPTION
    The reinstall request is sent only after the backup has been verified: it must be usable and created from the current system disk. Data
    disks are not restored. No cloud account and no network are required.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/backup-and-back.ps1
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox -TimeScale 600 }

'== On Huawei Cloud, a reinstall would delete a snapshot, so it is refused as a backup'
Invoke-EcsOsReinstall web-01 -Account sandbox-huawei -StopFirst -Backup Snapshot -PlanOnly | ForEach-Object {
    $_.Requirements | Where-Object Outcome -eq Failed | ForEach-Object { "$($_.Id): $($_.Detail) $($_.Remedy)" }
}

foreach ($account in 'sandbox-alibaba', 'sandbox-huawei', 'sandbox-otc') {
    "== ${account}: create an image first. A server that was stopped is started again if the backup fails"
    $operation = Invoke-EcsOsReinstall web-01 -Account $account -StopFirst -Backup Image -Confirm:$false
    if (-not $operation.Succeeded) { throw $operation.Message }
    $operation | Out-Default
    "The backup is image $($operation.ImageId)."
    Get-EcsImage -Id $operation.ImageId -Account $account | Out-Default

    # For some minutes after a reinstall, a server is refused while its guest applies its key; the system that is replaced here is not used.
    '== Restore the backup as the new system disk'
    $back = Switch-EcsSystemDisk web-01 -Account $account -ImageId $operation.ImageId -StopFirst -Backup None -IgnoreRequirement Settling -Confirm:$false
    if (-not $back.Succeeded) { throw $back.Message }
    $back | Out-Default
    "web-01 uses image $((Get-EcsInstance web-01 -Account $account).ImageId) again."

    '== Both are in the journal, with the IDs that the provider''s support needs'
    foreach ($entry in $operation, $back) {
        $kept = Get-EcsOperation $entry.OperationId
        "$($kept.Kind) $($kept.State): jobs $($kept.JobIds -join ', '); requests $($kept.RequestIds -join ', ')"
    }
}

Stop-EcsSandbox
'Done.'
