using System;

namespace EcsTools.Sandbox.Fleet;

/// <summary>What a command in a guest did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Duration">How long it ran, in sandbox time.</param>
internal sealed record GuestResult(int ExitCode, string Output, TimeSpan Duration);
