#requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests and packs EcsTools, for those who have PowerShell: Windows PowerShell 5.1, PowerShell 7 or EcsTools.Shell.
.DESCRIPTION
    Uses nothing but the language and native programs, since EcsTools.Shell has no more. Only Pester and Docs need modules of that name.
.PARAMETER Task
    Build    puts the importable module under out/EcsTools
    Test     builds and runs the tests
    Pester   runs tests/pester on the module; needs Pester 5
    Docs     makes the help that Get-Help shows from docs/en-US; needs Microsoft.PowerShell.PlatyPS 1
    Audit    asks the package feed for known vulnerabilities of any package, those of packages included; fails if there are any
    Package  builds for release: the module folder out/EcsTools, and out/EcsTools.<version>.nupkg for a gallery
    Clean    removes everything that was built
.EXAMPLE
    ./build.ps1 -Task Build, Test
.EXAMPLE
    dotnet run --project src/EcsTools.Shell -- -NoSandbox -File build.ps1 -Task Package
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Docs', 'Audit', 'Package', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$staged = [IO.Path]::Combine($PSScriptRoot, 'out', 'EcsTools')
$solution = [IO.Path]::Combine($PSScriptRoot, 'EcsTools.sln')

function Invoke-DotNet {
    & dotnet $args
    if ($LASTEXITCODE) { throw "dotnet $args ended with $LASTEXITCODE." }
}

function Assert-Command([string] $Name, [string] $Module) {
    if (-not (Get-Command -Name $Name -ErrorAction Ignore)) { throw "This needs the module $Module, and it is not installed." }
}

function Remove-Folder([string] $Path) {
    if ([IO.Directory]::Exists($Path)) { [IO.Directory]::Delete($Path, $true) }
}

function Invoke-Build { Invoke-DotNet build $solution --configuration $Configuration }

function Invoke-Test {
    Invoke-Build
    Invoke-DotNet test --solution $solution --configuration $Configuration --no-build
}

function Invoke-PesterTests {
    Assert-Command Invoke-Pester Pester
    Invoke-Build
    Invoke-Pester -Path ([IO.Path]::Combine($PSScriptRoot, 'tests', 'pester')) -CI
}

function Invoke-Docs {
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
    if ($report -match 'has the following vulnerable packages') { throw 'There are packages with known vulnerabilities.' }
}

function Invoke-Package {
    Invoke-DotNet build $solution --configuration Release
    Invoke-DotNet pack ([IO.Path]::Combine($PSScriptRoot, 'src', 'EcsTools')) --configuration Release --no-build
    $staged
    [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, 'out'), 'EcsTools.*.nupkg')
}

function Invoke-Clean {
    Remove-Folder ([IO.Path]::Combine($PSScriptRoot, 'out'))
    foreach ($area in 'src', 'tests') {
        foreach ($project in [IO.Directory]::GetDirectories([IO.Path]::Combine($PSScriptRoot, $area))) {
            Remove-Folder ([IO.Path]::Combine($project, 'bin'))
            Remove-Folder ([IO.Path]::Combine($project, 'obj'))
        }
    }
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' { Invoke-Build }
        'Test' { Invoke-Test }
        'Pester' { Invoke-PesterTests }
        'Docs' { Invoke-Docs }
        'Audit' { Invoke-Audit }
        'Package' { Invoke-Package }
        'Clean' { Invoke-Clean }
    }
}
