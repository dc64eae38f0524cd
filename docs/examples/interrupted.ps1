#requires -Version 5.1
<#
.SYNOPSIS
    Resumes operations that are still open, because of -NoWait or because their process ended.
.DESCRIPTION
    Wait-EcsOperation only reads the state. Resume-EcsOperation also completes the remaining steps that destroy nothing; it never sends a
    request that erases a disk, neither for the first time nor again. No cloud account and no network are required.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/interrupted.ps1
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3

# A machine that is discarded after the run keeps its journal in a folder that the next one can read.
$journal = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [System.Guid]::NewGuid().ToString('N'))

if (Get-EcsSandbox) { Stop-EcsSandbox }
$null = Start-EcsSandbox -TimeScale 600 -Fault CutAfter:1

'== The response to the reinstall request is lost: it is not sent again, and the state at the provider decides'
Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false -JournalPath $journal | Out-Default

'== -NoWait returns when the provider has accepted the last change'
Invoke-EcsOsReinstall db-02 -Account sandbox-huawei -Backup None -Confirm:$false -NoWait -JournalPath $journal | Out-Default

'== While it is open, no other operation is started on that server'
Invoke-EcsOsReinstall db-02 -Account sandbox-huawei -Backup None -Confirm:$false -JournalPath $journal -ErrorVariable refused -ErrorAction SilentlyContinue
$refused | ForEach-Object { "Refused: $($_.FullyQualifiedErrorId.Split(',')[0])" }

'== Another process, later: resume the open operations'
Get-EcsOperation -State Running, Unknown -JournalPath $journal | Resume-EcsOperation -Confirm:$false -JournalPath $journal | Out-Default
Get-EcsOperation -JournalPath $journal | Out-Default

[System.IO.Directory]::Delete($journal, $true)
Stop-EcsSandbox
'Done.'
