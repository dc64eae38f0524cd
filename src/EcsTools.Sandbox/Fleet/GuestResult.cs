namespace EcsTools.Sandbox.Fleet;

/// <summary>The result of a command in a guest. Duration is sandbox time.</summary>
internal sealed record GuestResult(int ExitCode, string Output, TimeSpan Duration);
