using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What the codes of the service mean (docs/contracts/alibaba-ecs.md 1.6, 1.7). The code decides; the HTTP status is not
/// consistent.</summary>
internal static class AlibabaErrorMapper
{
    /// <summary>The code for a nonce that was used before: something between the module and the service sent the request twice.</summary>
    public const string NonceUsed = "SignatureNonceUsed";

    /// <summary>The provider itself has blocked the account; no right and no other call helps (docs/contracts/alibaba-ecs-lifecycle.md 11.1).</summary>
    public const string RiskControl = "Forbidden.RiskControl";

    private const string Account = "Ask the account owner to settle balance, payment method and identity in the provider's console.";
    private const string Credential = "Check the AccessKey's id and secret, and the token of a temporary one, then connect again with Connect-EcsAccount.";
    private const string Server = "Look at the server's state, locks and disks with Get-EcsInstance, then repeat the command.";
    private const string Order = "Settle or cancel the open order in the provider's console, then repeat the command.";
    private const string Stock = "Try again later, or choose another size or zone.";
    private const string Image = "Choose another image.";
    private const string Disk = "Look at the disk with Get-EcsDisk, and wait until its other task has ended.";
    private const string Key = "Check the key in the provider's KMS console: it must exist, be enabled, and be open to ECS.";
    private const string Encryption = "Choose an image whose encryption fits the disk, or copy the image with the disk's key.";
    private const string Offered = "The provider does not offer this for the server, disk, image or region. Choose another one, or use the provider's console.";
    private const string Input = "Check the value that the message names. Get-Help describes what each parameter takes.";
    private const string Missing = "Check the id and the region; Get-EcsInstance, Get-EcsDisk, Get-EcsImage, Get-EcsSnapshot and Get-EcsKeyPair list what there is.";
    private const string Charge = "Check how the server is charged with Get-EcsInstance; use the provider's console for a change of the charge type.";
    private const string Dependency = "Remove what still uses the server (load balancer, route, network interface of another service), then repeat the command.";
    private const string Provider = "Repeat the command; if it goes on, give the request id to the provider's support.";
    private const string Support = "Read the provider's message. If it does not help, give code and request id to the provider's support.";

    // The first rule that fits counts. A star at either end stands for any text.
    private static readonly (string Id, string Advice, string[] Codes)[] Rules =
    [
        (EcsErrorId.ThrottledByService, "Wait a minute or two; other tools of the same account share the limit.", ["*Throttling*"]),
        (EcsErrorId.ServerError, Provider,
            ["InternalError*", "UnknownError", "ServiceUnavailable*", "LimitedOperation.ServiceUnavailable", "SystemBusy"]),
        (EcsErrorId.InvalidCredential, Credential,
            ["InvalidAccessKeyId*", "MissingAccessKeyId", "Forbidden.AccessKeyDisabled", "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSecurityToken*",
                "MissingSecurityToken"]),
        (EcsErrorId.ClockSkew, "Set this machine's clock and time zone, then repeat the command.", ["InvalidTimeStamp*", "IllegalTimestamp"]),
        (EcsErrorId.CannotConnect, "Look at the server before you send the command again.", [NonceUsed]),
        (EcsErrorId.InstanceNotFound, "Check the id, the region and the account with Get-EcsInstance.",
            ["InvalidInstanceId.NotFound", "InvalidInstanceIds.NotFound", "InvalidInstance.NotFound", "Forbidden.InstanceNotFound"]),
        (EcsErrorId.AccessDenied, "Have the account owner look into the provider's console or open a ticket; no right and no policy helps.", [RiskControl]),
        (EcsErrorId.AccessDenied, "Have the right granted to this RAM user or role.",
            ["Forbidden*", "Forbbiden*", "NoPermission*", "Operation.Forbidden", "InvalidUser.PassRoleForbidden"]),
        (EcsErrorId.RegionNotFound, "Name a region id such as cn-hangzhou or eu-central-1.", ["InvalidRegionId*", "InvalidParameter.RegionIdNotExists"]),
        (EcsErrorId.OperationInProgress, "Wait until the other request has ended, then repeat the command.",
            ["IdempotentProcessing", "Idempotence.Processing", "LastTokenProcessing", "LastOrderProcessing", "LastRequestProcessing", "OperationConflict*",
                "Operation.Conflict", "InvalidOperation.Conflict", "InvalidOperation.DiskResetInProgress", "OperationDenied.CreatingConflict", "TaskConflict",
                "VPC_TASK_CONFLICT", "InvalidOperation.DiskDetachingFromThisEcs"]),
        (EcsErrorId.RequirementFailed, Key,
            ["InvalidParameter.KMSKeyId*", "*EncryptedKeyCreateFailed", "InvalidOperation.KMSServiceNotOpen", "*KmsNotEnabled"]),
        (EcsErrorId.RequirementFailed, Encryption,
            ["InvalidEncrypted*", "InvalidParam.EncryptedMismatch", "InvalidParameter.Encrypted*", "InvalidKmsKeyId*", "EncryptedOption.Conflict",
                "NotSupportSnapshotEncrypted*"]),
        (EcsErrorId.QuotaExceeded, "Free something or have the quota raised in the provider's Quota Center.",
            ["*Quota*", "*LimitExceed*", "InstanceDiskNumLimitExceed", "*MaxModifyOnlineNumberExceeded", "*ParallellyExceed", "DisksDetachingOnEcsExceeded",
                "NumberExceed*", "InvalidDiskSize.TooLarge", "OperationDenied.TooManyAutoSnapshotPolicies", "*TooManyDisksAttached", "InsufficientPublicIp"]),
        (EcsErrorId.IncorrectState, Order,
            ["*UnpaidOrder", "*UnPaidOrder", "INST_HAS_UNPAID_ORDER", "OperationDenied.UnfinishedOrder", "InstanceHasProcessingConvertOrder", "OrderError*",
                "OrderCreationFailed", "Image.OrderFailed", "ImageOrderFailed", "InvalidStatus.Upgrading", "InstanceSpecModification.NotEffective",
                "InvalidAction.WithActiveElasticUpgrade", "InvalidInstance.TempBandwidthUpgrade", "InvalidOperation.InstanceRenewWithDowngradeInPlan"]),
        (EcsErrorId.SizeNotAvailable, Stock,
            ["*NoStock", "LackResource", "*.NotEnoughResource", "InstanceType.Offline", "InvalidInstanceType.*", "Zone.*", "IpAllocationError",
                "OperationDenied.SpotPriceLowerThanPublicPrice", "InvalidSpotPriceLimit*", "InvalidOperation.AllocateFailed", "AllocateIp.Fail",
                "DependencyViolation.InstanceType", "Downgrade.NotSupported"]),
        (EcsErrorId.ImageNotSuitable, Image,
            ["ImageNotSup*", "ImageNotSubscribed", "ImageRemovedInMarket", "OperationDenied.ImageNotValid", "SharedImageDeleted", "InvalidSourceSnapshot",
                "InvalidDiskId.OperationNotSupported", "LoginAsNonRoot.*", "IncorrectImageStatus", "InvalidInstance.ImageCategory", "InvalidSnapshot.TooOld",
                "IoOptimized.NotSupported", "DependencyViolation.IoOptimize", "*.ImageNotSupportResize"]),
        (EcsErrorId.IncorrectState, "Wait until the image is no longer used, shared, copied or transferred.",
            ["ImageUsingByInstance", "ImageUseShared", "ImageIsPublic", "ImageIsImporting", "ImageIsExporting", "OperationDenied.ImageCopying"]),
        (EcsErrorId.IncorrectState, Disk,
            ["IncorrectDiskStatus*", "DiskCreatingSnapshot", "DISK_HAS_CREATING_SNAPSHOT", "DiskStillAttached", "DiskInCoolingPeriod", "InvalidDisk.InUse",
                "InvalidDisk.AlreadyDetached", "InvalidDisk.DetachedSystemDisk", "InvalidStatus.DiskNotReady", "InvalidSystemDiskStatus*", "DiskError",
                "InvalidSnapshotId.NotReady", "SnapshotNotReady", "SnapshotCreated*", "DiskHasSnapshots*", "InvalidOperation.RelatedSnapshotNotFinished",
                "InvalidOperation.DiskMustAttachedToInstance", "InvalidInstance.NotFoundSystemDisk", "InvalidOperation.DeleteSharedSnapshotUnsupported",
                "OperationDenied.DiskExpansionUnfinished"]),
        (EcsErrorId.IncorrectState, Dependency, ["DependencyViolation", "DependencyViolation.RouteEntry", "DependencyViolation.SLB*", "InvalidOperation.EniLinked"]),
        (EcsErrorId.IncorrectState, "Switch deletion protection off with Set-EcsInstance -DeletionProtection $false.", ["InvalidOperation.DeletionProtection"]),
        (EcsErrorId.IncorrectState, "Renew or settle what is overdue in the provider's console.", ["InstanceExpired*", "DiskInArrears", "InvalidInstance.PreInstanceExpired"]),
        (EcsErrorId.IncorrectState, "Contact the provider's support about the lock.", ["InstanceLockedForSecurity"]),
        (EcsErrorId.IncorrectState, "Stop the server first (Stop-EcsInstance), without -StopCharging.",
            ["InvalidInstanceStatus.NotStopped", "InvalidStatus.NotStopped", "InvalidStatus.StoppedRequired"]),
        (EcsErrorId.IncorrectState, "Start the server first (Start-EcsInstance).", ["InvalidInstanceStatus.NotRunning"]),
        (EcsErrorId.NotFound, Missing, ["InvalidStatus.NotFound"]),
        (EcsErrorId.IncorrectState, Server,
            ["Incorrect*", "InvalidInstanceStatus*", "InvalidStatus.ValueNotSupported", "InvalidOperation.*", "InstanceNotReady", "OperationDenied.InstanceCreating",
                "OperationDenied.HostRepairing", "HibernationConfigured*", "AllocatedAlready", "OperationDenied.InconsistentNetwork", "ReleaseTimeHaveBeenSet",
                "BandwidthUpgradeDenied*", "InvalidEventId.NoInquiringEventFound"]),
        (EcsErrorId.NotSupported, Charge,
            ["ChargeTypeViolation", "InvalidChargeType*", "InvalidInstanceChargeType.ValueNotSupported", "InvalidBillingMethod*", "InvalidAutoPay*",
                "InvalidPeriod.StarterPackage", "DecreasedBandwidthNotAllowed"]),
        (EcsErrorId.NotSupported, Offered,
            ["InvalidAction*", "InvalidApi*", "InvalidVersion", "UnsupportedHTTPMethod", "*NotSupported", "*NotSupport", "*Unsupported", "NotSupported", "CategoryViolation",
                "DependencyViolation.WindowsInstance", "Abs.InvalidAction*", "*RegionNotSupport*", "RegionId.ApiNotSupported", "UserNotInTheWhiteList", "DiskNotPortable",
                "*.NotPortable", "DiskTypeViolation", "ResourcesNotInSameZone", "InvalidInstance.NotOriginInstance", "InvalidInstance.NotMatch",
                "DeleteWithInstance.Conflict", "OperationDenied.SystemInstanceNotSupport", "OperationDenied.LocalDiskUnsupported",
                "OperationDenied.PerformanceLevelNotMatch", "*.NotSupportDiskCategory", "*.NotSupportUpgrade", "*.NotSupportResizeOnline",
                "InvalidRamRole.NotEcsRole", "NoChangeInDiskCategoryAndPerformanceLevel", "InvalidUserData.Forbidden"]),
        (EcsErrorId.CloudError, Account,
            ["InvalidAccountStatus*", "Account.Arrearage", "AccountForbidden*", "InsufficientBalance*", "RealNameAuthenticationError", "InvalidPayMethod", "PaymentMethodNotFound"]),
        (EcsErrorId.NotFound, Missing, ["*.NotFound", "PriceNotFound", "Price.*", "AllocateIpInvalidInstanceBandwidth"]),
        (EcsErrorId.InvalidInput, Input,
            ["Missing*", "Invalid*", "Incomplete*", "Parameter*", "*.Malformed", "*.MalFormed", "*.ExceedLimit", "Idempot*", "KeyPair.AlreadyExist", "Username*",
                "WindowsPasswordName*", "*.Missed", "Duplicate*", "TagKey.Duplication", "NoAttributeToModify", "InstanceType.ParameterMismatch", "ExpiredInstance",
                "BurstingEnabled*", "ProvisionedIops*"]),
        (EcsErrorId.CloudError, Support, ["OperationDenied*", "OperationFail*", "DryRunOperation", "DRYRUN.SUCCESS", "NAT_PUBLIC_IP*"]),
    ];

    private static readonly HashSet<string> Races = new(StringComparer.Ordinal)
    {
        "IncorrectInstanceStatus", "IncorrectInstanceStatus.Initializing", "IncorrectDiskStatus", "IncorrectDiskStatus.Initializing",
        "InvalidOperation.InvalidEcsState", "InstanceNotReady", "OperationConflict", "Operation.Conflict", "InvalidOperation.Conflict",
        "InvalidInstanceStatus.NotStopped", "InvalidStatus.NotStopped", "DependencyViolation.RouteEntry", "DependencyViolation.SLBConfiguring",
        "IncorrectEipStatus",
    };

    /// <summary>What a code means, and what the user can do about it.</summary>
    /// <returns>Error id and advice, or null if no rule knows the code.</returns>
    public static (string Id, string Advice)? Explain(string code) =>
        Rules.FirstOrDefault(r => Array.Exists(r.Codes, pattern => Fits(pattern, code))) is { Id: { } id } rule ? (id, rule.Advice) : null;

    /// <summary>Tells whether a clear refusal may come from a state that lags behind or passes (docs/contracts/alibaba-ecs.md 1.7), so that
    /// it is worth reading the state and trying again within bounds.</summary>
    public static bool IsRace(EcsException error) => error.WasNotCarriedOut && error.CloudCode is not null && Races.Contains(error.CloudCode);

    /// <summary>What the user can do about an error of which there is no code.</summary>
    /// <returns>A sentence or two.</returns>
    public static string Advise(string id) => id switch
    {
        EcsErrorId.OutcomeUnknown => "Look at the server before you send the command again.",
        EcsErrorId.IncorrectState => Server, // the rules have a sentence for each cause
        _ => Rules.FirstOrDefault(r => r.Id == id).Advice ?? Support,
    };

    private static bool Fits(string pattern, string code)
    {
        string core = pattern.Trim('*');
        return (pattern[0] == '*', pattern[pattern.Length - 1] == '*') switch
        {
            (true, true) => code.IndexOf(core, StringComparison.Ordinal) >= 0,
            (true, false) => code.EndsWith(core, StringComparison.Ordinal),
            (false, true) => code.StartsWith(core, StringComparison.Ordinal),
            _ => code == core,
        };
    }
}
