#requires -Version 5.1
<#
.SYNOPSIS
    Rebuilds a tier from its image, server by server, each of which must be well before the next one is touched.
.DESCRIPTION
    One server goes first. If it is not well afterwards, no other is touched. Then a few at a time, and after the first failure nothing
    more is begun. What was not begun is reported as such, so that the same command can be given again for the rest.

    Without -Account it runs in the sandbox, for a tier that is well and then for one whose second server is not: no account and no
    network are needed.
.PARAMETER Account
    The account, as Connect-EcsAccount has opened it.
.PARAMETER Tag
    The tags that make the tier.
.PARAMETER AtATime
    How many servers are out of service at a time, after the first one.
.PARAMETER Health
    Tells whether a server ($_) is well. Here: it answers on a port; yours will ask the service itself.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/rolling-rebuild.ps1
.EXAMPLE
    ./rolling-rebuild.ps1 -Account production -Tag @{ role = 'web' } -AtATime 2
#>
[CmdletBinding()]
param(
    [string] $Account,
    [hashtable] $Tag = @{ role = 'web' },
    [int] $AtATime = 1,
    [scriptblock] $Health = {
        $socket = [System.Net.Sockets.TcpClient]::new()
        try { $socket.ConnectAsync($_.PrivateIp, 443).Wait(30000) } finally { $socket.Dispose() }
    }
)

Set-StrictMode -Version 3

function Invoke-Rebuild([string] $Account, [hashtable] $Tag, [int] $AtATime, [scriptblock] $Health) {
    $rollout = @{ StopFirst = $true; Backup = 'None'; Canary = 1; ThrottleLimit = $AtATime; FailureLimit = 1; HealthCheck = $Health }
    $operations = @(Get-EcsInstance -Account $Account -Tag $Tag | Invoke-EcsOsReinstall @rollout -Confirm:$false -ErrorVariable problems -ErrorAction SilentlyContinue)
    $operations | ForEach-Object { "   $($_.InstanceName): $($_.State)$(if ($_.Message) { ". $($_.Message)" })" }
    $problems | ForEach-Object { "   Error $($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
    "   $(@($operations | Where-Object Succeeded).Count) of $($operations.Count) rebuilt."
}

if ($Account) {
    Invoke-Rebuild -Account $Account -Tag $Tag -AtATime $AtATime -Health $Health
    return
}

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }

'== A tier that is well'
Invoke-Rebuild -Account sandbox-alibaba -Tag $Tag -AtATime 2 -Health { $_.Status -eq 'Running' }

'== A tier whose second server does not come back: the others are left alone'
$script:looked = 0
Invoke-Rebuild -Account sandbox-otc -Tag $Tag -AtATime 1 -Health { $script:looked++; $script:looked -ne 2 }

Stop-EcsSandbox
'Done.'
