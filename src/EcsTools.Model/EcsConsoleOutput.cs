using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>What a server has written to its console. The text is as the guest wrote it: it can contain secrets and control characters.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsConsoleOutput
{
    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The text, unchanged; empty if the guest has written nothing.</summary>
    public string Text { get; init; } = "";

    /// <summary>True if the provider reads the text from the server as it runs; false if it recorded the text earlier.</summary>
    public bool IsLive { get; init; }

    /// <summary>When the provider recorded the text; null if it does not say.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The server and the length of the text, without the text itself, which can contain secrets.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Display.Line($"{InstanceName} ({InstanceId}): {Text.Length} characters");
}
