using System.Security;

namespace EcsTools.Core.Contracts;

/// <summary>What the user chose for an operation.</summary>
public sealed record OperationOptions
{
    /// <summary>The kind of operation.</summary>
    public OperationKind Kind { get; init; } = OperationKind.OsReinstall;

    /// <summary>The image for a switch or a new server, or the one that a rescue boots; null everywhere else.</summary>
    [PlanOption("ImageId")]
    public string? ImageId { get; init; }

    /// <summary>How one will log in afterwards.</summary>
    public LoginOptions Login { get; init; } = new();

    /// <summary>What the fresh system runs at its first start, or null.</summary>
    [PlanOption("UserData")]
    public UserData? UserData { get; init; }

    /// <summary>Who brings the license, or null if the user did not say.</summary>
    [PlanOption("LicenseType")]
    public LicenseKind? License { get; init; }

    /// <summary>Whether the image contains Cloud-Init, where the provider's own mark is not to be followed; else null.</summary>
    [PlanOption("CloudInit")]
    public CloudInitSupport? CloudInit { get; init; }

    /// <summary>The backup, or null if the user did not say.</summary>
    [PlanOption("Backup")]
    public BackupKind? Backup { get; init; }

    /// <summary>True if a person is asked for the backup before anything is sent, so that a plan without one is not refused for it.</summary>
    public bool BackupIsAskedFor { get; init; }

    /// <summary>Stop a running server first.</summary>
    [PlanOption("StopFirst")]
    public bool StopFirst { get; init; }

    /// <summary>Leave the server stopped, however it was found and also when the main step is not reached.</summary>
    [PlanOption("LeaveStopped")]
    public bool LeaveStopped { get; init; }

    /// <summary>Leave the server running, however it was found.</summary>
    [PlanOption("Start")]
    public bool Start { get; init; }

    /// <summary>How the server is left. The planner decides it from the choices above and from how the server was found.</summary>
    public EcsEndState? EndState { get; init; }

    /// <summary>How often a job that failed may be sent again.</summary>
    [PlanOption("RetryCount")]
    public int RetryCount { get; init; } = 1;

    /// <summary>Stop and restart: cut the power instead of asking the guest.</summary>
    [PlanOption("Hard")]
    public bool Hard { get; init; }

    /// <summary>Stop: give up place and address, so that computing is not billed meanwhile (docs/contracts/alibaba-ecs.md 3.7).</summary>
    [PlanOption("StopCharging")]
    public bool StopCharging { get; init; }

    /// <summary>Resize: the size wanted.</summary>
    [PlanOption("Size")]
    public string? Size { get; init; }

    /// <summary>Bandwidth: outbound, in Mbit/s; null to keep what there is.</summary>
    [PlanOption("Bandwidth")]
    public int? Bandwidth { get; init; }

    /// <summary>Bandwidth: inbound, in Mbit/s; null for what the provider makes of the outbound one.</summary>
    [PlanOption("InboundBandwidth")]
    public int? InboundBandwidth { get; init; }

    /// <summary>Bandwidth: what of it is billed; null to keep what there is.</summary>
    [PlanOption("Billing")]
    public EcsBandwidthBilling? Billing { get; init; }

    /// <summary>Temporary changes: when the provider takes the change back; null for a change that stays.</summary>
    [PlanOption("EndTime")]
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Renewal, auto-renewal and change of the charge type: how many units the term has; null for the default.</summary>
    [PlanOption("Period")]
    public int? Period { get; init; }

    /// <summary>The unit of the term; null for months.</summary>
    [PlanOption("PeriodUnit")]
    public EcsPeriodUnit? PeriodUnit { get; init; }

    /// <summary>Auto-renewal: on or off.</summary>
    [PlanOption("AutoRenew")]
    public EcsAutoRenew? AutoRenew { get; init; }

    /// <summary>Change of the charge type: the one wanted.</summary>
    [PlanOption("ChargeType")]
    public EcsChargeType? ChargeType { get; init; }

    /// <summary>Change of the charge type: the data disks too.</summary>
    [PlanOption("IncludeDataDisks")]
    public bool IncludeDataDisks { get; init; }

    /// <summary>Whatever changes a subscription by an order: pay the order at once instead of leaving it unpaid.</summary>
    [PlanOption("AutoPay")]
    public bool AutoPay { get; init; }

    /// <summary>Release: release a running server too.</summary>
    [PlanOption("Running")]
    public bool ReleaseRunning { get; init; }

    /// <summary>Release: release an expired subscription too.</summary>
    [PlanOption("TerminateSubscription")]
    public bool TerminateSubscription { get; init; }

    /// <summary>Release (Huawei, OTC): release the public address too.</summary>
    [PlanOption("DeletePublicIp")]
    public bool DeletePublicIp { get; init; }

    /// <summary>Release (Huawei, OTC): delete the data disks too.</summary>
    [PlanOption("DeleteDataDisks")]
    public bool DeleteDataDisks { get; init; }

    /// <summary>Snapshots and changes of disks: the disk; null for the system disk.</summary>
    [PlanOption("DiskId")]
    public string? DiskId { get; init; }

    /// <summary>Disks: the size wanted.</summary>
    [PlanOption("SizeGiB")]
    public int? SizeGiB { get; init; }

    /// <summary>System disks: wait until the guest of the fresh system answers.</summary>
    [PlanOption("WaitForGuest")]
    public bool WaitForGuest { get; init; }

    /// <summary>Disks: extend partition and file system in the guest too.</summary>
    [PlanOption("GrowFileSystem")]
    public bool GrowFileSystem { get; init; }

    /// <summary>Disks: the category wanted, in the cloud's word; null for the present one.</summary>
    [PlanOption("Category")]
    public string? Category { get; init; }

    /// <summary>Disks: the performance level wanted (Alibaba); null for the present or usual one.</summary>
    [PlanOption("PerformanceLevel")]
    public string? PerformanceLevel { get; init; }

    /// <summary>Disks: whether the disk is deleted with its server; null where that is not the question.</summary>
    [PlanOption("DeleteWithInstance")]
    public bool? DeleteWithInstance { get; init; }

    /// <summary>Creation: the zone; null for the network's.</summary>
    [PlanOption("Zone")]
    public string? Zone { get; init; }

    /// <summary>Creation: what the server is attached to.</summary>
    [PlanOption("NetworkId")]
    public string? NetworkId { get; init; }

    /// <summary>Creation: the security groups; empty for the provider's choice.</summary>
    [PlanOption("SecurityGroupId")]
    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    /// <summary>Creation: the category of the system disk, in the cloud's word; null for the usual one.</summary>
    [PlanOption("SystemDiskCategory")]
    public string? SystemDiskCategory { get; init; }

    /// <summary>Creation: the size of the system disk; null for the usual one.</summary>
    [PlanOption("SystemDiskSizeGiB")]
    public int? SystemDiskSizeGiB { get; init; }

    /// <summary>Creation: the data disks, each as <see cref="NewDataDisk"/> reads it.</summary>
    [PlanOption("DataDisk")]
    public IReadOnlyList<string> DataDisks { get; init; } = [];

    /// <summary>Creation: encrypt all disks.</summary>
    [PlanOption("Encrypted")]
    public bool Encrypted { get; init; }

    /// <summary>Creation: the key with which the disks are encrypted; null for the provider's.</summary>
    [PlanOption("EncryptionKeyId")]
    public string? EncryptionKeyId { get; init; }

    /// <summary>Creation: the tags, each as key=value.</summary>
    [PlanOption("Tag")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Creation of a spot instance: the most that is paid for it an hour; null for the price of the market.</summary>
    [PlanOption("SpotPriceLimit")]
    public decimal? SpotPriceLimit { get; init; }

    /// <summary>Attachment of a disk: the device as which the guest sees it; null for the cloud's choice.</summary>
    [PlanOption("Device")]
    public string? Device { get; init; }

    /// <summary>Restore: detach the disk first, and attach it again afterwards, where the cloud rolls back detached disks only.</summary>
    [PlanOption("IncludeDetach")]
    public bool IncludeDetach { get; init; }

    /// <summary>Rescue: the server that takes the system disk, where the cloud has no rescue image.</summary>
    [PlanOption("HelperInstance")]
    public string? HelperInstanceId { get; init; }

    /// <summary>Restore: the snapshot.</summary>
    [PlanOption("SnapshotId")]
    public string? SnapshotId { get; init; }

    /// <summary>Snapshots and images: the name the new one gets; null for one made from server and time.</summary>
    [PlanOption("NewName")]
    public string? NewName { get; init; }

    /// <summary>Snapshots and images: the description the new one gets.</summary>
    [PlanOption("Description")]
    public string? NewDescription { get; init; }

    /// <summary>Password reset: the new password; never shown or stored.</summary>
    [PlanOption("NewPassword")]
    public SecureString? NewPassword { get; init; }

    /// <summary>Password reset: whose password it is; null for the system's administrator.</summary>
    [PlanOption("UserName")]
    public string? UserName { get; init; }

    /// <summary>Password reset: the way to set it.</summary>
    [PlanOption("Method")]
    public PasswordMethod Method { get; init; }

    /// <summary>Password reset: why that way was chosen, if the user did not name it.</summary>
    public string? MethodReason { get; init; }

    /// <summary>Password reset over SSH, and file systems: how to log in.</summary>
    public SshLogin Ssh { get; init; } = new();

    /// <summary>Password reset: restart a running server through the cloud if the password holds from then on only.</summary>
    [PlanOption("Restart")]
    public bool Restart { get; init; }

    /// <summary>How long to wait for the backup alone.</summary>
    public TimeSpan BackupTimeout { get; init; } = TimeSpan.FromMinutes(90);

    /// <summary>Requirements that do not refuse.</summary>
    [PlanOption("IgnoreRequirement")]
    public IReadOnlyList<string> IgnoredRequirements { get; init; } = Array.Empty<string>();

    /// <summary>How long to wait for the whole operation.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(40);

    /// <summary>True to end when the last change has been accepted.</summary>
    public bool NoWait { get; init; }

    /// <summary>How long an operation of a kind is waited for where nobody says otherwise.</summary>
    /// <returns>The time, by the account's clock.</returns>
    public static TimeSpan UsualTimeout(OperationKind kind) => OperationDefinition.Of(kind).Timeout;

    internal bool Ignores(string requirementId) => IgnoredRequirements.Contains(requirementId, StringComparer.OrdinalIgnoreCase);
}
