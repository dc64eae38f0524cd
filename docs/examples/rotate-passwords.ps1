#requires -Version 5.1
<#
.SYNOPSIS
    Sets new passwords on servers and stores them in a vault.
.DESCRIPTION
    The password is generated on this machine, set, and passed to the store as a credential. It is not in any command line, log, or journal. The
    vault is tested first, with a dummy credential: if it is locked, the rotation ends before any password changes. The servers are processed
    one after another: if the vault fails later, at most one server has an unknown password.

    Without -Account, the script runs in the sandbox with a store in memory: no cloud account and no network are required.
.PARAMETER Account
    Specifies the name of the account that was connected with Connect-EcsAccount.
.PARAMETER Tag
    Specifies the tags that a server must have.
.PARAMETER UserName
    Specifies the user whose password is set.
.PARAMETER Store
    Specifies a script block that stores a credential: it gets a name and a PSCredential. The default stores it in the default vault of
    Microsoft.PowerShell.SecretManagement.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/rotate-passwords.ps1
.EXAMPLE
    ./rotate-passwords.ps1 -Account production -Tag @{ role = 'web' } -UserName app
#>
[CmdletBinding()]
param(
    [string] $Account,
    [hashtable] $Tag = @{ role = 'web' },
    [string] $UserName = 'root',
    [scriptblock] $Store = { param($Name, [pscredential] $Credential) Set-Secret -Name $Name -Secret $Credential }
)

Set-StrictMode -Version 3

function Invoke-Rotation([string] $Account, [hashtable] $Tag, [string] $UserName, [scriptblock] $Store) {
    $trial = [pscredential]::new($UserName, [System.Net.NetworkCredential]::new('', [guid]::NewGuid().ToString()).SecurePassword)
    try { & $Store "$Account/rotation-check" $trial }
    catch { throw "No password was changed, because the vault cannot be written to: $($_.Exception.GetBaseException().Message)" }
    foreach ($server in Get-EcsInstance -Account $Account -Tag $Tag -Status Running) {
        $login = $server | Reset-EcsPassword -UserName $UserName -Generate -Confirm:$false
        if (-not $login) { continue }
        $name = "$($login.Account)/$($login.InstanceName)/$($login.UserName)"
        try { & $Store $name $login.Credential }
        catch { throw "$name has a new password, and it could not be stored: $($_.Exception.GetBaseException().Message)" }
        "   ${name}: set by $($login.Method), effective $($login.Effective), stored"
    }
}

if ($Account) {
    Invoke-Rotation -Account $Account -Tag $Tag -UserName $UserName -Store $Store
    return
}

if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$vault = @{}

'== Rotate'
Invoke-Rotation -Account sandbox-alibaba -Tag $Tag -UserName app -Store { param($Name, [pscredential] $Credential) $vault[$Name] = $Credential }

'== The content of the vault'
foreach ($name in $vault.Keys) { "   ${name}: $($vault[$name].UserName), $($vault[$name].Password.Length) characters" }

'== A vault that is locked stops the rotation before any password changes'
$before = (Get-EcsSandbox).WriteCount
try { Invoke-Rotation -Account sandbox-alibaba -Tag $Tag -UserName app -Store { throw 'The vault is locked.' } }
catch { "   $_" }
"   requests for a change: $((Get-EcsSandbox).WriteCount - $before)"

Stop-EcsSandbox
'Done.'
