#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
<#
.SYNOPSIS
    Tests a runbook in the sandbox, without a cloud account, in a second.
.DESCRIPTION
    The runbook under test is nightly-stop.ps1 in this folder. It is called in the same way as in production, with the accounts of the
    sandbox. The tests read the result from the fleet and from the counters of the sandbox.
.EXAMPLE
    Invoke-Pester ./docs/examples/Runbook.Tests.ps1
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester runs the blocks in one scope.')]
param()

BeforeAll {
    Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))
    $runbook = Join-Path $PSScriptRoot nightly-stop.ps1
}

Describe 'nightly-stop.ps1' {
    BeforeEach {
        # A separate fleet for every test, in which every wait ends immediately.
        $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
        $list = Join-Path $TestDrive 'list.txt'
        $night = @{ Account = 'sandbox-alibaba'; Tag = @{ role = 'web' }; List = $list }
    }

    AfterEach { Stop-EcsSandbox }

    It 'stops the servers with the tag and no others' {
        $null = & $runbook @night -Do Stop

        (Get-EcsInstance -Name web-*).Status | Should -Not -Contain 'Running'
        (Get-EcsInstance win-01).Status | Should -Be 'Running'
    }

    It 'starts in the morning what it stopped in the evening, and nothing else' {
        Stop-EcsInstance web-02 -Confirm:$false

        $null = & $runbook @night -Do Stop
        $null = & $runbook @night -Do Start

        (Get-EcsInstance web-01).Status | Should -Be 'Running'
        (Get-EcsInstance web-02).Status | Should -Be 'Stopped'
    }

    It 'leaves the list of the last evening alone when the fleet cannot be read' {
        Set-Content $list 'of yesterday'
        Stop-EcsSandbox
        $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity) -Fault 'ServerError:50'

        { & $runbook @night -Do Stop } | Should -Throw -ErrorId 'ServerError,*'

        Get-Content $list | Should -Be 'of yesterday'
    }

    It 'sends nothing in the morning after a night in which nothing ran' {
        Get-EcsInstance -Name web-* | Stop-EcsInstance -Confirm:$false
        $null = & $runbook @night -Do Stop
        $before = (Get-EcsSandbox).WriteCount

        $null = & $runbook @night -Do Start

        (Get-EcsSandbox).WriteCount | Should -Be $before
    }
}
