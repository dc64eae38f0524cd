#requires -Version 5.1
<#
.SYNOPSIS
    Reinstalls a tier of servers from their image, server by server, with a health check after each one.
.DESCRIPTION
    One server is processed first. If it does not pass the health check, the others are skipped. The remaining servers are processed a few at a
    time, and after the first failure no further server is started. Servers that were not started are reported as such, so that the same
    command can be run again for them.

    Without -Account, the script runs in the sandbox, for a tier that passes the health check and for a tier whose second server does not: no
    cloud account and no network are required.
.PARAMETER Account
    Specifies the name of the account that was connected with Connect-EcsAccount.
.PARAMETER Tag
    Specifies the tags of the tier.
.PARAMETER AtATime
    Specifies how many servers are out of service at a time, after the first one.
.PARAMETER Health
    Specifies a script block that returns whether a server ($_) passes the health check. The default checks whether it responds on a port; in
    production, check the service itself.
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

'== A tier that passes the health check'
Invoke-Rebuild -Account sandbox-alibaba -Tag $Tag -AtATime 2 -Health { $_.Status -eq 'Running' }

'== A tier whose second server does not pass the health check: the others are skipped'
$script:looked = 0
Invoke-Rebuild -Account sandbox-otc -Tag $Tag -AtATime 1 -Health { $script:looked++; $script:looked -ne 2 }

Stop-EcsSandbox
'Done.'
