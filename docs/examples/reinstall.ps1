#requires -Version 5.1
<#
.SYNOPSIS
    A walk through the fleets of the sandbox: list, stop, rehearse a reinstallation, reinstall, start, restart, and be refused.
.DESCRIPTION
    Needs no account and no network.
.PARAMETER Listen
    Lets the sandbox listen on a port of this machine and connects to it as one connects to a cloud: with an endpoint and keys.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/reinstall.ps1
#>
[CmdletBinding()]
param([switch] $Listen)

Set-StrictMode -Version 3

function ConvertTo-Secret([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }

# Over a port: the same commands as for a real cloud, but for -Endpoint.
function Connect-Sandbox($Sandbox) {
    $secret = ConvertTo-Secret $Sandbox.AccessKeySecret
    $key = @{ AccessKeyId = $Sandbox.AccessKeyId; AccessKeySecret = $secret; Endpoint = $Sandbox.Url }
    $login = [System.Management.Automation.PSCredential]::new($Sandbox.UserName, (ConvertTo-Secret $Sandbox.Password))
    Connect-EcsAccount Alibaba -Name sandbox-alibaba -Region cn-hangzhou @key
    Connect-EcsAccount Huawei -Name sandbox-huawei -Region cn-north-4 @key
    Connect-EcsAccount OpenTelekom -Name sandbox-otc -Region eu-de -Credential $login -DomainName $Sandbox.DomainName -Endpoint $Sandbox.Url
}

if (Get-EcsSandbox) { Stop-EcsSandbox }
if ($Listen) {
    $sandbox = Start-EcsSandbox -Listen
    "The sandbox listens on $($sandbox.Url)."
    Connect-Sandbox $sandbox | Out-Default
}
else {
    $null = Start-EcsSandbox
    Get-EcsAccount | Out-Default
}

foreach ($account in 'sandbox-alibaba', 'sandbox-huawei', 'sandbox-otc') {
    $null = Select-EcsAccount $account

    "== ${account}: the fleet"
    Get-EcsInstance | Out-Default

    '== Stop one server'
    Stop-EcsInstance web-01 -PassThru | Out-Default

    '== What a reinstallation would do (nothing is sent)'
    $before = (Get-EcsSandbox).WriteCount
    Invoke-EcsOsReinstall web-01 -WhatIf
    "Requests that change something: $((Get-EcsSandbox).WriteCount - $before)"

    '== Reinstall it'
    $operation = Invoke-EcsOsReinstall web-01 -Backup None -Confirm:$false
    if (-not $operation) { throw "web-01 in $account was not reinstalled." }
    $operation | Out-Default
    "web-01 is $((Get-EcsInstance web-01).Status)."

    '== Stop, start and restart others in a pipeline'
    Get-EcsInstance -Name web-* | Where-Object Name -ne web-01 | Stop-EcsInstance -Confirm:$false
    Get-EcsInstance -Name web-* -Status Stopped | Start-EcsInstance -Confirm:$false
    Get-EcsInstance web-02 | Restart-EcsInstance -Confirm:$false -PassThru | Out-Default

    '== What is refused: a server that runs, and a size that cannot be reinstalled'
    # Silently, so that a refusal does not end a script that stops at errors; it is shown as an error all the same.
    Invoke-EcsOsReinstall web-03, hpc-01 -Backup None -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
    $refused | Out-Default
}

Stop-EcsSandbox
'Done.'
