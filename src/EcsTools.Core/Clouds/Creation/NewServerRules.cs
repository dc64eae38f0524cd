namespace EcsTools.Core.Clouds;

/// <summary>What a cloud takes for a new server. What it does not offer is a failed requirement that says what to do instead.</summary>
internal sealed record NewServerRules
{
    /// <summary>What a sentence calls the cloud.</summary>
    public required string Cloud { get; init; }

    /// <summary>Finds why a server cannot be called so; null if it can.</summary>
    public required Func<string, string?> FindNameFlaw { get; init; }

    /// <summary>Finds why a tag cannot be given; null if it can.</summary>
    public required Func<string, string, string?> FindTagFlaw { get; init; }

    /// <summary>How many tags a server can be given, without our own.</summary>
    public required int MostTags { get; init; }

    /// <summary>The longest user data before base64, in bytes.</summary>
    public required int MostUserData { get; init; }

    /// <summary>The smallest system disk, in GiB.</summary>
    public required int LeastSystemDisk { get; init; }

    /// <summary>The smallest data disk, in GiB.</summary>
    public required int LeastDataDisk { get; init; }

    /// <summary>How many data disks there may be.</summary>
    public required int MostDataDisks { get; init; }

    /// <summary>The category of disks for which none was chosen, in a zone that may tell what it offers; null for the provider's choice.</summary>
    public required Func<EcsZone?, string?> FindUsualCategory { get; init; }

    /// <summary>True if a server has to be in a security group that was named.</summary>
    public bool NeedsSecurityGroup { get; init; }

    /// <summary>True if disks have performance levels.</summary>
    public bool HasPerformanceLevels { get; init; }

    /// <summary>What encrypts disks where no request does; null if a request does.</summary>
    public string? EncryptionInstead { get; init; }

    /// <summary>True if an encrypted disk needs a key that is named.</summary>
    public bool NeedsEncryptionKey { get; init; }

    /// <summary>The largest bandwidth of a public address; null if a server is not created with one.</summary>
    public int? MostBandwidth { get; init; }

    /// <summary>What gives a server a public address where its creation does not.</summary>
    public string? PublicAddressInstead { get; init; }

    /// <summary>True if a bandwidth can be billed by its size.</summary>
    public bool HasBandwidthBilling { get; init; }

    /// <summary>Judges a term of a subscription; null if there are no subscriptions.</summary>
    public Func<SubscriptionTerm, EcsRequirement>? CheckTerm { get; init; }

    /// <summary>True if there are spot instances.</summary>
    public bool HasSpot { get; init; }

    /// <summary>True if a spot instance can be given a price that is not exceeded.</summary>
    public bool HasSpotPriceLimit { get; init; }

    /// <summary>Judges a password; null if none can be given at the creation.</summary>
    public Func<NewServerContext, EcsRequirement>? CheckPassword { get; init; }

    /// <summary>True if the image's own password can be kept.</summary>
    public bool TakesImagePassword { get; init; }

    /// <summary>True if Windows takes a key pair, with which its password is read.</summary>
    public bool WindowsTakesKeyPair { get; init; }
}
