#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Every script of docs/examples as the strictest user runs it: its refusals are part of the show and end nothing.
BeforeDiscovery {
    $scripts = Get-ChildItem ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'examples')) -Filter *.ps1 |
        Where-Object Name -notlike '*.Tests.ps1' | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    $module = (Resolve-Path ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))).Path
    . (Join-Path $PSScriptRoot Fresh.ps1)
}

Describe '<Name>' -ForEach $scripts {
    It 'runs to its end in strict mode where errors stop' {
        $output = Invoke-Fresh "Import-Module '$module'; Set-StrictMode -Version Latest; `$ErrorActionPreference = 'Stop'; & '$Path'"
        $output | Where-Object { "$_" } | Select-Object -Last 1 | Should -Be 'Done.'
    }
}
