# What the picture in the README shows, typed by nobody: run by make-picture.ps1, in the sandbox.
$PSStyle.OutputRendering = 'Ansi'
foreach ($line in @(
        'Get-EcsInstance -Name web-01, db-*'
        'Invoke-EcsOsReinstall db-01 -Backup Snapshot -PlanOnly'
        'Invoke-EcsOsReinstall db-01 -Backup Snapshot -Confirm:$false'
        'Get-EcsInstance db-01 | Stop-EcsInstance -WhatIf'
    )) {
    "$($PSStyle.Foreground.Cyan)$(prompt)$($PSStyle.Reset)$line"
    . ([scriptblock]::Create($line)) | Out-Default
}
