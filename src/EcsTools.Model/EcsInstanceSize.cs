using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One size a server can have.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsInstanceSize
{
    /// <summary>The size, as Set-EcsInstanceSize -Size takes it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Virtual CPUs.</summary>
    public int Vcpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int MemoryMiB { get; init; }

    /// <summary>The family, in the cloud's words.</summary>
    public string Family { get; init; } = "";

    /// <summary>For example X86 or ARM; empty if the cloud does not tell.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>True if it is in stock as far as the cloud tells.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>The cloud's own word on stock.</summary>
    public string Stock { get; init; } = "";

    /// <summary>Upgrade, Downgrade or Same against the server's present size; empty without a server.</summary>
    public string Direction { get; init; } = "";

    /// <summary>The server it was asked for, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>Number of GPUs; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public int? GpuCount { get; init; }

    /// <summary>The kind of GPU; null if there is none or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? GpuModel { get; init; }

    /// <summary>What a server of the size costs in <see cref="Currency"/> for one <see cref="PriceUnit"/>, without disks, bandwidth and discounts that
    /// the provider does not tell; null if it was not asked for or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public decimal? Price { get; init; }

    /// <summary>The unit of the price: Month for the sizes of a subscription, Hour for everything else; null without a price.</summary>
    [DefaultValue(null)]
    public EcsPeriodUnit? PriceUnit { get; init; }

    /// <summary>The currency of the price, for example CNY; null without a price.</summary>
    [DefaultValue(null)]
    public string? Currency { get; init; }

    /// <summary>Name and id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Name;
}
