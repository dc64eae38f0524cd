namespace EcsTools.Core.Clouds;

/// <summary>How a step stands.</summary>
/// <param name="Instance">The server as read, or null if it was not.</param>
internal sealed record StepObservation(ObservedState State, EcsInstance? Instance = null)
{
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    /// <summary>Ids that became known (an image's, a new disk's ...); see <see cref="StepFactKeys"/>.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = NoFacts;

    /// <summary>Why it failed.</summary>
    public EcsException? Error { get; init; }

    /// <summary>What the user should know although it took effect (a restart that could not be witnessed).</summary>
    public string? Warning { get; init; }

    /// <summary>True if the cloud's own verdict allows to send the step again.</summary>
    public bool MayRetry { get; init; }

    /// <summary>True if the disk is made and only the start at the end failed, so that starting repairs it.</summary>
    public bool RepairByStart { get; init; }

    /// <summary>What the cloud is doing, in a few words.</summary>
    public string? Activity { get; init; }

    /// <summary>0 to 100, or null if it cannot be told.</summary>
    public int? Percent { get; init; }

    /// <summary>It is under way.</summary>
    public static StepObservation Pending(string activity, EcsInstance? now) => new(ObservedState.Pending, now) { Activity = activity };

    public static StepObservation Failed(EcsInstance? now, EcsException error) => new(ObservedState.Failed, now) { Error = error };

    /// <summary>The server is gone, which was not asked for.</summary>
    public static StepObservation Gone(StepTarget target) =>
        Failed(null, StepErrors.Gone(target.Instance));

    /// <summary>Nothing that can be read tells of the step: accepted is all that can be known, and a lost answer leaves nothing.</summary>
    public static IReadOnlyList<Task<StepObservation>> OfAnswersAlone(IReadOnlyList<SentStep> sent) =>
        [.. sent.Select(s => Task.FromResult(new StepObservation(s.Handle is null ? ObservedState.Unknown : ObservedState.TookEffect)))];
}
