#requires -Version 5.1
<#
.SYNOPSIS
    Changes servers to a larger size and more bandwidth for a campaign, at an approved price, and changes both back afterward.
.DESCRIPTION
    First, all plans are created, and nothing is sent: the plans show the current price, the price after the change, and the amount that is
    charged at once, if the provider returns them. They run only if they are approved. A plan that costs more by then is refused (PlanChanged).

    The previous size and bandwidth of each server are stored as text in a file, so that the change back requires neither this session nor this
    machine. The bandwidth is changed only if the list of servers contains the current one (Alibaba Cloud). A size that the provider does not
    offer for a server, or that is out of stock, is refused before that server is stopped.

    Without -Account, the script runs in the sandbox, in both directions: no cloud account and no network are required.
.PARAMETER Account
    Specifies the name of the account that was connected with Connect-EcsAccount.
.PARAMETER Name
    Specifies the names of the servers, with wildcards.
.PARAMETER Size
    Specifies the size for the campaign. Without it, the servers are changed back to the sizes in the file.
.PARAMETER Bandwidth
    Specifies the public bandwidth for the campaign, in Mbit/s. By default, the bandwidth does not change.
.PARAMETER List
    Specifies the file for the previous sizes and bandwidths.
.PARAMETER Approve
    Specifies a script block that gets the plans before anything is sent, and returns whether to continue. By default, each plan is shown in
    a confirmation prompt.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/resize-for-campaign.ps1
.EXAMPLE
    ./resize-for-campaign.ps1 -Account production -Name web-* -Size ecs.g7.2xlarge -Bandwidth 50 -List before.txt

    The Monday before the campaign. The prompt shows the price of each server.
.EXAMPLE
    ./resize-for-campaign.ps1 -Account production -List before.txt

    The Monday after the campaign.
#>
[CmdletBinding()]
param(
    [string] $Account,
    [string[]] $Name,
    [string] $Size,
    [int] $Bandwidth,
    [string] $List,
    [scriptblock] $Approve
)

Set-StrictMode -Version 3

function Invoke-Approved([object[]] $Plans, [scriptblock] $Approve) {
    $sure = if ($Approve) { @{ Confirm = $false } } else { @{} }

    # Two plans of one server cannot run at the same time.
    foreach ($kind in $Plans | Group-Object Kind) {
        $kind.Group | Invoke-EcsPlan @sure | ForEach-Object { "   $($_.InstanceName): $($_.Kind) $($_.State)" }
    }
}

function Expand-Tier([string] $Account, [string[]] $Name, [string] $Size, [int] $Bandwidth, [string] $List, [scriptblock] $Approve) {
    $servers = @(Get-EcsInstance -Name $Name -Account $Account | Where-Object Size -ne $Size)
    $plans = @($servers | Set-EcsInstanceSize -Size $Size -StopFirst -PlanOnly)
    if ($Bandwidth) { $plans += @($servers | Where-Object BandwidthMbps | Set-EcsBandwidth -Bandwidth $Bandwidth -PlanOnly) }
    foreach ($plan in $plans) {
        "   $($plan.Instance.Name): $($plan.Steps -join ' ')"
        $plan.Costs | ForEach-Object { "      $_" }
    }
    if ($Approve -and -not (& $Approve $plans)) { throw 'The price was not approved. Nothing was changed.' }

    [System.IO.File]::WriteAllLines($List, [string[]] @($servers | ForEach-Object { "$($_.Id)`t$($_.Size)`t$($_.BandwidthMbps)" }))
    Invoke-Approved $plans $Approve
}

function Restore-Tier([string] $Account, [string] $List) {
    foreach ($line in [System.IO.File]::ReadAllLines($List)) {
        $id, $size, $bandwidth = $line -split "`t"
        $server = Get-EcsInstance -Id $id -Account $Account
        if ($server.Size -ne $size) {
            $server | Set-EcsInstanceSize -Size $size -StopFirst -Confirm:$false | ForEach-Object { "   $($_.InstanceName): $($_.State), $size" }
        }
        if ($bandwidth -and $server.BandwidthMbps -ne $bandwidth) {
            $server | Set-EcsBandwidth -Bandwidth $bandwidth -Confirm:$false | ForEach-Object { "   $($_.InstanceName): $($_.State), $bandwidth Mbit/s" }
        }
    }
}

if ($Account) {
    if (-not $List) { throw 'Specify the file with the previous sizes with -List.' }
    if ($Size) { Expand-Tier -Account $Account -Name $Name -Size $Size -Bandwidth $Bandwidth -List $List -Approve $Approve } else { Restore-Tier $Account $List }
    return
}

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox -TimeScale 600 }
$file = [System.IO.Path]::GetTempFileName()
foreach ($cloud in 'sandbox-alibaba', 'sandbox-huawei') {
    $server = Get-EcsInstance web-01 -Account $cloud
    $bigger = @(Get-EcsInstanceSize web-01 -Account $cloud -Available | Where-Object Vcpu -gt $server.Vcpu | Sort-Object Price, Vcpu)

    "== ${cloud}: from $($server.Size) to $($bigger[0].Name)"
    Expand-Tier -Account $cloud -Name web-01, web-02 -Size $bigger[0].Name -Bandwidth 50 -List $file -Approve { $true }
    Get-EcsInstance -Name web-* -Account $cloud | Out-Default

    '== The campaign is over'
    Restore-Tier $cloud $file
}

[System.IO.File]::Delete($file)
Stop-EcsSandbox
'Done.'
