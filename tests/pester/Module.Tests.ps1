#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The packed module as it is installed: import, the package, help, and that a rehearsal sends nothing.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester runs the blocks in one scope.')]
param()

BeforeDiscovery {
    Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools')) -Force
    $commands = Get-Command -Module EcsTools | ForEach-Object { @{ Name = $_.Name } }
    $changing = Get-Command -Module EcsTools | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object { @{ Name = $_.Name } }
    $topics = Get-ChildItem ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools', 'en-US')) -Filter 'about_*' | ForEach-Object { @{ Name = $_.Name -replace '\.help\.txt$' } }
}

BeforeAll {
    $module = (Resolve-Path ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))).Path
    Import-Module $module -Force
    $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
    $null = Select-EcsAccount sandbox-alibaba
    . (Join-Path $PSScriptRoot RequiredArgument.ps1)
    . (Join-Path $PSScriptRoot Fresh.ps1)
}

AfterAll { Stop-EcsSandbox }

Describe 'Import' {
    It 'exports what the manifest says' {
        $data = Import-PowerShellDataFile (Join-Path $module EcsTools.psd1)
        (Get-Command -Module EcsTools).Name | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
    }

    It 'uses approved verbs' {
        (Get-Command -Module EcsTools).Verb | Sort-Object -Unique | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }

    It 'says nothing' { Invoke-Fresh "Import-Module '$module' *>&1" | Should -BeNullOrEmpty }

    It 'happens by itself when a command is called' {
        Invoke-Fresh "`$env:PSModulePath = '$(Split-Path $module)'; `$null = Start-EcsSandbox; (Get-EcsInstance web-01).Name" | Should -Be 'web-01'
    }

    It 'can be repeated, and undone' {
        $again = "Import-Module '$module'; Import-Module '$module' -Force; Remove-Module EcsTools; @(Get-Command -Module EcsTools).Count; Import-Module '$module'; @(Get-Command -Module EcsTools).Count"
        Invoke-Fresh $again | Should -Be 0, (Get-Command -Module EcsTools).Count
    }

    It 'loads no package before it is needed' {
        $script = "Import-Module '$module'; [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name }"
        Invoke-Fresh $script | Where-Object { $_ -in 'EcsTools.Core', 'EcsTools.Sandbox', 'Renci.SshNet', 'BouncyCastle.Cryptography', 'YamlDotNet', 'Polly.Core' } | Should -BeNullOrEmpty
    }

    It 'leaves the versions of others alone' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $script = "Import-Module '$module'; `$null = Start-EcsSandbox; `$null = Get-EcsInstance; [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Newtonsoft.Json' } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }"
        Invoke-Fresh $script | Should -Contain 'EcsTools'
    }
}

Describe 'Package' {
    It 'has a manifest without a fault' { Test-ModuleManifest (Join-Path $module EcsTools.psd1) | Should -Not -BeNullOrEmpty }
}

Describe 'Help of <Name>' -ForEach $commands {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'says what it does' { $help.Synopsis.Trim() | Should -Not -BeLike "$Name*" }
    It 'has an example' { @($help.examples.example).Count | Should -BeGreaterThan 0 }
    It 'describes every parameter' {
        # Those that stay hidden exist to say why they cannot be given.
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $shown = (Get-Command $Name).Parameters.Values | Where-Object { $_.Name -notin $common -and $_.Attributes.DontShow -notcontains $true }
        foreach ($parameter in $shown) {
            "$((Get-Help $Name -Parameter $parameter.Name).description.Text)".Trim() | Should -Not -BeNullOrEmpty -Because $parameter.Name
        }
    }
}

Describe 'Help about the module' {
    It 'has the topic <Name>' -ForEach $topics { (Get-Help $Name) -join "`n" | Should -BeLike "*$Name*" }
    It 'has ten topics' { @(Get-Help about_EcsTools*).Count | Should -Be 10 }
}

Describe 'WhatIf' {
    It '<Name> sends nothing' -ForEach $changing {
        $before = (Get-EcsSandbox).WriteCount
        $arguments = Get-RequiredArgument $Name
        if ((Get-Command $Name).Parameters.ContainsKey('InputObject') -and $Name -notin 'Approve-EcsPlan', 'Confirm-EcsEvent', 'Export-EcsReport', 'Invoke-EcsPlan', 'Remove-EcsKeyPair') { $arguments.InputObject = 'db-01' }

        & $Name @arguments -ErrorAction SilentlyContinue

        (Get-EcsSandbox).WriteCount | Should -Be $before
    }
}
