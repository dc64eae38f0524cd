#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The packed module at the prompt: completion, views and errors, in the sandbox.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester runs the blocks in one scope.')]
param()

BeforeAll {
    Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools')) -Force
    $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
    $null = Select-EcsAccount sandbox-alibaba
    function Complete([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches }
    function ConvertTo-Line([object] $InputObject) { ($InputObject | Out-String -Width 80) -split '\r?\n' -replace '\x1b\[[0-9;]*m' }
}

AfterAll { Stop-EcsSandbox }

Describe 'Completion' {
    BeforeAll {
        $server = Get-EcsInstance web-01
        $null = Get-EcsInstance
        $null = Get-EcsInstanceSize
        $null = Get-EcsKeyPair
        $image = Get-EcsImage golden-web
        $operation = Invoke-EcsOsReinstall db-02 -Backup None -StopFirst -Confirm:$false
    }

    It 'knows servers by name' { (Complete 'Stop-EcsInstance we').CompletionText | Should -Contain 'web-01' }
    It 'knows servers by id' { (Complete "Stop-EcsInstance $($server.Id.Substring(0, 12))").CompletionText | Should -Contain $server.Id }
    It 'shows what one wants to know' { (Complete 'Stop-EcsInstance web-01')[0].ToolTip | Should -BeLike 'Running, *' }
    It 'knows accounts' { (Complete 'Get-EcsInstance -Account ').CompletionText | Should -Contain 'sandbox-otc' }
    It 'knows regions' { (Complete 'Connect-EcsAccount Alibaba -Region cn-').CompletionText | Should -Contain 'cn-hangzhou' }
    It 'knows images by name' { (Complete 'Switch-EcsSystemDisk web-01 -ImageId golden').CompletionText | Should -Be $image.Id }
    It 'knows sizes' { (Complete 'Set-EcsInstanceSize web-01 -Size ecs.g7.x').CompletionText | Should -Contain 'ecs.g7.xlarge' }
    It 'knows key pairs' { (Complete 'Reset-EcsSystemDisk web-01 -KeyPairName sand').CompletionText | Should -Contain 'sandbox-key' }
    It 'knows operations' { (Complete 'Get-EcsOperation ').CompletionText | Should -Contain $operation.OperationId }
    It 'knows <_>' -ForEach 'Zone', 'VpcId', 'Tag', 'LockReason' { (Complete "Get-EcsInstance -$_ ").ResultType | Should -Contain 'ParameterValue' }
    It 'knows what can be waived' { (Complete 'Invoke-EcsOsReinstall db-01 -IgnoreRequirement ').CompletionText | Should -Contain 'Attempts' }
    It 'asks no cloud' {
        $before = (Get-EcsSandbox).RequestCount
        $null = Complete 'Stop-EcsInstance '
        $null = Complete 'Set-EcsInstanceSize web-01 -Size '
        (Get-EcsSandbox).RequestCount | Should -Be $before
    }
}

Describe 'First minute' {
    It 'says what to try, and no keys' {
        $sandbox = Get-EcsSandbox
        $text = ($sandbox | Out-String).Trim()
        $text | Should -Match '^Sandbox: 3 accounts, \d+ servers; try Get-EcsInstance$'
        ($sandbox | Format-List | Out-String) | Should -BeLike "*$($sandbox.AccessKeySecret)*"
    }
}

Describe 'Objects' {
    It 'are text in a table of <_>' -ForEach 'Get-EcsInstance', 'Get-EcsDisk', 'Get-EcsImage', 'Get-EcsSnapshot', 'Get-EcsOperation', 'Get-EcsSandbox' {
        & $_ | ConvertTo-Csv -NoTypeInformation | Should -Not -Match 'System\.|<>|`\d'
    }
    It 'shows tags as text' { Get-EcsInstance web-01 | Format-List | Out-String | Should -Match 'env=sandbox, role=web' }
}

Describe 'Detail' {
    It 'tells each step' {
        $told = & { Restart-EcsInstance web-02 -Verbose -Confirm:$false } 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        ($told.Message -join "`n") | Should -Match '(?s)sending restart.*restart accepted.*restart completed'
    }
    It 'tells each request, without what proves it' {
        $told = & { Get-EcsInstance web-01 -Debug } 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }
        $told.Message | Should -Match '^DescribeInstances: POST http.* -> HTTP 200, RequestId '
        $told.Message | Should -Not -Match ([regex]::Escape((Get-EcsSandbox).AccessKeyId))
    }
}

Describe 'Views' {
    It 'fits eighty columns: <_>' -ForEach 'Get-EcsInstance', 'Get-EcsDisk', 'Get-EcsImage', 'Get-EcsSnapshot', 'Get-EcsAccount', 'Get-EcsKeyPair', 'Get-EcsInstanceSize', 'Get-EcsOperation' {
        (ConvertTo-Line (& $_) | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }
    It 'shows everything as a list' {
        $text = Get-EcsInstance web-01 | Format-List | Out-String
        foreach ($name in [EcsTools.Model.EcsInstance].GetProperties().Name) { $text | Should -Match "(?m)^(\x1b\[[0-9;]*m)*$name\s" }
    }
    It 'shows a plan as one reads it' {
        $text = (ConvertTo-Line (Reset-EcsSystemDisk db-01 -Backup None -PlanOnly)) -join "`n"
        foreach ($word in 'Steps', 'Will be lost', 'Backup', 'Additional cost') { $text | Should -Match "(?m)^\s*$word" }
    }
    It 'colours what runs in a terminal, and nothing in plain text' -Skip:(-not (Test-Path Variable:PSStyle)) {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            Get-EcsInstance web-01 | Out-String | Should -Match '\x1b\[[0-9;]+mRunning'
            $PSStyle.OutputRendering = 'PlainText'
            Get-EcsInstance web-01 | Out-String | Should -Not -Match '\x1b'
        }
        finally { $PSStyle.OutputRendering = $rendering }
    }
    It 'adds no member to objects and to what is written of them' {
        foreach ($server in (Get-EcsInstance web-01), (Get-EcsInstance web-01 | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) })) {
            ($server | Get-Member -Force).Name | Should -Not -Contain 'EcsCells'
            ($server | Select-Object *).PSObject.Properties.Name | Should -Not -Contain 'EcsCells'
            $server | ConvertTo-Json | Should -Not -Match 'EcsCells'
            $server | ConvertTo-Csv | Should -Not -Match 'EcsCells'
            $server | Format-List * | Out-String | Should -Not -Match 'EcsCells'
            $server | Export-Clixml TestDrive:/server.xml
            Get-Content TestDrive:/server.xml -Raw | Should -Not -Match 'EcsCells'
        }
    }
}

Describe 'Views in ConstrainedLanguage' {
    BeforeAll {
        $state = [initialsessionstate]::CreateDefault()
        $state.LanguageMode = 'ConstrainedLanguage'
        $constrained = [runspacefactory]::CreateRunspace($Host, $state)
        $constrained.Open()
        function Invoke-Constrained([string] $Script, [object] $Argument) {
            $shell = [powershell]::Create()
            $shell.Runspace = $constrained
            try {
                $shell.AddScript($Script).AddArgument($Argument).Invoke()
                $shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally { $shell.Dispose() }
        }
        # Ages differ between two looks, and what the clock of the sandbox shows may become the past.
        function ConvertTo-Ageless([string[]] $Text) { $Text -join "`n" -replace ' \(\d+ \w+ ago\)' -replace ' +\d+ (s|min|h|d)\b', ' (age)' }
        $null = Invoke-Constrained 'param($path) Import-Module $path; Get-EcsOperation' ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))
    }

    AfterAll { $constrained.Dispose() }

    It 'shows what FullLanguage shows: <_>' -ForEach @(
        'Get-EcsInstance', 'Get-EcsAccount', 'Get-EcsDisk', 'Get-EcsImage', 'Get-EcsSnapshot', 'Get-EcsKeyPair', 'Get-EcsRegion', 'Get-EcsInstanceSize'
        'Invoke-EcsOsReinstall db-01 -PlanOnly'
        '(Invoke-EcsOsReinstall db-01 -PlanOnly).Requirements'
        'Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false'
        'Invoke-EcsCommand web-01 hostname -Confirm:$false'
        'Get-EcsPassword win-01 -Account sandbox-otc -KeyFile (Get-EcsSandbox).KeyFile'
    ) {
        $objects = @(& ([scriptblock]::Create($_)))
        $shown = Invoke-Constrained 'param($objects) $ExecutionContext.SessionState.LanguageMode; $objects | Out-String; $objects | Format-List | Out-String' $objects
        $shown[0] | Should -Be 'ConstrainedLanguage'
        ConvertTo-Ageless $shown[1, 2] | Should -Be (ConvertTo-Ageless ($objects | Out-String), ($objects | Format-List | Out-String))
    }
}

Describe 'Questions' {
    BeforeAll {
        # Runs a command in a new process whose standard input is a text; gives the ids of its errors and how many changes it sent.
        function Invoke-Answered([string] $Command, [string] $Answer) {
            $script = Join-Path $TestDrive 'ask.ps1'
            [System.IO.File]::WriteAllText($script, @"
`$WarningPreference = `$ProgressPreference = 'SilentlyContinue'
Import-Module '$([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))'
`$null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity)
`$id = ''
try { `$null = $Command } catch { `$id = `$_.FullyQualifiedErrorId.Split(',')[0] }
"``nresult|`$id|`$((Get-EcsSandbox).WriteCount)"
"@)
            $shell = Join-Path $PSHOME $(if ($PSVersionTable.PSEdition -eq 'Desktop') { 'powershell' } else { 'pwsh' })
            $start = [System.Diagnostics.ProcessStartInfo]::new($shell, "-NoProfile -File `"$script`"")
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $start.UseShellExecute = $false
            $process = [System.Diagnostics.Process]::Start($start)
            $process.StandardInput.Write($Answer)
            $process.StandardInput.Close()
            @($process.StandardOutput.ReadToEnd() -split '\r?\n') -like 'result|*'
        }
    }

    It 'sends nothing for Enter: <_>' -ForEach 'Invoke-EcsOsReinstall db-01 -Backup None', 'Invoke-EcsOsReinstall db-01', 'Remove-EcsInstance db-01', 'Stop-EcsInstance web-*' {
        Invoke-Answered $_ "`n`n`n" | Should -Be 'result||0'
    }
    It 'sends what y answers: <_>' -ForEach 'Invoke-EcsOsReinstall db-01 -Backup None', 'Remove-EcsInstance db-01', 'Stop-EcsInstance web-*' {
        Invoke-Answered $_ "y`n" | Should -Be 'result||1'
    }
    It 'is nobody to ask where the input has ended: <_>' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') -ForEach 'Invoke-EcsOsReinstall db-01 -Backup None', 'Invoke-EcsOsReinstall db-01', 'Stop-EcsInstance web-*' {
        Invoke-Answered $_ '' | Should -Be 'result|ConfirmationNotPossible|0'
    }
}

Describe 'Errors' {
    It 'can be caught by their type' { { Get-EcsInstance no-such-server -ErrorAction Stop } | Should -Throw -ExceptionType ([EcsTools.Model.EcsException]) -ErrorId 'InstanceNotFound,*' }
    It 'says what to do' {
        Get-EcsInstance no-such-server -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $problem | Out-String | Should -BeLike '*Recommendation*'
    }
    It 'has the request id at hand' {
        Stop-EcsSandbox
        $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity) -Fault 'ServerError:50'
        try {
            Get-EcsInstance -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].Exception.RequestId | Should -Not -BeNullOrEmpty
        }
        finally { Stop-EcsSandbox; $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity) }
    }
    It 'goes on with the next server' {
        $servers = 'no-such-server', 'web-01' | Get-EcsInstance -ErrorAction SilentlyContinue
        $servers.Name | Should -Be 'web-01'
    }
}
