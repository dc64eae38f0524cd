using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>What a server is attached to: a vSwitch at Alibaba Cloud, a subnet of a VPC at Huawei Cloud and Open Telekom Cloud, a network at
/// OpenStack.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsNetwork
{
    /// <summary>The id, as <c>-NetworkId</c> takes it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The VPC that it belongs to; at OpenStack the network's name, by which servers show it.</summary>
    public string VpcId { get; init; } = "";

    /// <summary>The zone; empty if it spans all zones of the region.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Its address ranges.</summary>
    public IReadOnlyList<string> Cidrs { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>How many addresses are free; null if the cloud does not tell.</summary>
    public int? FreeAddresses { get; init; }

    /// <summary>The state, in the cloud's word.</summary>
    public string Status { get; init; } = "";

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>Name and id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Name.Length == 0 ? Id : Display.Line($"{Name} ({Id})");
}
