namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>The meanings of the service's codes (docs/contracts/alibaba-ecs.md 1.6; docs/contracts/error-codes.md lists every code). The
/// first rule that fits counts. A star at either end of a pattern stands for any text.</summary>
internal static class AlibabaErrorRules
{
    /// <summary>What to do about a state that does not permit a request.</summary>
    public const string CheckServer = "Check state, locks, and disks of the server with Get-EcsInstance, then run the command again.";

    /// <summary>What to do where nothing better is known.</summary>
    public const string ReadMessage = "Read the provider's message. If it does not help, contact the provider's support with the code and the request ID.";

    /// <summary>What to do where the provider does not offer something.</summary>
    public const string NotOffered = "Specify another size, disk category, image, zone, or region, or use the provider's console.";

    private const string CheckDisk = "Check the disk with Get-EcsDisk, and wait until its other task is complete.";
    private const string CheckId =
        "Check the ID and the region. Get-EcsInstance, Get-EcsDisk, Get-EcsImage, Get-EcsSnapshot, and Get-EcsKeyPair list what exists.";

    private const string CheckValue = "Check the value in the message. Get-Help describes the values of each parameter.";

    public static readonly (CodeMeaning Meaning, string[] Patterns)[] All =
    [
        Rule(EcsErrorId.ThrottledByService, "The provider limits how often the account may call this operation.",
            "Wait a minute or two; other tools of the same account share the limit.", "*Throttling*"),
        Rule(EcsErrorId.ServerError, "The provider failed while processing the request.",
            "Run the command again. If it fails again, contact the provider's support with the request ID.",
            "InternalError* UnknownError ServiceUnavailable* LimitedOperation.ServiceUnavailable SystemBusy"),

        // Unlike those of the rule above, no contract says that these may be sent again with the same token.
        Rule(EcsErrorId.OperationFailed, "The provider started processing the request and failed.",
            "Check what it has left behind (Get-EcsInstance, Get-EcsSnapshot, Get-EcsImage) before you run the command again.",
            "CreateSnapshot.Failed ExportImageFailed ImportImageFailed Mayi.InternalError NAT_PUBLIC_IP* OperationFailed.SyncOrderToSub "
            + "ResourceQueryError SwitchToOffline.* SYSTEM.UNKNOWN.ERROR"),
        Rule(EcsErrorId.InvalidCredential, "The credential is not accepted.",
            "Check the AccessKey's ID and secret, and the token of a temporary one, then connect again with Connect-EcsAccount.",
            "InvalidAccessKeyId* MissingAccessKeyId Forbidden.AccessKeyDisabled SignatureDoesNotMatch IncompleteSignature InvalidSecurityToken* "
            + "MissingSecurityToken AuthenticationFail* TemporaryAccessKey.Error InvalidAliUid.IsNull"),
        Rule(EcsErrorId.ClockSkew, "The timestamp of the request is not accepted.",
            "Synchronize this machine's clock and check its time zone, and then run the command again.", "InvalidTimeStamp* IllegalTimestamp"),
        Rule(EcsErrorId.CannotConnect, "The request reached the provider more than once.",
            "Check the server before you run the command again.", AlibabaErrorMapper.NonceUsed),
        Rule(EcsErrorId.InstanceNotFound, "The server does not exist.",
            "Check the ID, the region, and the account with Get-EcsInstance.",
            "InvalidInstanceId.NotFound InvalidInstanceIds.NotFound InvalidInstance.NotFound Forbidden.InstanceNotFound "
            + "InvalidInstanceId.NOT_FOUND InvalidInstanceId.Released InvalidInstanceStatus.Released"),
        Rule(EcsErrorId.AccessDenied, "The provider's risk control blocks the account.",
            "Ask the account owner to check the provider's console or to open a ticket; no right and no policy helps.",
            AlibabaErrorMapper.RiskControl),
        Rule(EcsErrorId.CloudError, "The provider requires verification of the account's payment card.",
            "Ask the card holder to follow the provider's e-mail, then run the command again.", "SecurityRisk*"),
        Rule(EcsErrorId.NotSupported, "The address or the network does not permit it.",
            "Use the provider's console, or release the address from its plan or package first.",
            "Forbidden.ChargeTypeIsPrepaid Forbidden.InCommonBandwidthPackage Forbidden.InvalidPublicBandwidth "
            + "Forbidden.OnlySupportEnterpriseGroup"),
        Rule(EcsErrorId.RegionNotFound, "The region does not exist, or is not open to the account.",
            "Specify a region ID such as cn-hangzhou or eu-central-1.",
            "InvalidRegionId.NotFound InvalidRegionId.NotExists InvalidRegionId.Mal* InvalidParameter.RegionIdNotExists Forbidden.RegionNotFound "
            + "InvalidRegion.NotFound Invalid.RegionId Unavailable.Regions InvalidOperation.InvalidRegion OperationFailed.Endpoint *Region.NotFound "
            + "IncorrectDestinationRegion"),
        Rule(EcsErrorId.NotFound, "A resource in the request does not exist.",
            CheckId,
            "InvalidStatus.NotFound Forbidden.VpcNotFound EntityNotExist* NoSuchResource VpcNotFound *.NotExist InvalidRegionInstance "
            + "Mismatch.InstanceIdAndRegionId Invalid.InstanceId* Invalid.ResourceId Invalid.PrivatePoolOptions.Id InvalidInstance.PurchaseNotFound "
            + "InvalidResourceTag.InstanceNotFound InvalidResourceGroupId InvalidSecurityGroupId"),
        Rule(EcsErrorId.IncorrectState, "Servers have the key pair.",
            "Delete these servers, or attach another key pair to them first: Get-EcsInstance | Where-Object KeyPairName -eq NAME",
            "InvalidParameter.KeypairAlreadyAttachedInstance"),
        Rule(EcsErrorId.IncorrectState, "The service of the address or the server is expired or overdue.",
            "Renew the subscription or pay what is overdue in the provider's console.",
            "InstanceExpired* DiskInArrears InvalidInstance.PreInstanceExpired PrePaidInstance.Expired ExpiredInstance "
            + "InvalidInstance.OverduePayment Forbidden.FinancialLocked InvalidEIPStatus.BizDisabled"),
        Rule(EcsErrorId.AccessDenied, "Access denied: a permission is missing.",
            "Grant the permission to this RAM user or role.",
            "Forbidden* Forbbiden* NoPermission* PermissionDenied* Operation.Forbidden InvalidUser.PassRoleForbidden InvalidUser.Unauthorized "
            + "Unauthorized* RegionUnauthorized ParameterStore.NoPermission"),
        Rule(EcsErrorId.OperationInProgress, "Another request for the same resource is in progress.",
            "Wait until the other request is complete, and then run the command again.",
            "IdempotentProcessing Idempotence.Processing LastTokenProcessing LastOrderProcessing LastRequestProcessing OperationConflict* "
            + "Operation.Conflict InvalidOperation.Conflict InvalidOperation.DiskResetInProgress OperationDenied.CreatingConflict TaskConflict "
            + "VPC_TASK_CONFLICT InvalidOperation.DiskDetachingFromThisEcs"),

        // Unlike those of the rule above, no contract says that these may be sent again.
        Rule(EcsErrorId.IncorrectState, "A resource of the request is still being processed.",
            "Wait until it is complete, and then run the command again.",
            "OperationFailed.ConcurrentRequest TooManySnapshot.Unfinished InvalidSnapshot.NotReady InvalidHpcClusterId.Creating "
            + "InvalidStatus.ResourceGroup"),
        Rule(EcsErrorId.RequirementFailed, "The encryption key or its service cannot be used.",
            "Check the key in the provider's KMS console: it must exist, be enabled, and be open to ECS.",
            "InvalidParameter.KMSKeyId* InvalidKMSKeyId* *EncryptedKeyCreateFailed InvalidOperation.KMS* OperationDenied.KmsServiceUnauthorized "
            + "*KmsNotEnable*"),
        Rule(EcsErrorId.RequirementFailed, "The encryption of the image, snapshot, and disk do not match.",
            "Specify an image whose encryption fits the disk, or copy the image with the disk's key.",
            "InvalidEncrypt* InvalidParam.EncryptedMismatch InvalidParameter.Encrypted* InvalidParameter.DiskType InvalidKmsKeyId* "
            + "EncryptedOption.Conflict NotSupportSnapshotEncrypted* NotSupport.SnapshotEncrypted* InvalidRegionId.NotSupport* "
            + "InvalidDiskId.NotSupportReplaceEncryptedSystemDisk InvalidZoneId.NotSupport* OperationDeined.EncryptedSnapshot "
            + "OperationDenied.EncryptSnapshotAcrossRegion InvalidCloudBoxZone.EncryptedNotSupported HibernationConfigured.ImageNotEncrypted"),
        Rule(EcsErrorId.SizeNotAvailable, "The size does not take the server's network interfaces, addresses, or queues.",
            "Specify another size, or remove network interfaces or addresses first.",
            "InvalidOperation.EniCount* InvalidOperation.EniQueue* InvalidOperation.MaxEni* InvalidOperation.Ipv* "
            + "InvalidOperation.ExceedInstanceTypeQueueNumber InvalidOperation.HighPerformance* InvalidOperation.InstanceTypeNotSupportEniTrunking "
            + "InvalidOperation.InstanceTypeNotSupportHigh* InvalidOperation.NetworkInterface InvalidOperation.NotSupportEnterpriseGroup "
            + "InvalidParameter.EniNum* EnterpriseGroupLimited.InstanceType MaxEniIpv6IpsCountExceeded"),
        Rule(EcsErrorId.QuotaExceeded, "A quota or limit is exceeded.",
            "Delete unused resources, or request a higher quota in the provider's Quota Center.",
            "*Quota* *LimitExceed* *MaxModifyOnlineNumberExceeded DisksDetachingOnEcsExceeded DiskAttachedNumberExceeded NumberExceed* "
            + "InvalidDiskSize.TooLarge OperationDenied.TooManyAutoSnapshotPolicies *TooManyDisksAttached InsufficientPublicIp "
            + "EIPMaxBandwidthExceeded SizeExceed*"),
        Rule(EcsErrorId.IncorrectState, "An order for the server is open or takes effect later.",
            "Pay or cancel the open order in the provider's console, and then run the command again.",
            "*UnpaidOrder *UnPaidOrder INST_HAS_UNPAID_ORDER OperationDenied.UnfinishedOrder InstanceHasProcessingConvertOrder OrderError* "
            + "OrderCreationFailed Image.OrderFailed ImageOrderFailed InvalidStatus.Upgrading InstanceSpecModification.NotEffective "
            + "InvalidAction.WithActiveElasticUpgrade InvalidInstance.TempBandwidthUpgrade InvalidOperation.InstanceRenewWithDowngradeInPlan "
            + "InvalidLoanOrderStatus* InvalidInstanceId.PlanedChange"),
        Rule(EcsErrorId.CloudError, "The account's balance, payment method, contract, or identity does not permit it.",
            "Ask the account owner to check balance, payment method, and identity in the provider's console.",
            "InvalidAccount.* InvalidAccountStatus* Account.Arrearage AccountForbidden* InsufficientBalance* RealNameAuthenticationError "
            + "InvalidPayMethod* PaymentMethodNotFound BillingMethodNotFound OperationDenied.IllegalPaymentPolicy OperationDenied.BidOwnResource "
            + "InvalidOperation.UserNotSupported OperationFailed.CompleteUserInfo"),
        Rule(EcsErrorId.SizeNotAvailable, "The provider has no stock, or does not offer it in this zone or region.",
            "Try again later, or specify another size or zone.",
            "*NoStock LackResource *.NotEnoughResource InstanceType.Offline InstanceType.Invalid InstanceType.ValueNotSupported "
            + "InstanceTypeNotSupported InvalidInstanceType.* InvalidCustomInstanceType* Zone.* IpAllocationError "
            + "OperationDenied.SpotPriceLowerThanPublicPrice InvalidSpotPriceLimit* InvalidOperation.AllocateFailed AllocateIp.Fail "
            + "DependencyViolation.InstanceType DependencyViolation.IoOptimized Downgrade.NotSupported NoAvaliableDedicatedHost "
            + "DedicatedHostType.Unmatched ResourceNotAvailable NodeControllerUnavailable OperationDenied.PaygNotAvailable "
            + "OperationDenied.PrepayNotAvailable OperationDenied.ResourceControl OperationDenied.NotEnoughCapacity OperationDenied.NoVlan "
            + "OperationDenied.ZoneNotAllowed OperationDenied.ZoneSystemCategoryNotMatch OperationDenied.FlavorNotSupported "
            + "OperationFailed.SaleValidate InvalidStorageClusterId.CapacityNotEnough InvalidSystemDiskCategory.NotMatchInstanceType "
            + "HibernationConfigured.InstanceTypeNotSupport HibernationConfigured.MemorySizeTooBig"),
        Rule(EcsErrorId.ImageNotSuitable, "The image or snapshot is not suitable.",
            "Specify another image.",
            "ImageNotSup* ImageNotSubscribed ImageRemovedInMarket OperationDenied.ImageNotValid SharedImageDeleted InvalidSourceSnapshot "
            + "InvalidDiskId.OperationNotSupported LoginAsNonRoot.* IncorrectImageStatus InvalidInstance.ImageCategory InvalidSnapshot.TooOld "
            + "IoOptimized.NotSupported DependencyViolation.IoOptimize *.ImageNotSupportResize InvalidImage.* InvalidImageCategory* "
            + "InvalidImageLicense* InvalidImageType* InvalidMarketImageStatus* InvalidImageFamily.Missing* InvalidVHDImage* "
            + "InvalidHostname.MismatchImage InvalidSnapshotId.BasedSnapshotTooOld InvalidSnapshotCategory.NotSupportImageCreation "
            + "InvalidDiskCategory.CreateImage OperationDenied.InvalidSnapshotCategory OperationDenied.Snapshot* OperationDenied.CommunityImage "
            + "OperationDenied.NotPublished OperationDenied.NotAuthorized OperationDenied.SameRegionOnly "
            + "OperationDenied.NonCompliantDestinationRegion InvalidOperation.OSTypeNotSupported OSType.ValueNotSupported "
            + "CurrentAccount.NotSupportPublicImage ImageCheckUnsupported*"),
        Rule(EcsErrorId.IncorrectState, "The image is in use.",
            "Wait until the image is no longer used, shared, copied, or transferred.",
            "ImageUsingByInstance ImageUseShared ImageIsPublic ImageIsImporting ImageIsExporting OperationDenied.ImageCopying"),
        Rule(EcsErrorId.NotSupported, "The disk's type does not permit it.",
            NotOffered, "IncorrectDiskType.NotSupport OperationDenied.DiskInDedicated* DISK_IN_DEDICATED*"),
        Rule(EcsErrorId.IncorrectState, "The disk's state, snapshots, or protection do not permit it.",
            CheckDisk,
            "IncorrectDiskStatus* DiskCreatingSnapshot DISK_HAS_CREATING_SNAPSHOT DiskStillAttached DiskInCoolingPeriod InvalidDisk.InUse "
            + "InvalidDevice.InUse InvalidDisk.AlreadyDetached InvalidDisk.DetachedSystemDisk InvalidDisk.DiskNotBootable InvalidStatus.Disk* "
            + "InvalidSystemDiskStatus* InvalidDiskStatus* DiskError InvalidSnapshotId.NotReady SnapshotNotReady SnapshotCreated* DiskHas* "
            + "InvalidOperation.RelatedSnapshotNotFinished InvalidOperation.DiskMustAttachedToInstance InvalidInstance.NotFoundSystemDisk "
            + "InvalidOperation.DeleteSharedSnapshotUnsupported IncorrectVolumeStatus OperationDenied.DiskExpansionUnfinished "
            + "OperationFail.DiskStatusNotSupported DiskId.StatusNotSupported InvalidDatadisk.DiskStatusViolation"),
        Rule(EcsErrorId.IncorrectState, "Another service still uses the server.",
            "Remove what still uses the server (load balancer, route, address, network interface of another service), then run the command again.",
            "DependencyViolation DependencyViolation.RouteEntry DependencyViolation.SLB* InvalidOperation.EniLinked "
            + "InvalidOperation.InstanceWithEipNotSupport InvalidInstance.NatPortMapNotSupport"),
        Rule(EcsErrorId.IncorrectState, "The server is protected.",
            "Run Set-EcsInstance -DeletionProtection $false.", "InvalidOperation.DeletionProtection"),
        Rule(EcsErrorId.IncorrectState, "The provider has locked the server for security.",
            "Contact the provider's support about the lock.", "InstanceLockedForSecurity"),
        Rule(EcsErrorId.IncorrectState, "The server is not stopped, or stopped without its resources.",
            "Stop the server first (Stop-EcsInstance), without -StopCharging.",
            "InvalidInstanceStatus.NotStopped InvalidStatus.NotStopped InvalidStatus.StoppedRequired"),
        Rule(EcsErrorId.IncorrectState, "The server is not running.",
            "Start the server first (Start-EcsInstance).", "InvalidInstanceStatus.NotRunning"),
        Rule(EcsErrorId.NotSupported, "The disk cannot be extended while the server is running.",
            "Specify -StopFirst, or stop the server: the disk is then extended while the server is stopped.",
            "*NotSupportResizeOnline InvalidOperation.InstanceTypeNotSupportOnlineResize"),
        Rule(EcsErrorId.NotSupported, "The way in which the server, disk, image, or address is charged does not permit it.",
            "Check how the server is charged with Get-EcsInstance; use the provider's console for a change of the charge type.",
            "ChargeTypeViolation* InvalidChargeType* InvalidInstanceChargeType.NotSupport InvalidInstanceChargeType.ValueNotSupported "
            + "InvalidMarketImageChargeType* InvalidInternetChargeType.* InvalidBillingMethod* InvalidAutoPay* Invalid.InstanceChargeType "
            + "InvalidPeriod.StarterPackage InvalidPeriod.ExceededDedicatedHost DecreasedBandwidthNotAllowed PeriodNotSupported* "
            + "RenewDateNotSupported* InvalidExpectedRenewDay.StarterPackage* InvalidDatadisk.ChargeTypeViolation InvalidOperation.StarterPackage "
            + "OperationDenied.StarterPackage InvalidSpotPrepaid"),
        Rule(EcsErrorId.NotSupported, "The provider does not offer this for the server, disk, network, or region.",
            NotOffered,
            "InvalidOperation.CanNot* InvalidOperation.CloudBox* InvalidOperation.Confidential* InvalidOperation.CreateFromSnapshotUnsupported "
            + "InvalidOperation.DiskCategoryUnsupported InvalidOperation.OtherInstanceUnsupported InvalidOperation.NotAllowed "
            + "InvalidOperation.NotSupport InvalidOperation.InstanceTypeNotSupport* InvalidOperation.RegionNotSupport* "
            + "InvalidOperation.UserNotSupport* InvalidOperation.VpcHasEnabled* InvalidOperation.MultiGroupType"),
        Rule(EcsErrorId.IncorrectState, "The server's state does not permit it.",
            CheckServer,
            "Incorrect* InvalidInstanceStatus* InvalidVPCStatus* InvalidStatus.ValueNotSupported InvalidOperation.* InstanceNotReady "
            + "InstanceNotInSecurityGroup OperationDenied.InstanceCreating OperationDenied.HostRepairing OperationDenied.AbnormalInstanceInfo "
            + "OperationFail.InstanceStatusNotSupported HibernationConfigured* AllocatedAlready OperationDenied.InconsistentNetwork "
            + "ReleaseTimeHaveBeenSet BandwidthUpgradeDenied* InvalidEventId.NoInquiringEventFound CannotCancelSystemEvent* DefaultVswitch.Existed"),
        Rule(EcsErrorId.InvalidInput, "A value in the request is not one of the valid values.",
            CheckValue,
            "InvalidAcceptLanguage.* InvalidCmdType.* InvalidDiskChargeType.* InvalidFilterKey.* InvalidSnapshotType.* InvalidTerminationMode.* "
            + "NotSupported.PageNumber*"),
        Rule(EcsErrorId.NotSupported, "The provider does not offer this for the server, disk, image, account, or region.",
            NotOffered,
            "InvalidAction* InvalidApi* InvalidVersion UnsupportedHTTPMethod *NotSupported *NotSupport *Unsupported CategoryViolation "
            + "Diskcategory.* DependencyViolation.WindowsInstance *RegionNotSupport* UserNotInTheWhiteList OperationDenied.NotInWhiteList "
            + "DiskNotPortable *.NotPortable DiskTypeViolation *.DiskCategoryViolation ResourcesNotInSameZone InvalidInstance.NotOriginInstance "
            + "InvalidInstance.NotMatch InvalidInstance.ZoneConflict DeleteWithInstance.Conflict OperationDenied.PerformanceLevelNotMatch "
            + "*.NotSupportSnapshotInstantAccessRegion *.NotSupportJumboFrame *.NotSupportClassic InvalidRamRole.NotEcsRole "
            + "NoChangeInDiskCategoryAndPerformanceLevel InvalidUserData.Forbidden *.ValueUnauthorized InvalidSpotAliUid InvalidSpotAuthorized "
            + "InvalidParameter.RecycleBin InvalidDisk.NotAllowed InvalidDisk.ShareVolume *MultiAttachDisk CloudBoxNotSupport* "
            + "EnterpriseGroupLimited* BandIncreaseNotSupportIsp UnsupportedIsp* UnsupportedChangeIsp UnsupportedPublicIpWithIsp "
            + "OperationUnsupported* InvalidNetworkType.Mismatch*"),
        Rule(EcsErrorId.InvalidInput, "The storage bucket or its object cannot be used.",
            "Check the bucket, the object, and the rights that ECS has to them.", "InvalidOSS* NoSetRoletoECSServiceAcount UnsupportedSuffix*"),
        Rule(EcsErrorId.NotFound, "A resource in the request does not exist.",
            CheckId, "*.NotFound PriceNotFound Price.* AllocateIpInvalidInstanceBandwidth"),
        Rule(EcsErrorId.InvalidInput, "A value is missing, malformed, out of its range, or does not go with another one.",
            CheckValue,
            "Missing* Invalid* InValid* Incomplete* Parameter* Param.* Illegal* IellgalParameter* Malformed* *.Malformed *.MalFormed *.ExceedLimit "
            + "*.Exceed Idempot* KeyPair.AlreadyExist WindowsPasswordName* Duplicate* TagKey.Duplication NoAttributeToModify "
            + "InstanceType.ParameterMismatch ProvisionedIops* BothEmpty* CmdContent* CmdParam* DryRun.* HOSTNAME_ILLEGAL IpInUse "
            + "UnexpectedImageFamily* UnsupportedParameter"),
        Rule(EcsErrorId.CloudError, "The provider refused the request.",
            ReadMessage, "OperationDenied* DryRunOperation DRYRUN.SUCCESS COMMODITY*"),
    ];

    private static (CodeMeaning Meaning, string[] Patterns) Rule(string errorId, string cause, string advice, string patterns) =>
        (new CodeMeaning(errorId, cause, advice), patterns.Split(' '));
}
