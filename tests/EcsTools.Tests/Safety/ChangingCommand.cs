namespace EcsTools.Tests.Safety;

/// <summary>How a changing cmdlet is tried.</summary>
/// <param name="Arguments">Arguments with which it would change a server of the sandbox's cast.</param>
internal sealed record ChangingCommand(string Arguments)
{
    /// <summary>The password that is set.</summary>
    public const string Canary = "Canary%4711+Aa";

    /// <summary>The accounts of the sandbox.</summary>
    public static readonly string[] AllAccounts = ["sandbox-alibaba", "sandbox-huawei", "sandbox-otc"];

    // The data disk of db-01, wherever an earlier trial has left it.
    private const string DataDisk =
        "$disk = @(Get-EcsDisk | Where-Object { -not $_.IsSystemDisk -and (-not $_.InstanceId -or $_.InstanceId -eq (Get-EcsInstance db-01).Id) })[0]";

    private static readonly string[] AlibabaAndHuawei = ["sandbox-alibaba", "sandbox-huawei"];
    private static readonly string[] HuaweiAndTelekom = ["sandbox-huawei", "sandbox-otc"];

    /// <summary>Those that change something on this machine only: nothing is sent.</summary>
    public static readonly IReadOnlyList<string> Local = ["Approve-EcsPlan", "Copy-EcsState", "Export-EcsReport", "Initialize-EcsStateStore", "Stop-EcsSandbox"];

    /// <summary>Every cmdlet that changes something, by its name.</summary>
    public static readonly IReadOnlyDictionary<string, ChangingCommand> All = new Dictionary<string, ChangingCommand>
    {
        ["Add-EcsTag"] = new("db-01 -Tag $tags") { Before = "$tags = @{ owner = 'ops' }" },
        ["Approve-EcsPlan"] = new("$plan -KeyFile $key")
        {
            Before = "$plan = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly; $key = New-TemporaryFile; "
                + "[IO.File]::WriteAllText($key, [System.Security.Cryptography.RSA]::Create(2048).ExportRSAPrivateKeyPem())",
        },
        ["Confirm-EcsEvent"] = new("$event") { Before = "$event = Get-EcsEvent -State Inquiring", Accounts = AlibabaAndHuawei },
        ["Copy-EcsState"] = new("$folder \"$folder-copy\"")
        {
            Before = "$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), \"ecstools-$([guid]::NewGuid())\"); $null = [IO.Directory]::CreateDirectory($folder)",
        },

        // It has no database here; StateCommandTests have.
        ["Initialize-EcsStateStore"] = new("postgres://nobody@127.0.0.1:1/nowhere") { Accounts = [] },
        ["Export-EcsReport"] = new("$path -InputObject $plan")
        {
            Before = "$plan = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly; $path = [IO.Path]::Combine([IO.Path]::GetTempPath(), \"ecstools-$([guid]::NewGuid()).md\")",
        },
        ["Import-EcsKeyPair"] = new(" -Name ops-key -PublicKey $publicKey") { Before = "$publicKey = (Get-EcsKeyPair sandbox-key).PublicKey" },
        ["Dismount-EcsDisk"] = new("db-01 -DiskId $disk")
        {
            Before = DataDisk + "; if (-not $disk.InstanceId) { $null = Mount-EcsDisk db-01 -DiskId $disk.Id -Confirm:$false }; $disk = $disk.Id",
        },
        ["Invoke-EcsCommand"] = new("web-01 -Command hostname"),
        ["Invoke-EcsOsReinstall"] = new("db-01 -Backup None"),
        ["Invoke-EcsPlan"] = new("$plan") { Before = "$plan = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly" },
        ["Mount-EcsDisk"] = new("db-01 -DiskId $disk")
        {
            Before = DataDisk + "; if ($disk.InstanceId) { $null = Dismount-EcsDisk db-01 -DiskId $disk.Id -Confirm:$false }; $disk = $disk.Id",
        },
        ["New-EcsImage"] = new("db-01"),
        ["New-EcsInstance"] = new("-Name created-01 -LikeInstance web-01"),
        ["New-EcsKeyPair"] = new(" -Name ops-key -PrivateKeyPath $keyPath")
        {
            Before = "$keyPath = [IO.Path]::Combine([IO.Path]::GetTempPath(), \"ecstools-$([guid]::NewGuid()).pem\")",
        },
        ["New-EcsSnapshot"] = new("db-01"),
        ["Remove-EcsImage"] = new("$image") { Before = "$image = (New-EcsImage db-01 -ImageName \"i-$([guid]::NewGuid())\" -Confirm:$false).ImageId" },
        ["Remove-EcsInstance"] = new("db-01"),
        ["Remove-EcsKeyPair"] = new(" -Name ops-key") { Before = "$null = Import-EcsKeyPair ops-key -PublicKey (Get-EcsKeyPair sandbox-key).PublicKey -Confirm:$false" },
        ["Remove-EcsPassword"] = new("win-01") { Accounts = HuaweiAndTelekom },
        ["Remove-EcsSnapshot"] = new("$snapshot") { Before = "$snapshot = (New-EcsSnapshot db-01 -Confirm:$false).SnapshotId" },
        ["Remove-EcsTag"] = new("db-01 -Key role"),
        ["Reset-EcsPassword"] = new("web-01 -Password $canary")
        {
            Before = $"$canary = [System.Net.NetworkCredential]::new('', '{Canary}').SecurePassword",
            Accounts = AlibabaAndHuawei,
        },
        ["Reset-EcsSystemDisk"] = new("db-01 -Backup None"),
        ["Restart-EcsInstance"] = new("web-01"),
        ["Resume-EcsOperation"] = new("$operation.OperationId") { Before = "$operation = Invoke-EcsOsReinstall db-02 -Backup None -NoWait -Confirm:$false -Force" },
        ["Restore-EcsSnapshot"] = new("db-01 -SnapshotId $snapshot")
        {
            Before = "$null = New-EcsSnapshot db-01 -Confirm:$false; $snapshot = @(Get-EcsInstance db-01 | Get-EcsSnapshot)[-1].Id",
            Accounts = ["sandbox-alibaba"], // elsewhere with -IncludeDetach, see MountTests
        },
        ["Set-EcsBandwidth"] = new("web-01 -Bandwidth 20"),
        ["Set-EcsChargeType"] = new("db-01 -ChargeType Subscription -Period 1 -AutoPay") { Accounts = AlibabaAndHuawei },
        ["Set-EcsDisk"] = new("db-01 -SystemDisk -SizeGiB 100"),
        ["Set-EcsInstance"] = new("db-01 -DeletionProtection $true"),
        ["Set-EcsInstanceSize"] = new("db-01 -Size $size") { Before = "$size = @(Get-EcsInstance db-01 | Get-EcsInstanceSize -Available)[0].Name" },
        ["Start-EcsInstance"] = new("db-01"),
        ["Start-EcsRescue"] = new("db-01 -HelperInstance web-01")
        {
            Before = "$null = Stop-EcsRescue db-01 -LeaveStopped -Confirm:$false -ErrorAction Ignore",
            Accounts = HuaweiAndTelekom,
        },
        ["Stop-EcsInstance"] = new("web-01"),
        ["Stop-EcsRescue"] = new("db-01 -LeaveStopped -DiskId $disk")
        {
            Before = "$null = Stop-EcsRescue db-01 -LeaveStopped -Confirm:$false -ErrorAction Ignore; "
                + "$disk = (Get-EcsInstance db-01 | Get-EcsDisk | Where-Object IsSystemDisk).Id; "
                + "$null = Start-EcsRescue db-01 -HelperInstance web-01 -Confirm:$false",
            Accounts = HuaweiAndTelekom,
        },
        ["Stop-EcsSandbox"] = new(""),
        ["Switch-EcsSystemDisk"] = new("db-01 -Backup None -ImageId $image")
        {
            // An earlier trial may have left its disk at another server.
            Before = "$image = (Get-EcsInstance web-01).ImageId; if (-not (Get-EcsInstance db-01 | Get-EcsDisk | Where-Object IsSystemDisk)) { $null = Stop-EcsRescue db-01 -LeaveStopped -Confirm:$false }",
        },
        ["Update-EcsSubscription"] = new("prepaid-01 -Period 1 -AutoPay") { Accounts = AlibabaAndHuawei },
    };

    /// <summary>What is done for real before, so that there is something to change.</summary>
    public string Before { get; init; } = "";

    /// <summary>The accounts at which the command is offered; everywhere by default.</summary>
    public string[] Accounts { get; init; } = AllAccounts;
}
