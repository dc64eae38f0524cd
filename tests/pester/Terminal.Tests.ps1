#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The packed module at a terminal, which tmux plays: what the keys of a person do. Output is waited for by looking at the screen, for a minute at most.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester runs the blocks in one scope.')]
param()

BeforeDiscovery {
    $hasTmux = $null -ne (Get-Command tmux -CommandType Application -ErrorAction Ignore)
    if (-not $hasTmux) { Write-Warning "The program 'tmux' is not here to play a terminal." }
}

Describe 'Terminal' -Skip:(-not $hasTmux) {
    BeforeAll {
        function Invoke-Tmux { & tmux -L $script:socket @args }

        # A prompt with the module and a sandbox, whose time runs so many times as fast as that of this machine.
        function Start-Terminal([string] $TimeScale) {
            $start = Join-Path $TestDrive "start-$([guid]::NewGuid().ToString('N')).ps1"
            [System.IO.File]::WriteAllText($start, @"
Import-Module '$([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))'
`$null = Start-EcsSandbox -TimeScale ($TimeScale)
`$null = Get-EcsInstance
function prompt { 'ready> ' }
Clear-Host
"@)
            # A server for each terminal: the one before may still be ending.
            $script:socket = "ecstools-$([guid]::NewGuid().ToString('N'))"
            Invoke-Tmux -f /dev/null new-session -d -x 120 -y 50 "HOME='$TestDrive' TERM=xterm '$(Join-Path $PSHOME pwsh)' -NoProfile -NoLogo -NoExit -File '$start'"
            Wait-Screen '(?m)^ready>\s*\z'
        }

        function Get-Screen { ((Invoke-Tmux capture-pane -p) -join "`n").TrimEnd() }

        function Wait-Screen([string] $Pattern) {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            while ($watch.Elapsed.TotalSeconds -lt 60) {
                $screen = Get-Screen
                if ($screen -match $Pattern) { return $screen }
                Start-Sleep -Milliseconds 50
            }
            throw "The screen never showed '$Pattern', but:`n$screen"
        }

        function Send-Text([string] $Text) { Invoke-Tmux send-keys -l $Text }
        function Send-Key([string[]] $Key) { Invoke-Tmux send-keys @Key }
        function Send-Line([string] $Text) { Send-Text $Text; Send-Key Enter }
        function Read-Value([string] $Expression) {
            $mark = [guid]::NewGuid().ToString('N').Substring(0, 8)
            Send-Line "'$mark' + '=' + ($Expression) + '.'"
            [regex]::Match((Wait-Screen "(?m)^$mark=(.*)\.\s*`$"), "(?m)^$mark=(.*)\.\s*`$").Groups[1].Value
        }
    }

    AfterEach { Invoke-Tmux kill-server }

    Context 'when a person presses Tab' {
        It 'completes names of servers and parameters' {
            Start-Terminal '[double]::PositiveInfinity'
            Send-Text 'Stop-EcsInstance prot'
            Send-Key Tab
            $null = Wait-Screen '(?m)^ready> Stop-EcsInstance protected-01'
            Send-Text ' -StopM'
            Send-Key Tab
            Wait-Screen '(?m)^ready> Stop-EcsInstance protected-01 -StopMode' | Should -Not -BeNullOrEmpty
        }
    }

    Context 'when a person presses Enter' {
        It 'prompts for the name that is missing' {
            Start-Terminal '[double]::PositiveInfinity'
            Send-Line 'Invoke-EcsOsReinstall -Backup None'
            $null = Wait-Screen '(?m)^Name\[0\]:'
            Send-Key C-c
            Read-Value '(Get-EcsSandbox).WriteCount' | Should -Be '0'
        }
        It 'sends nothing when Enter is the answer to the question' {
            Start-Terminal '[double]::PositiveInfinity'
            Send-Line 'Invoke-EcsOsReinstall db-01 -Backup None'
            $null = Wait-Screen '(?s)erase its system disk\?.*\[\?\] Help'
            Send-Key Enter
            Read-Value '(Get-EcsSandbox).WriteCount' | Should -Be '0'
        }
        It 'sends what y answers' {
            Start-Terminal '[double]::PositiveInfinity'
            Send-Line 'Invoke-EcsOsReinstall db-01 -Backup None'
            $null = Wait-Screen '(?s)erase its system disk\?.*\[\?\] Help'
            Send-Line 'y'
            $null = Wait-Screen 'OsReinstall +Succeeded'
            Read-Value '(Get-EcsInstance db-01).Status' | Should -Be 'Running'
        }
    }

    Context 'when a person presses Ctrl+C' {
        It 'sends nothing while the question is open' {
            Start-Terminal '[double]::PositiveInfinity'
            Send-Line 'Remove-EcsInstance db-01'
            $null = Wait-Screen '(?s)permanently\?.*\[\?\] Help'
            Send-Key C-c
            Read-Value '(Get-EcsSandbox).WriteCount' | Should -Be '0'
        }
        It 'stops waiting, and names what continues' {
            Start-Terminal '1'
            Send-Line 'Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false -Verbose'
            $null = Wait-Screen '(?m)^VERBOSE: db-01 .* accepted'
            Send-Key C-c
            $null = Wait-Screen '(?s)WARNING: .*db-01.*ready>\s*\z'
            Read-Value '(Get-EcsSandbox).WriteCount' | Should -Be '1'
            Read-Value '(Get-EcsOperation).State' | Should -Be 'Interrupted'
        }
    }
}
