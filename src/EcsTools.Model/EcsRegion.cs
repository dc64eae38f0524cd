using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One region of a cloud.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsRegion
{
    /// <summary>The region's id, as -Region takes it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>The host that serves it.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>False if the cloud says that it is sold out or closed.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>The cloud.</summary>
    public EcsCloud Cloud { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>Name and id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Id;
}
