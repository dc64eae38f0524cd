namespace EcsTools.Sandbox.Emulators.Alibaba.Commands;

/// <summary>The result of a command on one server: fixed when the command is sent, shown as sandbox time passes. Until <c>Starts</c> (a
/// time of the event queue) it is pending.</summary>
internal sealed record CommandRun(string InstanceId, TimeSpan Starts, TimeSpan Duration, string Status)
{
    private const string Cancelled = "Cancelled";

    public int ExitCode { get; init; }

    public string Output { get; init; } = "";

    /// <summary>The reason why it could not run; empty if it could.</summary>
    public string ErrorCode { get; init; } = "";

    public bool IsCancelled => Status == Cancelled;

    public bool IsPending(TimeSpan now) => !IsCancelled && now < Starts;

    public bool IsOver(TimeSpan now) => IsCancelled || now >= Starts + Duration;

    /// <summary>See docs/contracts/alibaba-ecs.md 3.21.</summary>
    public string StatusAt(TimeSpan now) => IsOver(now) ? Status : IsPending(now) ? "Pending" : "Running";

    /// <summary>Has no effect once the guest has begun (docs/contracts/alibaba-ecs.md 3.22).</summary>
    public CommandRun Cancel(TimeSpan now) => IsPending(now) ? this with { Starts = now, Duration = TimeSpan.Zero, Status = Cancelled } : this;
}
