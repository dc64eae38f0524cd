namespace EcsTools.Sandbox.Fleet;

/// <summary>What servers are attached to: a vSwitch (Alibaba) or a subnet of a VPC.</summary>
internal sealed class Network
{
    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string VpcId { get; init; }

    public required string Cidr { get; init; }

    /// <summary>Empty if it spans all zones.</summary>
    public string Zone { get; init; } = "";

    public int FreeAddresses { get; set; } = 243;
}
