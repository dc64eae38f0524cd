namespace EcsTools.Tests.Help;

/// <summary>An example of a page.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Code">Its commands.</param>
/// <param name="Text">All of it as the page has it, the commands included.</param>
public sealed record HelpExample(string Title, string Code, string Text)
{
    /// <summary>True if it needs what no sandbox has; the page says so to readers, too.</summary>
    public bool IsForRealServers => Text.Contains("Not for the sandbox: this example needs a real account or server.", StringComparison.Ordinal);
}
