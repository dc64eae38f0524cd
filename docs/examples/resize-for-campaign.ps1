#requires -Version 5.1
<#
.SYNOPSIS
    Gives servers a larger size and more bandwidth for a campaign, at a price that was approved before, and takes both back afterwards.
.DESCRIPTION
    First everything is planned, and nothing is sent: the plans state the price now, the price after, and what is charged at once, as
    far as the cloud tells them. They run only if they are approved. A plan that would cost more by then is refused (PlanChanged).

    The size and the bandwidth that each server had are kept as text in a file, so that the way back needs neither this session nor this
    machine. The bandwidth is changed only where the list of servers tells the present one (Alibaba Cloud). A size that the cloud does
    not offer to a server, or has not in stock, is refused before that server is stopped.

    Without -Account it runs in the sandbox, there and back: no account and no network are needed.
.PARAMETER Account
    The account, as Connect-EcsAccount has opened it.
.PARAMETER Name
    The servers' names, with wildcards.
.PARAMETER Size
    The size for the campaign; without it the servers go back to what the file says.
.PARAMETER Bandwidth
    The public bandwidth for the campaign, in Mbit/s; without it the bandwidth stays.
.PARAMETER List
    The file with the sizes and bandwidths from before.
.PARAMETER Approve
    Is asked with the plans before anything is sent, and says whether to go on. Without it each plan is asked at the prompt.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/resize-for-campaign.ps1
.EXAMPLE
    ./resize-for-campaign.ps1 -Account production -Name web-* -Size ecs.g7.2xlarge -Bandwidth 50 -List before.txt

    The Monday before the campaign. The price of each server is in the question.
.EXAMPLE
    ./resize-for-campaign.ps1 -Account production -List before.txt

    The Monday after it.
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

    # Two plans of one server do not run side by side.
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
    if (-not $List) { throw 'Name the file with the sizes from before with -List.' }
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
