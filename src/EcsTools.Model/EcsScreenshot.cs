using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>A picture of a server's screen that was written to a file.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsScreenshot
{
    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>The format of the picture, by its content: JPG or PNG.</summary>
    public string Format { get; init; } = "";

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The path of the file.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Path;
}
