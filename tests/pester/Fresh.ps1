# What a new process of the same PowerShell prints; an error if it did not get to the end of the script.
function Invoke-Fresh([string] $Script, [hashtable] $Environment = @{}) {
    $shell = Join-Path $PSHOME $(if ($PSVersionTable.PSEdition -eq 'Desktop') { 'powershell' } else { 'pwsh' })
    $end = [guid]::NewGuid().ToString()
    $before = @{}
    foreach ($name in $Environment.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $Environment[$name])
    }
    try { $output = @(& $shell -NoProfile -NonInteractive -Command "$Script`n'$end'" 2>&1) }
    finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
    # The blank line at the end of a table may come after it.
    if ($output -notcontains $end) { throw "The child process did not get to its end (exit code $LASTEXITCODE): $output" }
    $output | Where-Object { "$_" -ne $end }
}
