#requires -Version 5.1
<#
.SYNOPSIS
    Stops the servers with a tag in the evening and starts the same ones in the morning.
.DESCRIPTION
    What was stopped already in the evening stays stopped in the morning: the servers that this runbook has stopped are written to a file.
    A server that cannot be stopped is an error of its own and keeps nobody else from the night; the exit code tells.

    Without -Account it runs in the sandbox, an evening and a morning: no account and no network are needed.
.PARAMETER Account
    The accounts, as Connect-EcsAccount has opened them.
.PARAMETER Do
    Stop in the evening, Start in the morning.
.PARAMETER Tag
    The tags that a server must have.
.PARAMETER List
    The file in between.
.PARAMETER StopCharging
    Gives the machines back for the night where the cloud knows that (Alibaba): cheaper, but another customer may have them in the morning.
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
    # A fleet that cannot be listed ends the evening before anything is done: the list of the last one stays as it is.
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
    if (-not $List) { throw 'Name the file in between with -List.' }
    if ($Do -eq 'Stop') { Invoke-Evening -Account $Account -Tag $Tag -List $List -Choice @{ StopCharging = $StopCharging } }
    else { Invoke-Morning $List }
    return
}

# In the sandbox: two clouds, one of whose servers is stopped by hand before.
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
