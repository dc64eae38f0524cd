#requires -Version 5.1
<#
.SYNOPSIS
    The whole procedure 'Reinstalling the OS' for one server: look, plan, stop, license, login, reinstall, retry, verify.
.DESCRIPTION
    One runbook for Huawei Cloud and Open Telekom Cloud, for Linux and for Windows. It follows the page of the provider's user guide,
    step by step, and ends with a server that runs, or with an error that says what is to be done.

    Without -Account it runs in the sandbox, for a Linux server with a key pair on Open Telekom Cloud and then for a Windows server
    with a license of one's own on a dedicated host on Huawei Cloud: no account and no network are needed.
.PARAMETER Account
    The account, as Connect-EcsAccount has opened it.
.PARAMETER Name
    The server's exact name, or its id.
.PARAMETER KeyPairName
    The key pair to log in with afterwards; the one the server has without it.
.PARAMETER KeyFile
    The private key of that key pair. With it the login is made ready at the end: on Windows the password that the cloud has stored is
    fetched and decrypted, on Linux root gets a random one over SSH. Both come out as an object that holds a credential.
.PARAMETER LicenseType
    Whose license it is, where the system is paid for: System (the provider's) or Byol (your own).
.PARAMETER Backup
    Image makes an image of the system disk first. None does not, and what is lost stays lost.
.PARAMETER Approve
    Is asked with the plan before anything is sent, and says whether to go on. Without it the plan is asked at the prompt.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/os-reinstall-procedure.ps1
.EXAMPLE
    ./os-reinstall-procedure.ps1 -Account otc -Name web-01 -KeyPairName ops -Backup Image
#>
[CmdletBinding()]
param(
    [string] $Account,
    [string] $Name,
    [string] $KeyPairName,
    [string] $KeyFile,
    [ValidateSet('', 'System', 'Byol')]
    [string] $LicenseType,
    [ValidateSet('Image', 'None')]
    [string] $Backup = 'Image',
    [scriptblock] $Approve
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

function Invoke-Procedure([string] $Account, [string] $Name, [hashtable] $Choice, [string] $KeyFile, [scriptblock] $Approve) {
    # 1 to 4. Find the server, as it stands now.
    $server = Get-EcsInstance -Name $Name -Account $Account
    "== ${Account}: $server is $($server.Status), $($server.OsType), size $($server.Size)"

    # Constraints and prerequisites: all of them, not only the first that fails. Nothing is sent.
    $plan = $server | Invoke-EcsOsReinstall @Choice -PlanOnly
    foreach ($requirement in $plan.Requirements) {
        "   [$($requirement.Outcome)] $($requirement.Id): $($requirement.Detail)"
        if ($requirement.Outcome -eq 'Failed') { "        $($requirement.Remedy)" }
    }

    if (-not $plan.CanProceed) { throw "$server cannot be reinstalled; see above." }
    $plan.Losses | ForEach-Object { "   Lost: $_" }

    # 5 to 8. Stop it, back it up, choose license and login, submit, wait; a job that fails is repeated once.
    $sure = if ($Approve) { @{ Confirm = $false } } else { @{} }
    if ($Approve -and -not (& $Approve $plan)) { throw "The reinstallation of $server was not approved." }
    $operation = $server | Invoke-EcsOsReinstall @Choice @sure
    if (-not $operation) { throw "The reinstallation of $server was not confirmed." }
    "   $($operation.Kind) $($operation.State), jobs: $($operation.JobIds -join ', ')"

    # It has ended when the server runs. Its disk is a new one, so its SSH host keys and its password are, too.
    $now = Get-EcsInstance -Id $server.Id -Account $Account
    if ($now.Status -ne 'Running') { throw "$now is $($now.Status) and not running." }
    "   Running. System disk: $($server.SystemDiskId) before, $($now.SystemDiskId) now. Log in with key pair $($now.KeyPairName)."
    $operation

    # 9. The login. A reinstallation has succeeded even if this does not.
    if ($KeyFile -and $now.OsType -eq 'Windows') { $operation | Get-EcsPassword -KeyFile $KeyFile }
    elseif ($KeyFile) { $operation | Reset-EcsPassword -Method Ssh -KeyFile $KeyFile -Generate @sure }
}

if ($Account) {
    $choice = @{ StopFirst = $true; Backup = $Backup }
    if ($KeyPairName) { $choice.KeyPairName = $KeyPairName }
    if ($LicenseType) { $choice.LicenseType = $LicenseType }
    Invoke-Procedure -Account $Account -Name $Name -Choice $choice -KeyFile $KeyFile -Approve $Approve
    return
}

# In the sandbox: nobody is asked, nothing is lost.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$keyPair = (Get-EcsSandbox).KeyPairName

# A Linux server with a key pair, which runs and is stopped first.
Invoke-Procedure -Account sandbox-otc -Name web-01 -Choice @{ StopFirst = $true; Backup = 'Image' } -Approve { $true }

# A Windows server on a dedicated host, under a license of one's own; the choice is kept as the server's tag.
$choice = @{ KeyPairName = $keyPair; LicenseType = 'Byol'; Backup = 'Image' }
Invoke-Procedure -Account sandbox-huawei -Name byol-01 -Choice $choice -KeyFile (Get-EcsSandbox).KeyFile -Approve { $true }
"License tag: $((Get-EcsInstance byol-01 -Account sandbox-huawei).Tags['ecstools-license'])"
'Done.'
