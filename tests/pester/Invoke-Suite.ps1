#requires -Version 5.1
# Runs every Pester test of the repository with one version of Pester; the exit code is 1 if a test failed or none ran.
param([Parameter(Mandatory)] [string] $Pester)

$ErrorActionPreference = 'Stop'
# Journals of the tests, here and in the processes that they start, are not those of whoever runs them.
$env:ECSTOOLS_STATE = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), "ecstools-pester-$([guid]::NewGuid().ToString('N'))")
Import-Module $Pester
try {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = @($PSScriptRoot, [System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'examples'))
    $configuration.Run.PassThru = $true
    $result = Invoke-Pester -Configuration $configuration
}
finally { Remove-Item $env:ECSTOOLS_STATE -Recurse -Force -ErrorAction Ignore }

"Pester $((Get-Module Pester).Version): $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
exit [int] ($result.Result -ne 'Passed' -or $result.PassedCount -eq 0)
