using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>A database that holds the state of EcsTools for several machines.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed class EcsStateStore
{
    /// <summary>Its address, without a password.</summary>
    public string Location { get; init; } = "";

    /// <summary>The schema of the tables.</summary>
    public string Schema { get; init; } = "";

    /// <summary>The version of the tables.</summary>
    public int Version { get; init; }

    /// <summary>The version that was there before; 0 for none.</summary>
    public int PreviousVersion { get; init; }

    /// <summary>The roles that were given the rights of a runner.</summary>
    public IReadOnlyList<string> GrantedTo { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>Returns the address.</summary>
    public override string ToString() => Location;
}
