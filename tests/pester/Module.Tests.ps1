#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The packed module as its users meet it: import, help, completion, views, pipelines, what-if and jobs, in the sandbox.

BeforeDiscovery {
    Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools')) -Force
    $commands = Get-Command -Module EcsTools | ForEach-Object { @{ Name = $_.Name } }
    $changing = Get-Command -Module EcsTools | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    $module = [System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools')
    Import-Module $module -Force
    $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
    $null = Select-EcsAccount sandbox-alibaba
    function Complete([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches }
}

AfterAll { Stop-EcsSandbox }

Describe 'Import' {
    It 'has a manifest without a fault' { Test-ModuleManifest (Join-Path $module EcsTools.psd1) | Should -Not -BeNullOrEmpty }

    It 'exports what the manifest says' {
        $data = Import-PowerShellDataFile (Join-Path $module EcsTools.psd1)
        (Get-Command -Module EcsTools).Name | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
    }

    It 'uses approved verbs' {
        (Get-Command -Module EcsTools).Verb | Sort-Object -Unique | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }

    It 'is there quickly' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        # The second time, so that it is not the disk that is measured.
        $measure = "(Measure-Command { Import-Module '$module' }).TotalMilliseconds"
        $null = pwsh -NoProfile -Command $measure
        [double] (pwsh -NoProfile -Command $measure) | Should -BeLessThan 1000
    }
}

Describe 'Help of <Name>' -ForEach $commands {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'says what it does' { $help.Synopsis.Trim() | Should -Not -BeLike "$Name*" }
    It 'has an example' { @($help.examples.example).Count | Should -BeGreaterThan 0 }
    It 'describes every parameter' {
        foreach ($parameter in $help.parameters.parameter | Where-Object name -NotIn 'WhatIf', 'Confirm', 'ProgressAction') {
            "$($parameter.description.Text)".Trim() | Should -Not -BeNullOrEmpty -Because $parameter.name
        }
    }
}

Describe 'Completion' {
    BeforeAll { $null = Get-EcsInstance; $null = Get-EcsImage }

    It 'knows servers that were listed' { (Complete 'Stop-EcsInstance we').CompletionText | Should -Contain 'web-01' }
    It 'shows what one wants to know' { (Complete 'Stop-EcsInstance web-01')[0].ToolTip | Should -BeLike 'Running, *' }
    It 'knows accounts' { (Complete 'Get-EcsInstance -Account ').CompletionText | Should -Contain 'sandbox-otc' }
    It 'knows images by name' { (Complete 'Switch-EcsSystemDisk web-01 -ImageId golden').CompletionText | Should -Be (Get-EcsImage golden-web).Id }
    It 'asks no cloud' {
        $before = (Get-EcsSandbox).RequestCount
        $null = Complete 'Stop-EcsInstance '
        (Get-EcsSandbox).RequestCount | Should -Be $before
    }
}

Describe 'Views' {
    It 'fits eighty columns: <_>' -ForEach 'Get-EcsInstance', 'Get-EcsDisk', 'Get-EcsImage', 'Get-EcsSnapshot', 'Get-EcsAccount', 'Get-EcsKeyPair', 'Get-EcsInstanceSize' {
        $lines = (& $_ | Out-String -Width 80) -split '\r?\n' | ForEach-Object { $_ -replace '\x1b\[[0-9;]*m' }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }
    It 'shows everything as a list' {
        $text = Get-EcsInstance web-01 | Format-List | Out-String
        foreach ($name in [EcsTools.Model.EcsInstance].GetProperties().Name) { $text | Should -Match "(?m)^(\x1b\[[0-9;]*m)*$name\s" }
    }
    It 'has no colours in plain text' -Skip:(-not (Test-Path Variable:PSStyle)) {
        $rendering = $PSStyle.OutputRendering
        try { $PSStyle.OutputRendering = 'PlainText'; Get-EcsInstance | Out-String | Should -Not -Match '\x1b' }
        finally { $PSStyle.OutputRendering = $rendering }
    }
}

Describe 'Pipelines' {
    It 'flows from one command into the next' {
        $operation = Get-EcsInstance web-01 | Stop-EcsInstance -PassThru -Confirm:$false | Invoke-EcsOsReinstall -Backup None -Confirm:$false
        $operation.Succeeded | Should -BeTrue
        ($operation | Get-EcsInstance).Status | Should -Be 'Running'
    }
    It 'ends early without an error' { (Get-EcsInstance | Select-Object -First 1 -ErrorAction Stop).Name | Should -Not -BeNullOrEmpty }
    It 'takes other objects for no server' {
        { [pscustomobject] @{ Name = 'web-01' } | Stop-EcsInstance -ErrorAction Stop } | Should -Throw
    }
    It 'sorts, groups and selects' {
        (Get-EcsInstance | Sort-Object Name | Group-Object Status).Name | Should -Contain 'Running'
        Get-EcsInstance web-01 | Select-Object Id, Account, Region | Get-EcsInstance | Should -Not -BeNullOrEmpty
    }
    It 'comes back from a file' {
        $file = Join-Path $TestDrive 'servers.xml'
        Get-EcsInstance web-02 | Export-Clixml $file
        (Import-Clixml $file | Get-EcsInstance).Name | Should -Be 'web-02'
    }
    It 'becomes JSON at depth 3' { (Get-EcsInstance web-01 | ConvertTo-Json -Depth 3 | ConvertFrom-Json).Tags.role | Should -Be 'web' }
}

Describe 'WhatIf' {
    It '<Name> sends nothing' -ForEach $changing {
        $before = (Get-EcsSandbox).WriteCount
        $arguments = @{ WhatIf = $true; ErrorAction = 'SilentlyContinue' }
        $parameters = (Get-Command $Name).Parameters
        if ($parameters.ContainsKey('InputObject') -and $Name -ne 'Invoke-EcsPlan') { $arguments.InputObject = 'db-01' }
        if ($parameters.ContainsKey('OperationId')) { $arguments.OperationId = 'none' }
        if ($Name -eq 'Invoke-EcsPlan') { $arguments.InputObject = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly }
        if ($Name -eq 'Set-EcsInstanceSize') { $arguments.Size = 'ecs.g7.xlarge' }
        if ($Name -eq 'Set-EcsInstance') { $arguments.NewName = 'db-99' }
        if ($Name -eq 'Switch-EcsSystemDisk') { $arguments.ImageId = (Get-EcsImage golden-web).Id }
        if ($Name -eq 'Restore-EcsSnapshot') { $arguments.SnapshotId = @(Get-EcsSnapshot)[0].Id }
        if ($Name -eq 'Invoke-EcsCommand') { $arguments.Command = 'true' }
        if ($Name -eq 'Reset-EcsPassword') { $arguments.Generate = $true }

        & $Name @arguments

        (Get-EcsSandbox).WriteCount | Should -Be $before
    }
}

Describe 'Jobs' {
    BeforeAll { $servers = Get-EcsInstance web-* }

    It 'gives objects back that can be used' {
        $job = Start-Job -ArgumentList $module { param($module) Import-Module $module; $null = Start-EcsSandbox; Get-EcsInstance web-01 }
        $back = $job | Wait-Job -Timeout 120 | Receive-Job
        $back.Name | Should -Be 'web-01'
        $back.PSObject.TypeNames | Should -Contain 'Deserialized.EcsTools.Model.EcsInstance'
        $job | Remove-Job -Force
    }
    It 'holds in a thread' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
        $job = Start-ThreadJob { param($server) $server.Name } -ArgumentList $servers[0]
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be $servers[0].Name
    }
    It 'holds in parallel' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $servers | ForEach-Object -Parallel { $_.Status } | Should -Not -Contain $null
    }
    It 'is a type that functions can name' {
        function Get-Address([EcsTools.Model.EcsInstance] $Server) { $Server.PrivateIp }
        Get-Address $servers[0] | Should -Be $servers[0].PrivateIp
    }
}
