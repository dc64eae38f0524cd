#requires -Version 7.4
<#
.SYNOPSIS
    Runs the tests with coverlet and writes, for each folder under src, how many of its lines the tests ran.
.DESCRIPTION
    A figure to look at and no gate. The tests are built in a configuration of their own, Coverage, and measure the assemblies beside them and
    the staged module; what other processes run is not seen. Build once more afterward, so that out/EcsTools is the usual module again.
.PARAMETER Project
    Specifies the test projects to run. The default is both.
.PARAMETER Depth
    Specifies how many folders deep under src the figures are. The default is 2, for example EcsTools.Core/Operations.
.PARAMETER TestArgument
    Specifies arguments for the test runner, for example '--filter-class', '*PlanTests'.
.EXAMPLE
    ./tests/coverage.ps1 | Sort-Object Percent
.EXAMPLE
    ./tests/coverage.ps1 -Project EcsTools.Core.Tests -Depth 3 -TestArgument '--filter-class', '*PlanTests'
#>
[CmdletBinding()]
param(
    [ValidateSet('EcsTools.Core.Tests', 'EcsTools.Tests')]
    [string[]] $Project = ('EcsTools.Core.Tests', 'EcsTools.Tests'),

    [ValidateRange(1, 9)]
    [int] $Depth = 2,

    [string[]] $TestArgument = @()
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$root = Split-Path -Path $PSScriptRoot
$sources = Join-Path -Path $root -ChildPath src
$results = Join-Path -Path $root -ChildPath TestResults/coverage
if (Test-Path -Path $results) { Remove-Item -Path $results -Recurse }

# File, then line, then whether any test ran it.
$files = @{}
function Add-Report([string] $Path) {
    $report = [xml]::new()
    $report.Load($Path)
    $source = $report.SelectSingleNode('/coverage/sources/source').InnerText
    foreach ($class in $report.SelectNodes('//class')) {
        $file = [IO.Path]::GetRelativePath($sources, [IO.Path]::Combine($source, $class.GetAttribute('filename')))
        if (-not $files.ContainsKey($file)) { $files[$file] = @{} }
        $lines = $files[$file]
        foreach ($line in $class.SelectNodes('lines/line')) {
            $number = $line.GetAttribute('number')
            $lines[$number] = $lines[$number] -or $line.GetAttribute('hits') -ne '0'
        }
    }
}

$failed = foreach ($name in $Project) {
    $folder = Join-Path -Path $PSScriptRoot -ChildPath $name
    & dotnet build $folder --configuration Coverage --verbosity quiet | Out-Host
    if ($LASTEXITCODE) { throw "Cannot build $name for coverage: dotnet ended with $LASTEXITCODE." }

    # Joined by an equal sign: alone, PowerShell would look for files like '[EcsTools*]*', and 'dotnet test' takes a folder for the project.
    $coverlet = @(
        '--coverlet', '--coverlet-output-format=cobertura', "--coverlet-file-prefix=$name", '--coverlet-include=[EcsTools*]*'
        foreach ($edition in 'netstandard2.0', 'net8.0') { "--coverlet-include-directory=$(Join-Path -Path $root -ChildPath out/EcsTools/bin/$edition)" }
    )
    & dotnet test --project $folder --configuration Coverage --no-build --no-progress --results-directory $results @coverlet @TestArgument | Out-Host
    if ($LASTEXITCODE) { $name }
    foreach ($report in Get-ChildItem -Path $results -Filter "$name.*.xml") { Add-Report -Path $report.FullName }
}

$files.GetEnumerator() |
    Group-Object -Property { ((Split-Path -Path $_.Key) -split '[\\/]' | Select-Object -First $Depth) -join '/' } |
    Sort-Object -Property Name |
    ForEach-Object {
        $lines = @($_.Group.Value.Values)
        $covered = @($lines -eq $true).Count
        [pscustomobject] @{ Folder = $_.Name; Lines = $lines.Count; Covered = $covered; Percent = [Math]::Round(100 * $covered / $lines.Count, 1) }
    }
if ($failed) { throw "Tests failed: $($failed -join ', ')." }
