#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What a person types at the prompt: what binds to what, how names match, and which parameters are refused. In the sandbox of the packed module.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester runs the blocks in one scope.')]
param()

BeforeDiscovery {
    # The six commands that EcsTools began with: on which server each is done, and how it is planned for another's.
    $six = @(
        @{ Name = 'Start-EcsInstance'; Server = 'db-01'; Arguments = '-PassThru' }
        @{ Name = 'Stop-EcsInstance'; Server = 'web-01'; Arguments = '-PassThru' }
        @{ Name = 'Invoke-EcsOsReinstall'; Server = 'web-02'; Arguments = '-Backup None -StopFirst' }
        @{ Name = 'Reset-EcsPassword'; Server = 'web-03'; Arguments = '-Generate' }
        @{ Name = 'Reset-EcsSystemDisk'; Server = 'web-04'; Arguments = '-Backup None -StopFirst' }
        @{ Name = 'Set-EcsInstanceSize'; Server = 'web-05'; Arguments = '-Size $size -StopFirst' }
    )
    $clouds = 'sandbox-alibaba', 'sandbox-huawei', 'sandbox-otc' | ForEach-Object { @{ Account = $_; Commands = $six } }
    $pairs = foreach ($first in $six) { foreach ($second in $six) { @{ First = $first.Name; Second = $second.Name; Arguments = $second.Arguments } } }
}

BeforeAll {
    Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools')) -Force
    $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
    $null = Select-EcsAccount sandbox-alibaba
    function Get-ErrorId([scriptblock] $Command) { try { $null = & $Command } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
}

AfterAll { Stop-EcsSandbox }

Describe 'Binding' {
    It 'lists the servers of accounts' { (Get-EcsAccount | Get-EcsInstance | Group-Object Account).Count | Should -Be 3 }
    It 'takes several accounts, and wildcards' {
        (Get-EcsInstance web-01 -Account sandbox-*).Count | Should -Be 3
        (Get-EcsInstance web-01 -Account sandbox-huawei, sandbox-otc).Account | Sort-Object | Should -Be 'sandbox-huawei', 'sandbox-otc'
    }
    It 'gives an image to a server' { (Get-EcsImage golden-web | Switch-EcsSystemDisk db-02 -Backup None -PlanOnly).Options['ImageId'] | Should -Be (Get-EcsImage golden-web).Id }
    It 'rolls back to a snapshot' {
        $snapshot = Get-EcsInstance db-01 | Get-EcsSnapshot | Select-Object -First 1
        ($snapshot | Restore-EcsSnapshot -PlanOnly).Options['SnapshotId'] | Should -Be $snapshot.Id
    }
    It 'keeps a disk in a snapshot' { (Get-EcsInstance db-01 | Get-EcsDisk | Select-Object -First 1 | New-EcsSnapshot -PlanOnly).Instance.Name | Should -Be 'db-01' }
    It 'takes rows of a file' {
        'Name,Account', 'web-01,sandbox-otc' | Set-Content (Join-Path $TestDrive 'servers.csv')
        (Import-Csv (Join-Path $TestDrive 'servers.csv') | Get-EcsInstance).Account | Should -Be 'sandbox-otc'
    }
    It 'finds the image of a server' { (Get-EcsInstance db-01 | Get-EcsImage).Id | Should -Be (Get-EcsInstance db-01).ImageId }
    It 'finds the operations of a server, and waits for one' {
        $operation = Set-EcsInstanceSize db-01 -Size @(Get-EcsInstanceSize db-01 -Available)[0].Name -Confirm:$false
        (Get-EcsInstance db-01 | Get-EcsOperation).OperationId | Should -Contain $operation.OperationId
        (Wait-EcsOperation $operation).State | Should -Be 'Succeeded'
    }
    It 'restarts a server whose password was reset' { (Reset-EcsPassword web-02 -Generate -Confirm:$false | Restart-EcsInstance -PassThru -Confirm:$false).Status | Should -Be 'Running' }
    It 'runs a command on a server' { (Get-EcsInstance web-01 | Invoke-EcsCommand 'hostname' -Confirm:$false).ExitCode | Should -Be 0 }
}

Describe 'Pairs at <Account>' -ForEach $clouds {
    BeforeAll {
        $size = @(Get-EcsInstanceSize web-05 -Account $Account -Available)[0].Name
        $results = @{}
        foreach ($command in $Commands) {
            $line = [scriptblock]::Create("Get-EcsInstance $($command.Server) -Account $Account | $($command.Name) $($command.Arguments) -Confirm:`$false -ErrorVariable problems -ErrorAction SilentlyContinue")
            $results[$command.Name] = . $line
            if ($problems) { $results[$command.Name] = "$($problems[0].FullyQualifiedErrorId)" }
        }
    }

    It '<First> | <Second>' -ForEach $pairs {
        $left = $results[$First]
        if ($left -is [string]) {
            # What a cloud does not have is said.
            $left | Should -BeLike 'NotSupported,*'
            return
        }
        $server = if ($left.PSObject.Properties['InstanceName']) { $left.InstanceName } else { $left.Name }
        $how = if ($Second -like 'St*-EcsInstance') { '-WhatIf' } else { '-PlanOnly' }
        $right = . ([scriptblock]::Create("`$left | $Second $Arguments $how -ErrorVariable problems -ErrorAction SilentlyContinue"))
        ($problems | Where-Object FullyQualifiedErrorId -NotMatch '^(NotSupported|GuestSettling),').Count | Should -Be 0
        if ($right -and $how -eq '-PlanOnly') { $right.Instance.Name | Should -Be $server }
    }
}

Describe 'Matching' {
    It 'matches sets of characters' { (Get-EcsInstance 'web-0[12]').Name | Should -Be 'web-01', 'web-02' }
    It 'ignores letter case' { (Get-EcsInstance WEB-01).Name | Should -Be 'web-01' }
    It 'takes an ID at position 0' { (Get-EcsInstance (Get-EcsInstance web-01).Id).Name | Should -Be 'web-01' }
    It 'is an error for an exact name that does not exist: <_>' -ForEach 'Get-EcsInstance', 'Get-EcsImage', 'Get-EcsKeyPair' { Get-ErrorId ([scriptblock]::Create("$_ no-such-name -ErrorAction Stop")) | Should -BeLike '*NotFound' }
    It 'is silent for a wildcard: <_>' -ForEach 'Get-EcsInstance', 'Get-EcsImage', 'Get-EcsKeyPair' { & $_ no-such-* -ErrorAction Stop | Should -BeNullOrEmpty }
}

Describe 'Parameters' {
    It 'gives the last five operations' { @(Get-EcsOperation -Last 5).Count | Should -BeLessOrEqual 5 }
    It 'refuses a time span for -Last, and names -Within' { { Get-EcsOperation -Last 01:00:00 -ErrorAction Stop } | Should -Throw '*-Within*' }
    It 'clears a description' {
        Set-EcsInstance web-05 -Account sandbox-huawei -Description 'first' -Confirm:$false
        (Set-EcsInstance web-05 -Account sandbox-huawei -Description '' -PassThru -Confirm:$false).Description | Should -BeNullOrEmpty
    }
    It 'knows -<_> for -Size' -ForEach 'InstanceType', 'Flavor' { (Get-Command Set-EcsInstanceSize).Parameters['Size'].Aliases | Should -Contain $_ }
    It 'takes one way to set a password' {
        Get-ErrorId { Reset-EcsPassword web-01 -Generate -Password ([securestring]::new()) } | Should -Be 'AmbiguousParameterSet'
        (Get-Command Reset-EcsPassword).ParameterSets.Name | Should -Contain 'InputObjectCredential'
    }
}
