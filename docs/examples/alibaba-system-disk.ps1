#requires -Version 5.1
<#
.SYNOPSIS
    'Reinitialize Disk' and 'Replace System Disk' on Alibaba Cloud ECS for one server: look, plan, stop, back up, wipe, start, log in.
.DESCRIPTION
    What the console keeps behind two menus is one choice here. Without -ImageId the disk is put back to the state of the first
    installation: it keeps its id and its snapshots, and a snapshot made before is the way back. With -ImageId the server gets a new
    system disk made from that image: snapshots of the old disk cannot be rolled back to the new one, so an image is the way back. The
    automatic snapshot policies of the old disk are applied to the new one.

    Without -Account it runs in the sandbox, once each way, with the way back and a new password: no account and no network are needed.
.PARAMETER Account
    The account, as Connect-EcsAccount has opened it.
.PARAMETER Name
    The server's exact name, or its id.
.PARAMETER ImageId
    The image for the new system disk; see Get-EcsImage. Without it the disk is re-initialized.
.PARAMETER KeyPairName
    The key pair to log in with afterwards; the one the server has without it.
.PARAMETER Approve
    Is asked with the plan before anything is sent, and says whether to go on. Without it the plan is asked at the prompt.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/alibaba-system-disk.ps1
.EXAMPLE
    ./alibaba-system-disk.ps1 -Account production -Name web-01 -KeyPairName ops
#>
[CmdletBinding()]
param(
    [string] $Account,
    [string] $Name,
    [string] $ImageId,
    [string] $KeyPairName,
    [scriptblock] $Approve
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

function Invoke-Procedure([string] $Account, [string] $Name, [string] $ImageId, [string] $KeyPairName, [scriptblock] $Approve) {
    $choice = @{ StopFirst = $true }
    if ($KeyPairName) { $choice.KeyPairName = $KeyPairName }
    if ($ImageId) {
        # A snapshot of the old disk could not be rolled back to the new one.
        $command = 'Switch-EcsSystemDisk'
        $choice += @{ ImageId = $ImageId; Backup = 'Image' }
    }
    else {
        $command = 'Reset-EcsSystemDisk'
        $choice += @{ Start = $true; Backup = 'Snapshot' }
    }

    # 1. The server, and its system disk as it is now.
    $server = Get-EcsInstance -Name $Name -Account $Account
    $disk = $server | Get-EcsDisk -SystemDisk
    "== ${Account}: $server is $($server.Status), image $($server.ImageId)"

    # 2. What would be lost, and every condition. Nothing is sent.
    $plan = $server | & $command @choice -PlanOnly
    foreach ($requirement in $plan.Requirements) { "   [$($requirement.Outcome)] $($requirement.Id): $($requirement.Detail)" }
    if (-not $plan.CanProceed) { throw "$server cannot get a fresh system disk; see above." }
    $plan.Losses | ForEach-Object { "   Lost: $_" }

    # 3. Stop it, back it up, wipe the disk, start it.
    $sure = if ($Approve) { @{ Confirm = $false } } else { @{} }
    if ($Approve -and -not (& $Approve $plan)) { throw "The fresh system disk of $server was not approved." }
    $operation = $server | & $command @choice @sure
    if (-not $operation) { throw "The fresh system disk of $server was not confirmed." }

    # 4. It runs again. The same disk, or a new one.
    $now = Get-EcsInstance -Id $server.Id -Account $Account
    "   $($operation.Kind) $($operation.State). $($now.Status), image $($now.ImageId)."
    "   System disk: $($disk.Id) before, $(($now | Get-EcsDisk -SystemDisk).Id) now. Backup: $($operation.SnapshotId)$($operation.ImageId)."
}

if ($Account) {
    Invoke-Procedure -Account $Account -Name $Name -ImageId $ImageId -KeyPairName $KeyPairName -Approve $Approve
    return
}

# In the sandbox: nobody is asked, nothing is lost.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$Account = 'sandbox-alibaba'

Invoke-Procedure -Account $Account -Name web-01 -Approve { $true }

'== The way back: the snapshot, on the disk that it was made from'
$backup = Get-EcsOperation -Instance web-01 -Account $Account | Where-Object SnapshotId
Restore-EcsSnapshot web-01 $backup[0].SnapshotId -Account $Account -StopFirst -Start -Confirm:$false | Out-Default

$other = Get-EcsImage -Account $Account -OsType Linux -Owner Public | Where-Object { $_.IsUsable -and $_.Id -ne (Get-EcsInstance web-02 -Account $Account).ImageId }
Invoke-Procedure -Account $Account -Name web-02 -ImageId $other[0].Id -Approve { $true }

'== A new password: through the API it takes effect with a restart, through the agent at once'
Reset-EcsPassword web-01 -Account $Account -Method Api -Generate -Restart -Confirm:$false | Out-Default
Reset-EcsPassword web-03 -Account $Account -Method Agent -Generate -Confirm:$false | Out-Default

Stop-EcsSandbox
'Done.'
