# Sets variables, and removes those without a value: as an argument of a method $null would become an empty text.
function Set-Environment([hashtable] $Variables) {
    foreach ($name in $Variables.Keys) {
        if ($null -eq $Variables[$name]) { Remove-Item "Env:$name" -ErrorAction Ignore }
        else { Set-Item "Env:$name" $Variables[$name] }
    }
}

# What a new process of the same PowerShell prints; an error if it did not get to the end of the script.
function Invoke-Fresh([string] $Script, [hashtable] $Environment = @{}) {
    $shell = Join-Path $PSHOME $(if ($PSVersionTable.PSEdition -eq 'Desktop') { 'powershell' } else { 'pwsh' })
    $end = [guid]::NewGuid().ToString()
    $before = @{}
    foreach ($name in $Environment.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    Set-Environment $Environment
    try { $output = @(& $shell -NoProfile -NonInteractive -Command "$Script`n'$end'" 2>&1) }
    finally { Set-Environment $before }
    # The blank line at the end of a table may come after it.
    if ($output -notcontains $end) { throw "The child process did not get to its end (exit code $LASTEXITCODE): $output" }
    $output | Where-Object { "$_" -ne $end }
}
