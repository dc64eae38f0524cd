namespace EcsTools.Sandbox.Fleet;

internal sealed class SecurityGroup
{
    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string VpcId { get; init; }

    public string Description { get; init; } = "";
}
