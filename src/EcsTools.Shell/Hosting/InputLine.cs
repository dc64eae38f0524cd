namespace EcsTools.Shell.Hosting;

/// <summary>A line that was read.</summary>
/// <param name="End">How the reading ended.</param>
/// <param name="Text">The text; empty unless it ended with Enter.</param>
internal readonly record struct InputLine(InputEnd End, string Text = "");
