#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What the packed module's objects go through in other hands: pipelines, files, jobs, threads and functions.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester runs the blocks in one scope.')]
param()

BeforeDiscovery {
    Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools')) -Force
    $takesServers = Get-Command -Module EcsTools | Where-Object { $_.Name -notin 'Approve-EcsPlan', 'Confirm-EcsEvent', 'Export-EcsReport', 'Invoke-EcsPlan', 'Get-EcsPassword', 'Remove-EcsKeyPair' -and $_.Parameters.ContainsKey('InputObject') } | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    $module = (Resolve-Path ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))).Path
    Import-Module $module -Force
    $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
    $null = Select-EcsAccount sandbox-alibaba
    . (Join-Path $PSScriptRoot RequiredArgument.ps1)
    function Copy-ThroughFile([object[]] $InputObject) {
        $file = Join-Path $TestDrive 'objects.xml'
        $InputObject | Export-Clixml $file
        Import-Clixml $file
    }
}

AfterAll { Stop-EcsSandbox }

Describe 'Pipelines' {
    It 'flows from one command into the next' {
        $operation = Get-EcsInstance web-01 | Stop-EcsInstance -PassThru -Confirm:$false | Invoke-EcsOsReinstall -Backup None -Confirm:$false
        $operation.Succeeded | Should -BeTrue
        ($operation | Get-EcsInstance).Status | Should -Be 'Running'
    }
    It 'ends early without an error' { (Get-EcsInstance | Select-Object -First 1 -ErrorAction Stop).Name | Should -Not -BeNullOrEmpty }
    It 'takes other objects for no server' { { Get-Process -Id $PID | Stop-EcsInstance -ErrorAction Stop } | Should -Throw }
    It 'sorts and groups' { (Get-EcsInstance | Sort-Object Name | Group-Object Status).Name | Should -Contain 'Running' }
    It 'comes back from a selection' { Get-EcsInstance web-01 | Select-Object Id, Account, Region | Get-EcsInstance | ForEach-Object Name | Should -Be 'web-01' }
    It 'becomes JSON at depth 3' { (Get-EcsInstance web-01 | ConvertTo-Json -Depth 3 | ConvertFrom-Json).Tags.role | Should -Be 'web' }
    It 'comes back from a table' {
        $file = Join-Path $TestDrive 'servers.csv'
        Get-EcsInstance web-02 | Export-Csv $file -NoTypeInformation
        (Import-Csv $file | Get-EcsInstance).Name | Should -Be 'web-02'
    }
}

Describe 'Files' {
    It 'gives servers back that commands take' { (Copy-ThroughFile (Get-EcsInstance web-02) | Get-EcsInstance).Name | Should -Be 'web-02' }
    It 'gives servers back that <Name> takes' -ForEach $takesServers {
        $server = Copy-ThroughFile (Get-EcsInstance db-01)
        $arguments = Get-RequiredArgument $Name

        $problems = $null
        $null = $server | & $Name @arguments -ErrorVariable problems -ErrorAction SilentlyContinue

        # A refusal by the cloud's own rules is an answer too, but never that this is no server.
        $problems.FullyQualifiedErrorId | Where-Object { $_ -like '*Parameter*' -or $_ -like 'InstanceNotFound*' -or $_ -like 'Input*' } | Should -BeNullOrEmpty
    }
    It 'gives servers back that show as servers' { Copy-ThroughFile (Get-EcsInstance web-02) | Out-String | Should -BeLike '*Account: sandbox-alibaba*web-02*' }
    It 'gives servers back that functions take' {
        function Get-Address([EcsTools.Model.EcsInstance] $Server) { $Server.PrivateIp }
        $server = Get-EcsInstance web-02
        Get-Address (Copy-ThroughFile $server) | Should -Be $server.PrivateIp
    }
    It 'gives plans back that can be run' {
        $plan = Copy-ThroughFile (Reset-EcsSystemDisk db-02 -Backup None -StopFirst -PlanOnly)
        ($plan | Invoke-EcsPlan -Confirm:$false).Succeeded | Should -BeTrue
    }
    It 'gives plans back that are refused once the server has changed' {
        $plan = Copy-ThroughFile (Reset-EcsSystemDisk db-01 -Backup None -StopFirst -PlanOnly)
        Set-EcsInstance db-01 -NewName db-renamed -Confirm:$false
        $writes = (Get-EcsSandbox).WriteCount
        { $plan | Invoke-EcsPlan -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'PlanChanged,*'
        (Get-EcsSandbox).WriteCount | Should -Be $writes
    }
}

Describe 'Jobs' {
    BeforeAll { $servers = Get-EcsInstance web-* }

    It 'gives objects back that can be used' {
        $job = Start-Job { Import-Module $using:module; $null = Start-EcsSandbox; Get-EcsInstance web-01 }
        $back = $job | Wait-Job -Timeout 120 | Receive-Job
        $back.Name | Should -Be 'web-01'
        $back.PSObject.TypeNames | Should -Contain 'Deserialized.EcsTools.Model.EcsInstance'
        $job | Remove-Job -Force
    }
    It 'holds in a thread' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
        $server = $servers[0]
        Start-ThreadJob { ($using:server).Name } | Receive-Job -Wait -AutoRemoveJob | Should -Be $server.Name
    }
    It 'holds in parallel' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $servers | ForEach-Object -Parallel { $_.Name } | Sort-Object | Should -Be ($servers.Name | Sort-Object)
    }
    It 'works in parallel, with a session for each' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $names = 1..4 | ForEach-Object -Parallel { Import-Module $using:module; $null = Start-EcsSandbox; (Get-EcsInstance "web-0$_").Name; Stop-EcsSandbox }
        $names | Sort-Object | Should -Be 'web-01', 'web-02', 'web-03', 'web-04'
    }
}
