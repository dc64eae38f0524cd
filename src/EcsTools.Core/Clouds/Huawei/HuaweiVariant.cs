namespace EcsTools.Core.Clouds.Huawei;

/// <summary>All that differs between Huawei Cloud and Open Telekom Cloud beside hosts
/// (docs/contracts/huawei-ecs.md 3.0, 3.6, 11). The numbers at its members are sections of that page.</summary>
internal sealed record HuaweiVariant
{
    /// <summary>The cloud.</summary>
    public required EcsCloud Cloud { get; init; }

    /// <summary>What users call it.</summary>
    public required string Name { get; init; }

    /// <summary>True if the list takes <c>server_id</c> with up to 100 ids (3.1).</summary>
    public required bool HasServerIdFilter { get; init; }

    /// <summary>True if images without Cloud-Init can be reinstalled, through the v1 paths (3.6).</summary>
    public required bool HasV1Rebuild { get; init; }

    /// <summary>True if there is the v1.1 resize for prepaid servers and for those on dedicated hosts (3.8).</summary>
    public required bool HasV11Resize { get; init; }

    /// <summary>True if several servers can be resized by one call (3.8).</summary>
    public required bool HasBatchResize { get; init; }

    /// <summary>True if subscriptions are changed by orders, which have to be paid (docs/contracts/huawei-ecs-lifecycle.md 3).</summary>
    public required bool HasOrders { get; init; }

    /// <summary>The largest bandwidth of a public address in Mbit/s (docs/contracts/huawei-ecs-lifecycle.md 1.2).</summary>
    public required int MostBandwidth { get; init; }

    /// <summary>True if what is billed of a bandwidth can be changed (docs/contracts/huawei-ecs-lifecycle.md 1.2).</summary>
    public required bool ChangesBandwidthBilling { get; init; }

    /// <summary>True if the list of public addresses can be narrowed (docs/contracts/huawei-ecs-lifecycle.md 1.1).</summary>
    public required bool FiltersPublicIps { get; init; }

    /// <summary>True if it can be changed whether a data disk is deleted with its server (docs/contracts/huawei-ecs-lifecycle.md 2.3).</summary>
    public required bool HasDiskRetention { get; init; }

    /// <summary>True if scheduled events are told (docs/contracts/huawei-ecs-lifecycle.md 8).</summary>
    public required bool HasEvents { get; init; }

    /// <summary>True if released servers may go to a recycle bin (docs/contracts/huawei-ecs-lifecycle.md 9.3).</summary>
    public required bool HasRecycleBin { get; init; }

    /// <summary>True if a request may carry a token, so that the cloud takes it once (docs/contracts/huawei-ecs-lifecycle.md 9.1).</summary>
    public required bool HasClientTokens { get; init; }

    /// <summary>The longest name of a server (docs/contracts/huawei-ecs-lifecycle.md 9.1).</summary>
    public required int LongestServerName { get; init; }

    /// <summary>True if key pairs may belong to the whole account (docs/contracts/huawei-ecs-lifecycle.md 5).</summary>
    public required bool HasAccountKeyPairs { get; init; }

    /// <summary>True if tags take Chinese characters, and values a dot (docs/contracts/huawei-ecs-lifecycle.md 6).</summary>
    public required bool HasWideTags { get; init; }

    /// <summary>True if passwords can be reset through the API (3.5).</summary>
    public required bool HasPasswordReset { get; init; }

    /// <summary>True if addresses of consoles have a path beside Nova's (docs/contracts/huawei-ecs-lifecycle.md 7).</summary>
    public required bool HasOwnConsolePath { get; init; }

    /// <summary>True if stored Windows passwords have a path beside Nova's (3.0).</summary>
    public required bool HasOwnPasswordPath { get; init; }

    /// <summary>True if the roll-back of a snapshot is documented (3.10).</summary>
    public required bool DocumentsRollBack { get; init; }

    /// <summary>True if reinstall and change of OS take a password; else they always take a key pair and its user (3.6).</summary>
    public required bool TakesPassword { get; init; }

    /// <summary>How flavours begin that have neither reinstall nor change of OS (3.6).</summary>
    public required IReadOnlyList<string> FixedSystemSizes { get; init; }

    /// <summary>How long a reinstall usually takes (3.6).</summary>
    public required TimeSpan ReinstallTime { get; init; }

    /// <summary>Huawei Cloud.</summary>
    public static HuaweiVariant Huawei { get; } = new()
    {
        Cloud = EcsCloud.Huawei,
        Name = "Huawei Cloud",
        HasServerIdFilter = true,
        HasV1Rebuild = true,
        HasV11Resize = true,
        HasBatchResize = true,
        HasOrders = true,
        MostBandwidth = 2000,
        ChangesBandwidthBilling = true,
        FiltersPublicIps = true,
        HasDiskRetention = true,
        HasEvents = true,
        HasRecycleBin = true,
        HasClientTokens = true,
        LongestServerName = 64,
        HasAccountKeyPairs = true,
        HasWideTags = true,
        HasPasswordReset = true,
        HasOwnConsolePath = true,
        HasOwnPasswordPath = true,
        DocumentsRollBack = true,
        TakesPassword = true,
        FixedSystemSizes = ["h2."],
        ReinstallTime = TimeSpan.FromMinutes(20),
    };

    /// <summary>Open Telekom Cloud.</summary>
    public static HuaweiVariant OpenTelekom { get; } = new()
    {
        Cloud = EcsCloud.OpenTelekom,
        Name = "Open Telekom Cloud",
        HasServerIdFilter = false,
        HasV1Rebuild = false,
        HasV11Resize = false,
        HasBatchResize = false,
        HasOrders = false,
        MostBandwidth = 1000,
        ChangesBandwidthBilling = false,
        FiltersPublicIps = false,
        HasDiskRetention = false,
        HasEvents = false,
        HasRecycleBin = false,
        HasClientTokens = false,
        LongestServerName = 128,
        HasAccountKeyPairs = false,
        HasWideTags = false,
        HasPasswordReset = false,
        HasOwnConsolePath = false,
        HasOwnPasswordPath = false,
        DocumentsRollBack = false,
        TakesPassword = false,
        FixedSystemSizes = ["h2.", "d1.", "d2."],
        ReinstallTime = TimeSpan.FromMinutes(4),
    };

    /// <summary>The variant of a cloud.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This cloud does not support the API.</exception>
    public static HuaweiVariant For(EcsCloud cloud) => cloud switch
    {
        EcsCloud.Huawei => Huawei,
        EcsCloud.OpenTelekom => OpenTelekom,
        _ => throw new ArgumentOutOfRangeException(nameof(cloud), cloud, "This cloud does not support the API."),
    };
}
