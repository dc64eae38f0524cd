#requires -Version 5.1
<#
.SYNOPSIS
    Stops the servers with a tag in the evening and starts the same servers in the morning.
.DESCRIPTION
    A server that was already stopped in the evening is not started in the morning: the servers that this runbook has stopped are written to a
    file. A server that cannot be stopped is a separate error and does not affect the others; the exit code shows it.

    Without -Account, the script runs in the sandbox, for an evening and a morning: no cloud account and no network are required.
.PARAMETER Account
    Specifies the names of the accounts that were connected with Connect-EcsAccount.
.PARAMETER Do
    Specifies the action: Stop in the evening, Start in the morning.
.PARAMETER Tag
    Specifies the tags that a server must have.
.PARAMETER List
    Specifies the file for the list of the stopped servers.
.PARAMETER StopCharging
    Indicates that the billing of vCPUs and memory ends at night too (Alibaba Cloud). The start in the morning can fail if capacity is
    unavailable.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/nightly-stop.ps1
.EXAMPLE
    ./nightly-stop.ps1 -Account production -Do Stop -Tag @{ schedule = 'office' } -List /var/lib/ecs/office.txt
#>
[CmdletBinding()]
param(
    [string[]] $Account,
    [ValidateSet('Stop', 'Start')]
    [string] $Do = 'Stop',
    [hashtable] $Tag = @{ schedule = 'office' },
    [string] $List,
    [switch] $StopCharging
)

Set-StrictMode -Version 3

function Invoke-Evening([string[]] $Account, [hashtable] $Tag, [string] $List, [hashtable] $Choice) {
    # If the fleet cannot be listed, the script ends before any change: the list of the previous evening is kept.
    $running = $Account | ForEach-Object { Get-EcsInstance -Account $_ -Tag $Tag -Status Running -ErrorAction Stop }
    $stopped = @($running | Stop-EcsInstance @Choice -PassThru -Confirm:$false)
    [System.IO.File]::WriteAllLines($List, [string[]] @($stopped | ForEach-Object { "$($_.Account)`t$($_.Id)" }))
    "Stopped: $(($stopped | ForEach-Object { "$($_.Name) ($($_.Account))" }) -join ', ')"
}

function Invoke-Morning([string] $List) {
    $servers = foreach ($line in [System.IO.File]::ReadAllLines($List)) {
        $account, $id = $line -split "`t"
        Get-EcsInstance -Id $id -Account $account
    }

    $started = @($servers | Start-EcsInstance -PassThru -Confirm:$false)
    "Started: $(($started | ForEach-Object { "$($_.Name) ($($_.Account))" }) -join ', ')"
}

if ($Account) {
    if (-not $List) { throw 'Specify the file for the list with -List.' }
    if ($Do -eq 'Stop') { Invoke-Evening -Account $Account -Tag $Tag -List $List -Choice @{ StopCharging = $StopCharging } }
    else { Invoke-Morning $List }
    return
}

# In the sandbox: two clouds. One server is stopped manually before.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$file = [System.IO.Path]::GetTempFileName()
Stop-EcsInstance web-03 -Account sandbox-otc -Confirm:$false

'== In the evening'
Invoke-Evening -Account sandbox-alibaba, sandbox-otc -Tag @{ role = 'web' } -List $file -Choice @{}

'== In the morning'
Invoke-Morning $file
"web-03 on Open Telekom Cloud is still $((Get-EcsInstance web-03 -Account sandbox-otc).Status)."

[System.IO.File]::Delete($file)
Stop-EcsSandbox
'Done.'
