namespace EcsTools.Sandbox.Fleet;

/// <summary>A public address that is a resource of its own (EIP), with its bandwidth.</summary>
internal sealed class ElasticIp
{
    public required string Id { get; init; }

    public required string Address { get; init; }

    /// <summary>The bandwidth's own id, where a bandwidth is a resource too (Huawei, OTC).</summary>
    public required string BandwidthId { get; init; }

    public int BandwidthMbps { get; set; } = 5;

    public bool IsBilledByBandwidth { get; set; }

    public bool IsSubscription { get; init; }

    /// <summary>True while the cloud works on it.</summary>
    public bool IsBusy { get; set; }

    /// <summary>True if it shares its bandwidth with other addresses.</summary>
    public bool IsShared { get; set; }

    /// <summary>True while an order for it is unpaid or waits for the next period.</summary>
    public bool HasOpenOrder { get; set; }

    /// <summary>True if the provider has frozen it.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>The same at another address.</summary>
    public ElasticIp At(string address) => new()
    {
        Id = Id,
        Address = address,
        BandwidthId = BandwidthId,
        BandwidthMbps = BandwidthMbps,
        IsBilledByBandwidth = IsBilledByBandwidth,
        IsSubscription = IsSubscription,
        IsShared = IsShared,
    };
}
