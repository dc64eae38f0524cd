using EcsTools.Sandbox.Emulators.Huawei;

namespace EcsTools.Sandbox;

/// <summary>
/// What the sandbox does where no source says what the clouds do. Every member is a guess that can be switched, so that a
/// client can be tried against the other possibility too.
/// </summary>
public sealed record UndocumentedBehavior
{
    /// <summary>Alibaba: for this long after a stop or restart was accepted the status still reads Running
    /// (docs/contracts/alibaba-ecs.md 8, no. 7).</summary>
    public TimeSpan AlibabaStatusLag { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Alibaba: the first disk operation after a stop is refused although the status reads Stopped
    /// (docs/contracts/alibaba-ecs.md 8, no. 7).</summary>
    public bool AlibabaDiskLag { get; init; }

    /// <summary>A server is deleted again while it is created (docs/contracts/alibaba-ecs-lifecycle.md 9.2, huawei-ecs-lifecycle.md 9.1).</summary>
    public bool CreationVanishes { get; init; }

    /// <summary>Alibaba: a restart passes through Stopped, as users saw it; otherwise Stopping, then Starting
    /// (docs/contracts/alibaba-ecs.md 3.8).</summary>
    public bool AlibabaRebootPassesStopped { get; init; } = true;

    /// <summary>Alibaba: a restart gives a new StartTime (docs/contracts/alibaba-ecs.md 13, no. 22).</summary>
    public bool AlibabaRebootChangesStartTime { get; init; } = true;

    /// <summary>Alibaba: ReplaceSystemDisk starts the server afterwards (docs/contracts/alibaba-ecs.md 13, no. 5).</summary>
    public bool AlibabaReplaceStarts { get; init; }

    /// <summary>Alibaba: a lock reason stands on the server while its disk is replaced (docs/contracts/alibaba-ecs.md 13, no. 5).</summary>
    public bool AlibabaReplaceShowsLock { get; init; } = true;

    /// <summary>Alibaba: TotalCount tells the count in token paging too, otherwise it is 0
    /// (docs/contracts/alibaba-ecs.md 13, no. 7).</summary>
    public bool AlibabaTotalCountInTokenPaging { get; init; }

    /// <summary>Alibaba: StopInstance is allowed under a security lock (docs/contracts/alibaba-ecs.md 13, no. 12).</summary>
    public bool AlibabaStopUnderSecurityLock { get; init; } = true;

    /// <summary>Alibaba: a server whose size has local disks cannot have its system disk re-initialized (nowhere stated).</summary>
    public bool AlibabaLocalDisksForbidReinitialise { get; init; } = true;

    /// <summary>Alibaba: after an economical stop disks cannot be made anew (docs/contracts/alibaba-ecs.md 4 asks for KeepCharging and
    /// names no code).</summary>
    public bool AlibabaEconomicalStopForbidsDiskWork { get; init; } = true;

    /// <summary>Alibaba: how long after a boot the agent in the guest answers (docs/contracts/alibaba-ecs.md 8, no. 13: a minute or
    /// two).</summary>
    public TimeSpan AlibabaAgentDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Alibaba: how long a command is pending until the guest begins with it (nowhere stated).</summary>
    public TimeSpan AlibabaCommandDelivery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Alibaba: the account stops economically where StoppedMode is not sent (docs/contracts/alibaba-ecs.md 3.7).</summary>
    public bool AlibabaEconomicalByDefault { get; init; }

    /// <summary>Alibaba: a throttle says when to come again (docs/contracts/alibaba-ecs.md 1.3, 1.7).</summary>
    public bool AlibabaTellsRetryAfter { get; init; } = true;

    /// <summary>Alibaba: a policy that is applied comes to those a disk has, as the newer reference says; otherwise it takes their place.</summary>
    public bool AlibabaPoliciesAddUp { get; init; } = true;

    /// <summary>Alibaba: DescribeDisks tells the policies of a disk, several joined with commas (how it tells several is nowhere stated).</summary>
    public bool AlibabaDiskTellsPolicies { get; init; } = true;

    /// <summary>Alibaba: an image that holds data disks too cannot be put on a system disk, as an older guide says
    /// (docs/contracts/alibaba-ecs.md 3.15).</summary>
    public bool AlibabaDataDisksSpoilImage { get; init; }

    /// <summary>Alibaba: with the account's default encryption on, ReplaceSystemDisk refuses a request without Encrypted=true; otherwise it
    /// encrypts the disk by itself (docs/contracts/alibaba-ecs-lifecycle.md 18, no. 2).</summary>
    public bool AlibabaDefaultEncryptionDemandsWord { get; init; } = true;

    /// <summary>Alibaba: with an encrypted image of one's own, ReplaceSystemDisk refuses a request without Encrypted=true; otherwise the disk
    /// gets the image's key (docs/contracts/alibaba-ecs-lifecycle.md 18, no. 2).</summary>
    public bool AlibabaEncryptedImageDemandsWord { get; init; } = true;

    /// <summary>Alibaba: a subscription's bandwidth that is billed can be lowered in its term, with a refund; otherwise it is refused
    /// (docs/contracts/alibaba-ecs-lifecycle.md 18, no. 3).</summary>
    public bool AlibabaSubscriptionBandwidthFalls { get; init; }

    /// <summary>Alibaba: DescribeInstances tells the bandwidth of elastic addresses (docs/contracts/alibaba-ecs-lifecycle.md 1.7: may be absent).</summary>
    public bool AlibabaTellsElasticBandwidth { get; init; } = true;

    /// <summary>Alibaba: the vCPU hours that may be refunded in a month, by conversions to pay-as-you-go
    /// (docs/contracts/alibaba-ecs-lifecycle.md 3.1 tells no figure).</summary>
    public decimal AlibabaRefundBudget { get; init; } = 1_000_000;

    /// <summary>Alibaba: a change of the performance level alone is accepted and ignored, as users saw it (docs/contracts/alibaba-ecs-lifecycle.md
    /// 2.2).</summary>
    public bool AlibabaIgnoresPerformanceLevel { get; init; }

    /// <summary>Alibaba: how long the name of a deleted key pair stays taken; users saw up to an hour (docs/contracts/alibaba-ecs-lifecycle.md 5).</summary>
    public TimeSpan AlibabaKeyPairNameLag { get; init; }

    /// <summary>Alibaba: Ed25519 keys can be imported (docs/contracts/alibaba-ecs-lifecycle.md 18, no. 7: not named).</summary>
    public bool AlibabaTakesEd25519 { get; init; } = true;

    /// <summary>Alibaba: the deletion of a snapshot or an image that does not exist is refused with 404, as the tables say; otherwise it is
    /// passed over, as the texts say (docs/contracts/alibaba-ecs-lifecycle.md 18, no. 11).</summary>
    public bool AlibabaRefusesUnknownDeletion { get; init; }

    /// <summary>Huawei and OTC.</summary>
    public HuaweiUndocumentedBehavior Huawei { get; init; } = new();
}
