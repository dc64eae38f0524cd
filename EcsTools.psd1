@{
  RootModule             = 'bin/netstandard2.0/EcsTools.dll'
  # The build writes the version of Directory.Build.props here.
  ModuleVersion          = '0.0.0'
  GUID                   = 'c8a4c7de-5b5e-4b1f-9d0c-3f0a6a3b7e21'
  Author                 = 'EcsTools maintainers'
  CompanyName            = 'EcsTools maintainers'
  Copyright              = '(c) 2026 EcsTools maintainers'
  Description            = 'The safe way to run, rebuild and resize cloud servers: Alibaba Cloud ECS, Huawei Cloud ECS, Open Telekom Cloud and OpenStack, with a plan that is checked before anything is wiped and a sandbox to try every command in.'
  PowerShellVersion      = '5.1'
  DotNetFrameworkVersion = '4.7.2'
  CompatiblePSEditions   = @('Core', 'Desktop')
  RequiredAssemblies     = @('bin/netstandard2.0/EcsTools.Model.dll')
  FunctionsToExport      = @()
  VariablesToExport      = @()
  AliasesToExport        = @()
  CmdletsToExport        = @(
    'Approve-EcsPlan'
    'Connect-EcsAccount'
    'Disconnect-EcsAccount'
    'Dismount-EcsDisk'
    'Get-EcsAccount'
    'Get-EcsAuditRecord'
    'Get-EcsConsoleOutput'
    'Get-EcsDisk'
    'Get-EcsImage'
    'Get-EcsInstance'
    'Get-EcsInstanceSize'
    'Get-EcsKeyPair'
    'Get-EcsNetwork'
    'Get-EcsOperation'
    'Get-EcsPassword'
    'Get-EcsPrice'
    'Get-EcsRegion'
    'Get-EcsSandbox'
    'Get-EcsSecurityGroup'
    'Get-EcsSnapshot'
    'Get-EcsZone'
    'Import-EcsKeyPair'
    'Invoke-EcsCommand'
    'Invoke-EcsOsReinstall'
    'Invoke-EcsPlan'
    'Mount-EcsDisk'
    'New-EcsImage'
    'New-EcsInstance'
    'New-EcsKeyPair'
    'New-EcsSnapshot'
    'Remove-EcsImage'
    'Remove-EcsInstance'
    'Remove-EcsKeyPair'
    'Remove-EcsPassword'
    'Remove-EcsSnapshot'
    'Reset-EcsPassword'
    'Reset-EcsSystemDisk'
    'Restart-EcsInstance'
    'Restore-EcsSnapshot'
    'Resume-EcsOperation'
    'Select-EcsAccount'
    'Set-EcsBandwidth'
    'Set-EcsChargeType'
    'Set-EcsDisk'
    'Set-EcsInstance'
    'Set-EcsInstanceSize'
    'Start-EcsInstance'
    'Start-EcsSandbox'
    'Stop-EcsInstance'
    'Stop-EcsSandbox'
    'Switch-EcsSystemDisk'
    'Update-EcsSubscription'
    'Wait-EcsInstance'
    'Wait-EcsOperation'
  )
  PrivateData            = @{
    PSData = @{
      Tags         = @('Alibaba', 'AlibabaCloud', 'Huawei', 'HuaweiCloud', 'OTC', 'OpenTelekomCloud', 'OpenStack', 'ECS', 'Cloud', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
      ReleaseNotes = 'See CHANGELOG.md.'
    }
  }
}
