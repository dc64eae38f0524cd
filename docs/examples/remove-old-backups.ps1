#requires -Version 5.1
<#
.SYNOPSIS
    Deletes backups that are older than some days, and proves that the newest good one stays.
.DESCRIPTION
    Backups are the snapshots of the servers' disks, and the images that EcsTools has made (New-EcsImage, -Backup Image). Of each disk, and of
    the images of each server, the newest one that can be used always stays, however old it is. Where there is none that can be used, nothing
    is deleted. Afterwards those that must stay are read again: one that is missing ends the script with an error.

    What something else still needs is not deleted and is named: a snapshot on which an image is built, an image that servers run.

    Without -Account it runs in the sandbox: no account and no network are needed.
.PARAMETER Account
    The accounts, as Connect-EcsAccount has opened them.
.PARAMETER Days
    How old a backup must be.
.PARAMETER WhatIf
    Shows what would be deleted, and deletes nothing.
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

# Of each group the newest that can be used, and what is older than the limit and than that one.
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

    # Images first: the snapshots on which they are built are free afterwards. What is in use is named and stays.
    $choice = @{ Confirm = $false; WhatIf = $WhatIf; ErrorAction = 'SilentlyContinue'; ErrorVariable = '+refused'; WarningAction = 'SilentlyContinue' }
    $refused = @()
    $ofServers | ForEach-Object { $_.Old } | Remove-EcsImage @choice
    $ofDisks | ForEach-Object { $_.Old } | Remove-EcsSnapshot @choice
    foreach ($one in $refused) {
        if ($one.FullyQualifiedErrorId -notlike 'RequirementFailed,*') { throw $one }
        "Stays: $one"
    }

    # The proof.
    foreach ($one in $ofDisks) {
        if (-not (Get-EcsSnapshot -Id $one.Kept.Id -Account $Account -ErrorAction Stop).IsUsable) { throw "Snapshot $($one.Kept) cannot be used any longer." }
        "Disk $($one.Of): $($one.Old.Count) old, kept $($one.Kept)"
    }

    foreach ($one in $ofServers) {
        if (-not (Get-EcsImage -Id $one.Kept.Id -Account $Account -ErrorAction Stop).IsUsable) { throw "Image $($one.Kept) cannot be used any longer." }
        "Images of $($one.Of): $($one.Old.Count) old, kept $($one.Kept)"
    }
}

if ($Account) {
    foreach ($one in $Account) { Invoke-Cleanup $one ([datetimeoffset]::UtcNow.AddDays(-$Days)) $WhatIf }
    return
}

# In the sandbox: two backups of one server of each kind, all of which count as old.
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
