#requires -Version 5.1
<#
.SYNOPSIS
    Runs the full procedure 'Reinstalling the OS' for one server: check, plan, stop, license, login, reinstall, retry, verify.
.DESCRIPTION
    This runbook is for Huawei Cloud and Open Telekom Cloud, for Linux and for Windows. It follows the page of the provider's user guide
    step by step, and ends with a running server, or with an error that contains the recommended action.

    Without -Account, the script runs in the sandbox, for a Linux server with a key pair on Open Telekom Cloud and then for a Windows server
    with its own license on a dedicated host on Huawei Cloud: no cloud account and no network are required.
.PARAMETER Account
    Specifies the name of the account that was connected with Connect-EcsAccount.
.PARAMETER Name
    Specifies the exact name of the server, or its ID.
.PARAMETER KeyPairName
    Specifies the key pair to log in with afterward. The default is the key pair of the server.
.PARAMETER KeyFile
    Specifies the file of the private key of that key pair. With it, the script prepares the login at the end: on Windows, it gets and
    decrypts the password that the provider has stored; on Linux, it sets a random password for root over SSH. Both are returned as an object
    with a credential.
.PARAMETER LicenseType
    Specifies the owner of the license of a billed operating system: System (the provider) or Byol (your own license).
.PARAMETER Backup
    Specifies the backup: Image creates an image of the system disk first. With None, lost data cannot be recovered.
.PARAMETER Approve
    Specifies a script block that gets the plan before anything is sent, and returns whether to continue. By default, the plan is shown in
    a confirmation prompt.
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
    # 1 to 4. Find the server and its current state.
    $server = Get-EcsInstance -Name $Name -Account $Account
    "== ${Account}: $server is $($server.Status), $($server.OsType), size $($server.Size)"

    # Constraints and prerequisites: all of them, not only the first one that fails. Nothing is sent.
    $plan = $server | Invoke-EcsOsReinstall @Choice -PlanOnly
    foreach ($requirement in $plan.Requirements) {
        "   [$($requirement.Outcome)] $($requirement.Id): $($requirement.Detail)"
        if ($requirement.Outcome -eq 'Failed') { "        $($requirement.Remedy)" }
    }

    if (-not $plan.CanProceed) { throw "$server cannot be reinstalled; see above." }
    $plan.Losses | ForEach-Object { "   Lost: $_" }

    # 5 to 8. Stop the server, back it up, choose license and login, submit, wait; a job that fails is repeated once.
    $sure = if ($Approve) { @{ Confirm = $false } } else { @{} }
    if ($Approve -and -not (& $Approve $plan)) { throw "The reinstall of $server was not approved." }
    $operation = $server | Invoke-EcsOsReinstall @Choice @sure
    if (-not $operation) { throw "The reinstall of $server was not confirmed." }
    "   $($operation.Kind) $($operation.State), jobs: $($operation.JobIds -join ', ')"

    # The operation has ended when the server is running. The disk is new, and so are the SSH host keys and the password.
    $now = Get-EcsInstance -Id $server.Id -Account $Account
    if ($now.Status -ne 'Running') { throw "$now is $($now.Status) and not running." }
    "   Running. System disk: $($server.SystemDiskId) before, $($now.SystemDiskId) now. Log in with key pair $($now.KeyPairName)."
    $operation

    # 9. The login. The reinstall has succeeded even if this fails. The server is running before its guest responds.
    if ($KeyFile -and $now.OsType -ne 'Windows') { $operation | Wait-EcsInstance -For Guest -Timeout 1800 }
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

# In the sandbox: without prompts and without loss of data.
if (-not (Get-EcsSandbox)) { $null = Start-EcsSandbox }
$keyPair = (Get-EcsSandbox).KeyPairName

# A Linux server with a key pair, which is running and is stopped first.
Invoke-Procedure -Account sandbox-otc -Name web-01 -Choice @{ StopFirst = $true; Backup = 'Image' } -Approve { $true }

# A Windows server on a dedicated host, with its own license; the choice is stored as a tag of the server.
$choice = @{ KeyPairName = $keyPair; LicenseType = 'Byol'; Backup = 'Image' }
Invoke-Procedure -Account sandbox-huawei -Name byol-01 -Choice $choice -KeyFile (Get-EcsSandbox).KeyFile -Approve { $true }
"License tag: $((Get-EcsInstance byol-01 -Account sandbox-huawei).Tags['ecstools-license'])"
'Done.'
