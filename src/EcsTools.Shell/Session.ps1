# Prepares the session of EcsTools.Shell. PowerShell runs this in the global scope before the user's profile, which may therefore
# use the module and replace the prompt. Errors here would go unseen: a session configuration swallows them.
# Only what the engine has built in is used until the first line is read: a command of another module costs the prompt that module's import.
& {
    $switches = -split $env:ECSTOOLS_SHELL_SWITCHES
    $path = $env:ECSTOOLS_SHELL_MODULE
    $env:ECSTOOLS_SHELL_SWITCHES = $env:ECSTOOLS_SHELL_MODULE = $null
    try {
        $module = Import-Module $path -Scope Global -PassThru -ErrorAction Stop
        $sandbox = if ('nosandbox' -notin $switches) { Start-EcsSandbox -ErrorAction Stop }
    }
    catch {
        [Console]::Error.WriteLine("EcsTools.Shell: $_")
    }

    # Removes the sandbox's private key file.
    $null = $ExecutionContext.Events.SubscribeEvent($null, $null, 'PowerShell.Exiting', $null, {
            if (Get-EcsSandbox -ErrorAction Ignore) { Stop-EcsSandbox -Confirm:$false }
        }, $true, $false)

    $banner = if ('nologo' -notin $switches) {
        $accounts = if ($sandbox) { "sandbox accounts: $($sandbox.Accounts -join ', ')" } else { 'no sandbox: run Connect-EcsAccount' }
        "EcsTools $($module.Version), $accounts"
    }
    $function:global:prompt = {
        if ($banner) {
            $Host.UI.WriteLine($banner)
            $script:banner = $null
        }
        $place = foreach ($account in Get-EcsAccount) {
            if ($account.IsDefault) { " [$($account.PSObject.EcsCells.Full.Name) $($account.PSObject.EcsCells.Full.Region)]" }
        }
        "EcsTools$place> "
    }.GetNewClosure()

    # With a session configuration PowerShell does not load PSReadLine by itself. It calls this function for the first line only.
    function global:PSConsoleHostReadLine {
        Remove-Item -LiteralPath Function:PSConsoleHostReadLine
        Import-Module PSReadLine -Scope Global
        PSConsoleHostReadLine
    }
}
