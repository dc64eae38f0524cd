using System;

namespace EcsTools.Sandbox.Emulators.Alibaba.Commands;

/// <summary>What becomes of a command on one server: laid down when it is sent, shown as time goes by.</summary>
/// <param name="InstanceId">The server.</param>
/// <param name="Starts">When the guest begins with it, on the time line; until then it is pending.</param>
/// <param name="Duration">How long it runs.</param>
/// <param name="Status">The status at its end.</param>
internal sealed record CommandRun(string InstanceId, TimeSpan Starts, TimeSpan Duration, string Status)
{
    private const string Cancelled = "Cancelled";

    /// <summary>The exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>What it printed.</summary>
    public string Output { get; init; } = "";

    /// <summary>Why it could not run; empty if it could.</summary>
    public string ErrorCode { get; init; } = "";

    /// <summary>Whether it was taken back before the guest began with it.</summary>
    public bool IsCancelled => Status == Cancelled;

    /// <summary>Whether the guest has not begun with it.</summary>
    /// <param name="now">The time.</param>
    /// <returns>True if so.</returns>
    public bool IsPending(TimeSpan now) => !IsCancelled && now < Starts;

    /// <summary>Whether nothing more will come of it.</summary>
    /// <param name="now">The time.</param>
    /// <returns>True if so.</returns>
    public bool IsOver(TimeSpan now) => IsCancelled || now >= Starts + Duration;

    /// <summary>What the cloud says of it.</summary>
    /// <param name="now">The time.</param>
    /// <returns>The status (docs/contracts/alibaba-ecs.md 3.21).</returns>
    public string StatusAt(TimeSpan now) => IsOver(now) ? Status : IsPending(now) ? "Pending" : "Running";

    /// <summary>Takes it back, if the guest has not begun with it (docs/contracts/alibaba-ecs.md 3.22).</summary>
    /// <param name="now">The time.</param>
    /// <returns>What becomes of it now.</returns>
    public CommandRun Cancel(TimeSpan now) => IsPending(now) ? this with { Starts = now, Duration = TimeSpan.Zero, Status = Cancelled } : this;
}
