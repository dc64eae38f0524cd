using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One security group: rules for the traffic of servers.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsSecurityGroup
{
    /// <summary>The id, as <c>-SecurityGroupId</c> takes it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The VPC whose servers it is for; empty if it is for all.</summary>
    public string VpcId { get; init; } = "";

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
