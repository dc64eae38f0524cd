<#
.SYNOPSIS
    Makes the picture in the README from what scene.ps1 really writes. Runs in EcsTools.Shell.
.PARAMETER Path
    Where the picture goes.
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoLogo -NoSandbox -File docs/picture/make-picture.ps1
#>
[CmdletBinding()]
param([string] $Path = [System.IO.Path]::Combine($PSScriptRoot, 'reinstall.svg'))

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$characterWidth = 7.8
$lineHeight = 18
$margin = 16
$ink = '#d4d4d4'
$colors = @{ 31 = '#f14c4c'; 32 = '#4ec96f'; 33 = '#e5c07b'; 36 = '#56b6c2'; 90 = '#8a8a8a' }

function ConvertTo-Span([string] $Line) {
    $fill = $ink
    $weight = 'normal'
    # Odd parts are the parameters of an escape sequence, even ones the text between.
    $parts = [regex]::Split($Line, '\x1b\[([0-9;]*)m')
    for ($i = 0; $i -lt $parts.Count; $i++) {
        if ($i % 2) {
            foreach ($code in $parts[$i].Split(';')) {
                $number = if ($code) { [int] $code } else { 0 }
                if ($number -eq 0) { $fill = $ink; $weight = 'normal' }
                elseif ($number -eq 1) { $weight = 'bold' }
                elseif ($colors.ContainsKey($number)) { $fill = $colors[$number] }
            }
        }
        elseif ($parts[$i]) {
            "<tspan fill=`"$fill`" font-weight=`"$weight`">$([System.Security.SecurityElement]::Escape($parts[$i]))</tspan>"
        }
    }
}

# A shell of its own, with a journal of its own.
$state = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [System.IO.Path]::GetRandomFileName())
$before = $env:ECSTOOLS_STATE
try {
    $env:ECSTOOLS_STATE = $state
    # The session configuration lies beside the launcher that has named it.
    $launcher = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName([Environment]::GetCommandLineArgs()[2]), 'EcsTools.Shell.dll')
    $lines = @(& dotnet $launcher -NoLogo -NoProfile -File ([System.IO.Path]::Combine($PSScriptRoot, 'scene.ps1')))
    if ($LASTEXITCODE) { throw "The scene ended with $LASTEXITCODE." }
}
finally {
    $env:ECSTOOLS_STATE = $before
    if ([System.IO.Directory]::Exists($state)) { [System.IO.Directory]::Delete($state, $true) }
}

# One empty line is enough anywhere.
$shown = @()
foreach ($line in $lines) {
    if ($line.Trim() -or ($shown.Count -and $shown[-1].Trim())) { $shown += $line.TrimEnd() }
}

$longest = 0
foreach ($line in $shown) { $longest = [Math]::Max($longest, ([regex]::Replace($line, '\x1b\[[0-9;]*m', '')).Length) }
$width = [Math]::Ceiling($longest * $characterWidth) + 2 * $margin
$height = $shown.Count * $lineHeight + 2 * $margin
$svg = @(
    "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"$width`" height=`"$height`" viewBox=`"0 0 $width $height`" role=`"img`" aria-label=`"A server of the sandbox is reinstalled`">"
    "<rect width=`"$width`" height=`"$height`" rx=`"8`" fill=`"#1e1e1e`"/>"
    "<g font-family=`"ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace`" font-size=`"13`" xml:space=`"preserve`">"
    for ($i = 0; $i -lt $shown.Count; $i++) {
        "<text x=`"$margin`" y=`"$($margin + ($i + 1) * $lineHeight - 5)`">$((ConvertTo-Span $shown[$i]) -join '')</text>"
    }
    '</g>'
    '</svg>'
)
[System.IO.File]::WriteAllLines($Path, [string[]] $svg)
"$Path`: $($shown.Count) lines."
