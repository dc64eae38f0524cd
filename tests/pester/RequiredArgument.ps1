# What a command needs to be rehearsed on a server of the sandbox, besides the server.
function Get-RequiredArgument([string] $Name) {
    $parameters = (Get-Command $Name).Parameters
    $arguments = @{}
    if ($parameters.ContainsKey('WhatIf')) { $arguments.WhatIf = $true }
    if ($parameters.ContainsKey('OperationId')) { $arguments.OperationId = 'none' }
    switch ($Name) {
        'Confirm-EcsEvent' { $arguments.InputObject = @(Get-EcsEvent -State Inquiring)[0] }
        'New-EcsInstance' { $arguments.Name = 'created-01'; $arguments.LikeInstance = 'web-01' }
        'Remove-EcsKeyPair' { $arguments.InputObject = Get-EcsKeyPair sandbox-key }
        'Add-EcsTag' { $arguments.Tag = @{ owner = 'ops' } }
        'Remove-EcsTag' { $arguments.Key = 'role' }
        'Import-EcsKeyPair' { $arguments.Name = 'ops-key'; $arguments.PublicKey = (Get-EcsKeyPair sandbox-key).PublicKey }
        'New-EcsKeyPair' { $arguments.Name = 'ops-key'; $arguments.PrivateKeyPath = [IO.Path]::Combine([IO.Path]::GetTempPath(), "ecstools-$([guid]::NewGuid()).pem") }
        'Invoke-EcsCommand' { $arguments.Command = 'true' }
        'Invoke-EcsPlan' { $arguments.InputObject = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly }
        'Export-EcsReport' {
            $arguments.InputObject = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly
            $arguments.Path = [IO.Path]::Combine([IO.Path]::GetTempPath(), "ecstools-$([guid]::NewGuid()).md")
        }
        'Approve-EcsPlan' {
            $arguments.InputObject = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly
            $arguments.KeyFile = (Get-EcsSandbox).KeyFile
        }
        'Reset-EcsPassword' { $arguments.Generate = $true }
        'Dismount-EcsDisk' { $arguments.DiskId = @(Get-EcsDisk)[0].Id }
        'Mount-EcsDisk' { $arguments.DiskId = @(Get-EcsDisk)[0].Id }
        'Restore-EcsSnapshot' { $arguments.SnapshotId = @(Get-EcsSnapshot)[0].Id }
        'Set-EcsBandwidth' { $arguments.Bandwidth = 20 }
        'Set-EcsChargeType' { $arguments.ChargeType = 'Subscription'; $arguments.Period = 1; $arguments.AutoPay = $true }
        'Set-EcsDisk' { $arguments.SystemDisk = $true; $arguments.SizeGiB = 100 }
        'Set-EcsInstance' { $arguments.NewName = 'db-99' }
        'Set-EcsInstanceSize' { $arguments.Size = 'ecs.g7.xlarge' }
        'Switch-EcsSystemDisk' { $arguments.ImageId = (Get-EcsImage golden-web).Id }
        'Update-EcsSubscription' { $arguments.AutoRenew = 'On' }
        'Wait-EcsInstance' { $arguments.For = 'Running' }
    }
    $arguments
}
