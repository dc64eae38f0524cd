#requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, and packs EcsTools in Windows PowerShell 5.1, PowerShell 7, or EcsTools.Shell.
.DESCRIPTION
    Requires the .NET SDK; Analyze and Docs each require an additional module.
.PARAMETER Task
    Specifies the tasks to run. The default is Build.
    Build    creates the importable module in out/EcsTools
    Test     builds and runs the tests
    Pester   runs tests/pester on the module, and the test of a runbook in docs/examples, with each version of Pester that the build downloads
    Analyze  analyzes every script; requires PSScriptAnalyzer, and fails if it finds anything
    Docs     creates the help for Get-Help from docs/en-US; requires Microsoft.PowerShell.PlatyPS 1
    Audit    checks all packages, including transitive ones, for known vulnerabilities in the package feed; fails if there are any
    Sbom     creates the software bill of materials: out/EcsTools.<version>.cdx.json, in CycloneDX format
    Package  builds a release: the module folder out/EcsTools, and out/EcsTools.<version>.nupkg for a gallery
    Clean    removes all build output
.EXAMPLE
    ./build.ps1 -Task Build, Test
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoSandbox -File build.ps1 -Task Package
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ArgumentCompleter({ 'Build', 'Test', 'Pester', 'Analyze', 'Docs', 'Audit', 'Sbom', 'Package', 'Clean' -like "$($args[2])*" })]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # 'pwsh -File build.ps1 -Task Build, Test' gives the texts 'Build,' and 'Test': there are no lists on a command line.
    [Parameter(ValueFromRemainingArguments, DontShow)]
    [string[]] $MoreTasks = @()
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$known = 'Build', 'Test', 'Pester', 'Analyze', 'Docs', 'Audit', 'Sbom', 'Package', 'Clean'
$tasks = @(@($Task) + @($MoreTasks) -split ',' | ForEach-Object { "$_".Trim() } | Where-Object { $_ })
foreach ($name in $tasks) {
    if ($name -notin $known) { throw "Cannot run the task '$name'. Specify one or more of: $($known -join ', ')." }
}
$staged = [IO.Path]::Combine($PSScriptRoot, 'out', 'EcsTools')
$solution = [IO.Path]::Combine($PSScriptRoot, 'EcsTools.sln')

function Invoke-DotNet {
    & dotnet $args
    if ($LASTEXITCODE) { throw "dotnet $args ended with $LASTEXITCODE." }
}

function Assert-Command([string] $Name, [string] $Module) {
    if (-not (Get-Command -Name $Name -ErrorAction Ignore)) { throw "This task requires the module $Module, which is not installed." }
}

function Clear-Folder([string] $Path) {
    if ([IO.Directory]::Exists($Path)) { [IO.Directory]::Delete($Path, $true) }
}

function Invoke-Build([string] $Configuration) { Invoke-DotNet build $solution --configuration $Configuration }

function Invoke-Test([string] $Configuration) {
    Invoke-Build $Configuration
    Invoke-DotNet test --solution $solution --configuration $Configuration --no-build
}

function Invoke-PesterTest([string] $Configuration) {
    Invoke-Build $Configuration
    $packages = (Invoke-DotNet nuget locals global-packages --list) -replace '^global-packages: '
    $versions = ([xml] [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, 'Directory.Packages.props'))).SelectSingleNode('//PesterVersions').InnerText -split ';' -replace '[][]'
    # A process for each, since it has one version for good and nothing of this script's settings may reach the tests; side by side,
    # since much of their time is waiting.
    $shell = [IO.Path]::Combine($PSHOME, $(if ($PSVersionTable.PSEdition -eq 'Desktop') { 'powershell' } else { 'pwsh' }))
    $suite = [IO.Path]::Combine($PSScriptRoot, 'tests', 'pester', 'Invoke-Suite.ps1')
    $runs = @(
        foreach ($version in $versions) {
            $output = [IO.Path]::GetTempFileName()
            $pester = [IO.Path]::Combine($packages, 'pester', $version, 'tools', 'Pester.psd1')
            $process = Start-Process $shell -ArgumentList "-NoProfile -NonInteractive -File `"$suite`" -Pester `"$pester`"" -RedirectStandardOutput $output -NoNewWindow -PassThru
            # Without a handle the exit code of a process that has ended is lost.
            $null = $process.Handle
            @{ Version = $version; Output = $output; Process = $process }
        }
    )
    foreach ($run in $runs) {
        $run.Process.WaitForExit()
        [IO.File]::ReadAllText($run.Output)
        [IO.File]::Delete($run.Output)
    }
    $failed = @($runs | Where-Object { $_.Process.ExitCode } | ForEach-Object { $_.Version })
    if ($failed) { throw "Tests failed with Pester $($failed -join ' and ')." }
}

function Invoke-Analysis([string] $Configuration) {
    Assert-Command Invoke-ScriptAnalyzer PSScriptAnalyzer
    # The manifest is looked at where it lies beside the files that it names.
    Invoke-Build $Configuration
    $settings = [IO.Path]::Combine($PSScriptRoot, 'PSScriptAnalyzerSettings.psd1')
    $found = @(
        foreach ($part in 'build.ps1', 'out/EcsTools', 'docs', 'tests') {
            Invoke-ScriptAnalyzer -Path ([IO.Path]::Combine($PSScriptRoot, $part)) -Recurse -Settings $settings
        }
    )
    $found | Out-Default
    if ($found) { throw "PSScriptAnalyzer found $($found.Count) problems." }
}

function Export-Help {
    Assert-Command Export-MamlCommandHelp Microsoft.PowerShell.PlatyPS
    $pages = [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, 'docs', 'en-US'), '*-Ecs*.md')
    [array]::Sort($pages)
    # Into src/EcsTools: the file goes into a folder of the module's name.
    $file = Import-MarkdownCommandHelp -Path $pages | Export-MamlCommandHelp -OutputFolder ([IO.Path]::Combine($PSScriptRoot, 'src')) -Force
    Format-Maml $file.FullName
    $file
}

# PlatyPS writes for readers of Markdown. For those of a console the code of an example goes where the engine looks for it, a type is not
# wrapped in Nullable, and nothing links to a file beside the page.
function Format-Maml([string] $Path) {
    $maml = [xml]::new()
    $maml.LoadXml(([IO.File]::ReadAllText($Path) -replace 'System\.Nullable`1\[([\w.]+)\]', '$1' -replace '<maml:uri>[^<]*\.md</maml:uri>', '<maml:uri />'))
    foreach ($example in @($maml.GetElementsByTagName('command:example'))) {
        $example['maml:title'].InnerText = $example['maml:title'].InnerText -replace '^-+|-+$', '---'
        $introduction = $example['maml:introduction']
        $code, $remarks = @($introduction.ChildNodes)
        $introduction.RemoveAll()
        $example['dev:code'].InnerText = $code.InnerText -replace '^```\w*\n|\n```$'
        foreach ($paragraph in $remarks) {
            # A control character that no screen shows keeps the two apart.
            if ($paragraph.InnerText -ne [char] 0x80) { $null = $example['dev:remarks'].AppendChild($paragraph) }
        }
        $null = $example['dev:remarks'].AppendChild($maml.CreateElement('maml', 'para', $introduction.NamespaceURI))
    }
    $settings = [Xml.XmlWriterSettings]::new()
    $settings.Indent = $true
    $settings.NewLineChars = "`n"
    $settings.Encoding = [Text.UTF8Encoding]::new($false)
    $writer = [Xml.XmlWriter]::Create($Path, $settings)
    try { $maml.Save($writer) } finally { $writer.Dispose() }
}

function Invoke-Audit {
    Invoke-DotNet restore $solution --locked-mode
    $report = Invoke-DotNet list $solution package --vulnerable --include-transitive
    $report
    if ($report -match 'has the following vulnerable packages') { throw 'Packages with known vulnerabilities were found.' }
}

function Export-Sbom {
    $project = [IO.Path]::Combine($PSScriptRoot, 'src', 'EcsTools', 'EcsTools.csproj')
    $version = Invoke-DotNet msbuild $project '-getProperty:Version'
    Invoke-DotNet restore $project --locked-mode
    # The tool is found by the manifest in the current folder.
    Push-Location $PSScriptRoot
    try {
        Invoke-DotNet tool restore
        Invoke-DotNet tool run dotnet-CycloneDX '--' $project --output ([IO.Path]::Combine($PSScriptRoot, 'out')) --filename "EcsTools.$version.cdx.json" --output-format Json --exclude-dev --disable-package-restore --set-name EcsTools --set-version $version
    } finally { Pop-Location }
    [IO.Path]::Combine($PSScriptRoot, 'out', "EcsTools.$version.cdx.json")
}

function Invoke-Package {
    Invoke-DotNet build $solution --configuration Release
    Invoke-DotNet pack ([IO.Path]::Combine($PSScriptRoot, 'src', 'EcsTools')) --configuration Release --no-build
    $staged
    [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, 'out'), 'EcsTools.*.nupkg')
}

function Invoke-Clean {
    Clear-Folder ([IO.Path]::Combine($PSScriptRoot, 'out'))
    foreach ($area in 'src', 'tests') {
        foreach ($project in [IO.Directory]::GetDirectories([IO.Path]::Combine($PSScriptRoot, $area))) {
            Clear-Folder ([IO.Path]::Combine($project, 'bin'))
            Clear-Folder ([IO.Path]::Combine($project, 'obj'))
        }
    }
}

foreach ($name in $tasks) {
    switch ($name) {
        'Build' { Invoke-Build $Configuration }
        'Test' { Invoke-Test $Configuration }
        'Pester' { Invoke-PesterTest $Configuration }
        'Analyze' { Invoke-Analysis $Configuration }
        'Docs' { Export-Help }
        'Audit' { Invoke-Audit }
        'Sbom' { Export-Sbom }
        'Package' { Invoke-Package }
        'Clean' { Invoke-Clean }
    }
}
