#requires -Version 5.1
<#
.SYNOPSIS
    Shows the main cmdlets in the sandbox: list, stop, preview a reinstall, reinstall, start, restart, and refusals.
.DESCRIPTION
    No cloud account and no network are required.
.PARAMETER Listen
    Indicates that the sandbox listens on a port of this machine, and that the script connects to it like to a cloud: with an endpoint and keys.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/reinstall.ps1
#>
[CmdletBinding()]
param([switch] $Listen)

Set-StrictMode -Version 3

function ConvertTo-Secret([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }

# Over a port: the same commands as for a real cloud, except for -Endpoint.
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

    '== Preview a reinstall (nothing is sent)'
    $before = (Get-EcsSandbox).WriteCount
    Invoke-EcsOsReinstall web-01 -WhatIf
    "Requests for a change: $((Get-EcsSandbox).WriteCount - $before)"

    '== Reinstall the server'
    $operation = Invoke-EcsOsReinstall web-01 -Backup None -Confirm:$false
    if (-not $operation) { throw "web-01 in $account was not reinstalled." }
    $operation | Out-Default
    "web-01 is $((Get-EcsInstance web-01).Status)."

    '== Stop, start, and restart other servers in a pipeline'
    Get-EcsInstance -Name web-* | Where-Object Name -ne web-01 | Stop-EcsInstance -Confirm:$false
    Get-EcsInstance -Name web-* -Status Stopped | Start-EcsInstance -Confirm:$false
    Get-EcsInstance web-02 | Restart-EcsInstance -Confirm:$false -PassThru | Out-Default

    '== Refusals: a running server, and a size that does not support reinstalls'
    # Silently, so that a refusal does not end a script that stops at errors; the error is displayed below.
    Invoke-EcsOsReinstall web-03, hpc-01 -Backup None -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
    $refused | Out-Default
}

Stop-EcsSandbox
'Done.'
