#requires -Version 5.1
<#
.SYNOPSIS
    Gives servers more for a campaign, and takes it back afterwards.
.DESCRIPTION
    The size that each server had is kept as text in a file, so that the way back needs neither this session nor this machine. A size
    that the cloud does not offer to a server, or has not in stock, is refused before that server is stopped.

    Without -Account it runs in the sandbox, there and back: no account and no network are needed.
.PARAMETER Account
    The account, as Connect-EcsAccount has opened it.
.PARAMETER Name
    The servers' names, with wildcards.
.PARAMETER Size
    The size for the campaign; without it the servers go back to what the file says.
.PARAMETER List
    The file with the sizes from before.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/resize-for-campaign.ps1
.EXAMPLE
    ./resize-for-campaign.ps1 -Account production -Name web-* -Size ecs.g7.2xlarge -List before.txt
#>
[CmdletBinding()]
param(
    [string] $Account,
    [string[]] $Name,
    [string] $Size,
    [string] $List
)

Set-StrictMode -Version 3
$resize = @{ StopFirst = $true; Confirm = $false }

function Expand-Tier([string] $Account, [string[]] $Name, [string] $Size, [string] $List) {
    $servers = @(Get-EcsInstance -Name $Name -Account $Account | Where-Object Size -ne $Size)
    [System.IO.File]::WriteAllLines($List, [string[]] @($servers | ForEach-Object { "$($_.Id)`t$($_.Size)" }))
    $servers | Set-EcsInstanceSize -Size $Size @resize | ForEach-Object { "   $($_.InstanceName): $($_.State)" }
}

function Restore-Tier([string] $Account, [string] $List) {
    foreach ($line in [System.IO.File]::ReadAllLines($List)) {
        $id, $size = $line -split "`t"
        Get-EcsInstance -Id $id -Account $Account | Where-Object Size -ne $size | Set-EcsInstanceSize -Size $size @resize | ForEach-Object { "   $($_.InstanceName): $($_.State), $size" }
    }
}

if ($Account) {
    if (-not $List) { throw 'Name the file with the sizes from before with -List.' }
    if ($Size) { Expand-Tier -Account $Account -Name $Name -Size $Size -List $List } else { Restore-Tier $Account $List }
    return
}

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox -TimeScale 600 }
$file = [System.IO.Path]::GetTempFileName()
foreach ($cloud in 'sandbox-alibaba', 'sandbox-huawei') {
    $server = Get-EcsInstance web-01 -Account $cloud
    $bigger = Get-EcsInstanceSize web-01 -Account $cloud -Available | Where-Object { $_.Vcpu -gt $server.Vcpu }

    "== ${cloud}: from $($server.Size) to $($bigger[0].Name)"
    Expand-Tier -Account $cloud -Name web-01, web-02 -Size $bigger[0].Name -List $file
    Get-EcsInstance -Name web-* -Account $cloud | Out-Default

    '== The campaign is over'
    Restore-Tier $cloud $file
}

[System.IO.File]::Delete($file)
Stop-EcsSandbox
'Done.'
