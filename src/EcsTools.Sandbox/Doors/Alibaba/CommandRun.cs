using System;

namespace EcsTools.Sandbox.Doors.Alibaba;

/// <summary>What becomes of a command on one server: laid down when it is sent, shown as time goes by.</summary>
/// <param name="InstanceId">The server.</param>
/// <param name="Sent">When it was sent, on the time line.</param>
/// <param name="Duration">How long it runs.</param>
/// <param name="Status">The status at its end.</param>
internal sealed record CommandRun(string InstanceId, TimeSpan Sent, TimeSpan Duration, string Status)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>What it printed.</summary>
    public string Output { get; init; } = "";

    /// <summary>Why it could not run; empty if it could.</summary>
    public string ErrorCode { get; init; } = "";
}
