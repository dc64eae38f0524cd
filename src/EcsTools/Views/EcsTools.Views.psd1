@{
  # The build writes the version of Directory.Build.props here.
  ModuleVersion     = '0.0.0'
  GUID              = '5d0f4c1e-8f0e-4f0b-9a53-6f1f2f5d9b0a'
  Author            = 'EcsTools maintainers'
  CompanyName       = 'EcsTools maintainers'
  Copyright         = '(c) 2026 EcsTools maintainers'
  Description       = 'The views of EcsTools. They cost more than the rest of its import, so its first command brings them in.'
  PowerShellVersion = '5.1'
  FormatsToProcess  = @('EcsTools.Format.ps1xml')
  TypesToProcess    = @('EcsTools.Types.ps1xml')
  FunctionsToExport = @()
  CmdletsToExport   = @()
  VariablesToExport = @()
  AliasesToExport   = @()
}
