#requires -Version 5.1
<#
.SYNOPSIS
    Runs 'Reinitialize Disk' or 'Replace System Disk' on Alibaba Cloud ECS for one server: check, plan, stop, back up, rebuild, start, log in.
.DESCRIPTION
    The two menus of the console are one parameter here. Without -ImageId, the disk is re-initialized: it keeps its ID and its snapshots,
    and can be restored from a snapshot that was created before. With -ImageId, the server gets a new system disk from that image: the new
    disk cannot be restored from snapshots of the old one, so an image is the backup. The automatic snapshot policies of the old disk are
    applied to the new one.

    Without -Account, the script runs in the sandbox, once in each way, with a restore and a new password: no cloud account and no network
    are required.
.PARAMETER Account
    Specifies the name of the account that was connected with Connect-EcsAccount.
.PARAMETER Name
    Specifies the exact name of the server, or its ID.
.PARAMETER ImageId
    Specifies the image for the new system disk; see Get-EcsImage. Without it, the disk is re-initialized.
.PARAMETER KeyPairName
    Specifies the key pair to log in with afterward. The default is the key pair of the server.
.PARAMETER Approve
    Specifies a script block that gets the plan before anything is sent, and returns whether to continue. By default, the plan is shown in
    a confirmation prompt.
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
        # The new disk could not be restored from a snapshot of the old one.
        $command = 'Switch-EcsSystemDisk'
        $choice += @{ ImageId = $ImageId; Backup = 'Image' }
    }
    else {
        $command = 'Reset-EcsSystemDisk'
        $choice += @{ Start = $true; Backup = 'Snapshot' }
    }

    # 1. The server, and its current system disk.
    $server = Get-EcsInstance -Name $Name -Account $Account
    $disk = $server | Get-EcsDisk -SystemDisk
    "== ${Account}: $server is $($server.Status), image $($server.ImageId)"

    # 2. What would be lost, and every requirement. Nothing is sent.
    $plan = $server | & $command @choice -PlanOnly
    foreach ($requirement in $plan.Requirements) { "   [$($requirement.Outcome)] $($requirement.Id): $($requirement.Detail)" }
    if (-not $plan.CanProceed) { throw "The system disk of $server cannot be rebuilt; see above." }
    $plan.Losses | ForEach-Object { "   Lost: $_" }

    # 3. Stop the server, back it up, rebuild the disk, start the server.
    $sure = if ($Approve) { @{ Confirm = $false } } else { @{} }
    if ($Approve -and -not (& $Approve $plan)) { throw "The rebuild of the system disk of $server was not approved." }
    $operation = $server | & $command @choice @sure
    if (-not $operation) { throw "The rebuild of the system disk of $server was not confirmed." }

    # 4. The server is running again, with the same disk or a new one.
    $now = Get-EcsInstance -Id $server.Id -Account $Account
    "   $($operation.Kind) $($operation.State). $($now.Status), image $($now.ImageId)."
    "   System disk: $($disk.Id) before, $(($now | Get-EcsDisk -SystemDisk).Id) now. Backup: $($operation.SnapshotId)$($operation.ImageId)."
}

if ($Account) {
    Invoke-Procedure -Account $Account -Name $Name -ImageId $ImageId -KeyPairName $KeyPairName -Approve $Approve
    return
}

# In the sandbox: without prompts and without loss of data.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$Account = 'sandbox-alibaba'

Invoke-Procedure -Account $Account -Name web-01 -Approve { $true }

'== Restore the disk from the snapshot'
$backup = Get-EcsOperation -Instance web-01 -Account $Account | Where-Object SnapshotId
Restore-EcsSnapshot web-01 $backup[0].SnapshotId -Account $Account -StopFirst -Start -Confirm:$false | Out-Default

$other = Get-EcsImage -Account $Account -OsType Linux -Owner Public | Where-Object { $_.IsUsable -and $_.Id -ne (Get-EcsInstance web-02 -Account $Account).ImageId }
Invoke-Procedure -Account $Account -Name web-02 -ImageId $other[0].Id -Approve { $true }

'== A new password: through the API it takes effect with a restart, through the agent immediately'
Reset-EcsPassword web-01 -Account $Account -Method Api -Generate -Restart -Confirm:$false | Out-Default
Reset-EcsPassword web-03 -Account $Account -Method Agent -Generate -Confirm:$false | Out-Default

Stop-EcsSandbox
'Done.'
