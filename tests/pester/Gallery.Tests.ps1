#requires -Version 5.1
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The package through the hands of PSResourceGet: published to a folder, found, installed, used, updated and uninstalled.
BeforeDiscovery {
    # On Windows the folder of a user's modules cannot be moved by a variable.
    $skip = -not (Get-Command Publish-PSResource -ErrorAction Ignore) -or $PSVersionTable.PSEdition -ne 'Core' -or $IsWindows
}

BeforeAll {
    $module = (Resolve-Path ([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'EcsTools'))).Path
    . (Join-Path $PSScriptRoot Fresh.ps1)
    $own = @{ HOME = "$TestDrive"; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null }
    # Where this folder does not exist, NuGet writes its settings into the working folder.
    $null = New-Item (Join-Path $TestDrive .config) -ItemType Directory
    $gallery = (New-Item (Join-Path $TestDrive gallery) -ItemType Directory).FullName
    $version = (Import-PowerShellDataFile (Join-Path $module EcsTools.psd1)).ModuleVersion
    $newer = "$(([version] $version).Major + 1).0.0"
    $use = "`$null = Start-EcsSandbox; (Get-EcsInstance web-01).Name; (Get-Module EcsTools).Version.ToString()"

    # A later version is the same module under another number.
    $later = [System.IO.Path]::Combine($TestDrive, 'later', 'EcsTools')
    Copy-Item $module $later -Recurse
    $manifest = Join-Path $later EcsTools.psd1
    Set-Content $manifest ((Get-Content $manifest -Raw) -replace "(?m)^(\s*ModuleVersion\s*=\s*')[^']+", "`${1}$newer")
    function Invoke-AsUser([string] $Script) { Invoke-Fresh "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; $Script" -Environment $own }
}

Describe 'A gallery' -Skip:$skip {
    It 'takes the package, and gives it back file by file' {
        Invoke-AsUser "Register-PSResourceRepository here -Uri '$gallery' -Trusted; Publish-PSResource -Path '$module' -Repository here; Save-PSResource EcsTools -Repository here -Path '$TestDrive'" | Should -BeNullOrEmpty
        $files = { param($folder) Get-ChildItem $folder -Recurse -File | ForEach-Object { $_.FullName.Substring($folder.Length) } | Sort-Object }
        & $files ([System.IO.Path]::Combine($TestDrive, 'EcsTools', $version)) | Should -Be (& $files $module)
    }
    It 'finds it by name and by tag' { Invoke-AsUser "(Find-PSResource EcsTools -Repository here).Version.ToString(); (Find-PSResource -Tag Alibaba -Repository here).Name" | Should -Be $version, 'EcsTools' }
    It 'installs it for a user, whose commands then bring it in by themselves' { Invoke-AsUser "Install-PSResource EcsTools -Repository here; $use" | Should -Be 'web-01', $version }
    It 'updates it' {
        Invoke-AsUser "Publish-PSResource -Path '$later' -Repository here; Update-PSResource EcsTools -Repository here; $use" | Should -Be 'web-01', $newer
    }
    It 'uninstalls it whole' { Invoke-AsUser "Uninstall-PSResource EcsTools -Version '*'; @(Get-Module EcsTools -ListAvailable).Count; @(Get-Command *-Ecs*).Count" | Should -Be 0, 0 }
}
