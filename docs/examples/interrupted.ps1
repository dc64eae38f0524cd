#requires -Version 5.1
<#
.SYNOPSIS
    What is left open, by -NoWait or by a process that ended, and how it is settled.
.DESCRIPTION
    Wait-EcsOperation only looks. Resume-EcsOperation also does what is left that destroys nothing; it never sends a wipe, neither first nor
    again. Needs no account and no network.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -File docs/examples/interrupted.ps1
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3

# A runner that is thrown away afterwards keeps its journal where the next one finds it.
$journal = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [System.Guid]::NewGuid().ToString('N'))

if (Get-EcsSandbox) { Stop-EcsSandbox }
$null = Start-EcsSandbox -TimeScale 600 -Fault CutAfter:1

'== The answer to the wipe is lost: it is not sent again, and what the cloud shows decides'
Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false -JournalPath $journal | Out-Default

'== -NoWait ends when the cloud has accepted the last change'
Invoke-EcsOsReinstall db-02 -Account sandbox-huawei -Backup None -Confirm:$false -NoWait -JournalPath $journal | Out-Default

'== As long as it is open, nothing else is begun on that server'
Invoke-EcsOsReinstall db-02 -Account sandbox-huawei -Backup None -Confirm:$false -JournalPath $journal -ErrorVariable refused -ErrorAction SilentlyContinue
$refused | ForEach-Object { "Refused: $($_.FullyQualifiedErrorId.Split(',')[0])" }

'== Another process, later: settle what is open'
Get-EcsOperation -State Running, Unknown -JournalPath $journal | Resume-EcsOperation -Confirm:$false -JournalPath $journal | Out-Default
Get-EcsOperation -JournalPath $journal | Out-Default

[System.IO.Directory]::Delete($journal, $true)
Stop-EcsSandbox
'Done.'
