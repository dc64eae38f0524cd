using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>Where the console of a server can be used for a while. The address is a credential: whoever has it has the console.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsConsoleAddress
{
    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The address.</summary>
    public string Address { get; init; } = "";

    /// <summary>Until when the address can be opened; null if the provider does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The server, without the address, which is a credential.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Display.Line($"{InstanceName} ({InstanceId})");
}
