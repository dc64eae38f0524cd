#requires -Version 5.1
<#
.SYNOPSIS
    Deletes backups that are older than some days, and verifies that the newest usable one is kept.
.DESCRIPTION
    Backups are the snapshots of the servers' disks, and the images that EcsTools has created (New-EcsImage, -Backup Image). Of each disk, and
    of the images of each server, the newest usable one is always kept, whatever its age. If there is no usable one, nothing is deleted.
    Afterward, the backups that must be kept are read again: if one is missing, the script ends with an error.

    Backups that are still in use are reported and not deleted: a snapshot that an image is based on, an image that servers use.

    Without -Account, the script runs in the sandbox: no cloud account and no network are required.
.PARAMETER Account
    Specifies the names of the accounts that were connected with Connect-EcsAccount.
.PARAMETER Days
    Specifies the minimum age of backups to delete, in days.
.PARAMETER WhatIf
    Shows what would happen if the script runs. Nothing is deleted.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/remove-old-backups.ps1
.EXAMPLE
    ./remove-old-backups.ps1 -Account production -Days 30 -WhatIf
#>
[CmdletBinding()]
param(
    [string[]] $Account,
    [ValidateRange(1, 3650)]
    [int] $Days = 30,
    [switch] $WhatIf
)

Set-StrictMode -Version 3

# For each group: the newest usable backup, and the backups that are older than the limit and than that one.
function Split-Backup([object[]] $Group, [datetimeoffset] $Before) {
    foreach ($one in $Group) {
        $newest = $one.Group | Where-Object IsUsable | Sort-Object CreatedAt | Select-Object -Last 1
        if ($newest) {
            [pscustomobject] @{
                Of   = $one.Name
                Kept = $newest
                Old  = @($one.Group | Where-Object { $_.CreatedAt -lt $Before -and $_.CreatedAt -lt $newest.CreatedAt })
            }
        }
    }
}

function Invoke-Cleanup([string] $Account, [datetimeoffset] $Before, [bool] $WhatIf) {
    # A list that cannot be read ends the run before anything is deleted.
    $snapshots = @(Get-EcsInstance -Account $Account -ErrorAction Stop | Get-EcsSnapshot -ErrorAction Stop)
    $images = @(Get-EcsImage -Owner Private -Account $Account -ErrorAction Stop | Where-Object Name -Match '-\d{8}-\d{6}$')
    $ofDisks = @(Split-Backup ($snapshots | Group-Object DiskId) $Before)
    $ofServers = @(Split-Backup ($images | Group-Object { $_.Name -replace '-\d{8}-\d{6}$' }) $Before)

    # Images first: the snapshots that they are based on are no longer in use afterward. Backups in use are reported and kept.
    $choice = @{ Confirm = $false; WhatIf = $WhatIf; ErrorAction = 'SilentlyContinue'; ErrorVariable = '+refused'; WarningAction = 'SilentlyContinue' }
    $refused = @()
    $ofServers | ForEach-Object { $_.Old } | Remove-EcsImage @choice
    $ofDisks | ForEach-Object { $_.Old } | Remove-EcsSnapshot @choice
    foreach ($one in $refused) {
        if ($one.FullyQualifiedErrorId -notlike 'RequirementFailed,*') { throw $one }
        "Kept: $one"
    }

    # Verify the result.
    foreach ($one in $ofDisks) {
        if (-not (Get-EcsSnapshot -Id $one.Kept.Id -Account $Account -ErrorAction Stop).IsUsable) { throw "Snapshot $($one.Kept) is no longer usable." }
        "Disk $($one.Of): $($one.Old.Count) old, kept $($one.Kept)"
    }

    foreach ($one in $ofServers) {
        if (-not (Get-EcsImage -Id $one.Kept.Id -Account $Account -ErrorAction Stop).IsUsable) { throw "Image $($one.Kept) is no longer usable." }
        "Images of $($one.Of): $($one.Old.Count) old, kept $($one.Kept)"
    }
}

if ($Account) {
    foreach ($one in $Account) { Invoke-Cleanup $one ([datetimeoffset]::UtcNow.AddDays(-$Days)) $WhatIf }
    return
}

# In the sandbox: two backups of each kind of one server, all of which count as old.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox -TimeScale 600 }
foreach ($cloud in 'sandbox-alibaba', 'sandbox-huawei', 'sandbox-otc') {
    "== $cloud"
    1..2 | ForEach-Object {
        $null = New-EcsSnapshot db-01 -Account $cloud -Confirm:$false
        $null = New-EcsImage db-01 -ImageName "db-01-20260101-00000$_" -Account $cloud -Confirm:$false
    }

    Invoke-Cleanup $cloud ([datetimeoffset]::MaxValue) $false
}

Stop-EcsSandbox
'Done.'
