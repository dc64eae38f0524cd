# Prepares the session of EcsTools.Shell. PowerShell runs this in the global scope before the user's profile, which may therefore
# use the module and replace the prompt. Errors here would go unseen: a session configuration swallows them.
& {
    $switches = -split $env:ECSTOOLS_SHELL_SWITCHES
    $module = $env:ECSTOOLS_SHELL_MODULE
    Remove-Item -LiteralPath Env:ECSTOOLS_SHELL_SWITCHES, Env:ECSTOOLS_SHELL_MODULE -ErrorAction Ignore
    try {
        Import-Module $module -Scope Global -ErrorAction Stop
        $sandbox = if ('nosandbox' -notin $switches) { Start-EcsSandbox -ErrorAction Stop }
    }
    catch {
        [Console]::Error.WriteLine("EcsTools.Shell: $_")
    }

    # Removes the sandbox's private key file.
    $null = Register-EngineEvent -SourceIdentifier PowerShell.Exiting -SupportEvent -Action {
        if (Get-EcsSandbox -ErrorAction Ignore) { Stop-EcsSandbox -Confirm:$false }
    }

    $banner = if ('nologo' -notin $switches) {
        $accounts = if ($sandbox) { "sandbox accounts: $($sandbox.Accounts -join ', ')" } else { 'no sandbox: run Connect-EcsAccount' }
        "EcsTools $((Get-Module EcsTools).Version), $accounts"
    }
    $function:global:prompt = {
        if ($banner) {
            Write-Host $banner
            $script:banner = $null
        }
        $account = Get-EcsAccount | Where-Object IsDefault
        "EcsTools$(if ($account) { " [$($account.Name) $($account.Region)]" })> "
    }.GetNewClosure()

    # With a session configuration PowerShell does not load PSReadLine by itself. It calls this function for the first line only.
    function global:PSConsoleHostReadLine {
        Remove-Item -LiteralPath Function:PSConsoleHostReadLine
        Import-Module PSReadLine -Scope Global
        PSConsoleHostReadLine
    }
}
