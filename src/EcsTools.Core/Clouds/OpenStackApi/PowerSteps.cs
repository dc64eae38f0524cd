using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What starts, stops and restarts have alike on every cloud.</summary>
internal static class PowerSteps
{
    // How long after a restart of which nothing can be asked a running server is taken for restarted.
    private static readonly TimeSpan UnwitnessedRestart = TimeSpan.FromMinutes(2);

    /// <summary>Tells whether a server is at rest where a step of this kind leaves it.</summary>
    public static bool IsThere(StepKind kind, EcsInstance now) => ServerStatus.IsSettled(now, kind == StepKind.Stop ? ServerStatus.Shutoff : ServerStatus.Active);

    /// <summary>Judges a restart by a server that runs, which it did before.</summary>
    /// <param name="isProven">Whether the cloud says that the restart has ended.</param>
    public static StepObservation JudgeRestarted(SentStep sent, EcsInstance now, bool isProven) =>
        isProven || sent.SawWork ? new StepObservation(ObservedState.TookEffect, now)
        : sent.Age < UnwitnessedRestart ? new StepObservation(ObservedState.Pending, now)
        : new StepObservation(ObservedState.TookEffect, now) { Warning = $"{now}: running, but the restart could not be verified." };

    /// <summary>What was to be done, as the beginning of a sentence.</summary>
    public static string Describe(StepKind kind) => kind switch
    {
        StepKind.Start => "The start",
        StepKind.Stop => "The stop",
        _ => "The restart",
    };
}
