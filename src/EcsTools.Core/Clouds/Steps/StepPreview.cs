using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>What a step would need, do and destroy.</summary>
internal sealed record StepPreview
{
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    /// <summary>What is done, in one sentence, for example <c>Re-initialize system disk d-1 from image m-1</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>Why there is nothing to do, in one sentence, for a server that is already as wanted; else null.</summary>
    public string? AlreadyDone { get; init; }

    /// <summary>All conditions, checked.</summary>
    public IReadOnlyList<EcsRequirement> Requirements { get; init; } = Array.Empty<EcsRequirement>();

    /// <summary>What is lost, a sentence each.</summary>
    public IReadOnlyList<string> Losses { get; init; } = Array.Empty<string>();

    /// <summary>What is done once it took effect and the server is as it shall be, a sentence each; see <c>SnapshotPolicyFollowUp</c>.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = Array.Empty<string>();

    /// <summary>What it costs, a sentence each.</summary>
    public IReadOnlyList<string> Costs { get; init; } = Array.Empty<string>();

    /// <summary>How long the server is expected to be away.</summary>
    public TimeSpan ExpectedDowntime { get; init; }

    /// <summary>What must not change before the step is sent and what later tells whether it took effect (system disk id, image id ...).</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = NoFacts;

    /// <summary>What later tells whether it took effect, too, but is changed by the operation itself before the step is sent.</summary>
    public IReadOnlyDictionary<string, string> Seen { get; init; } = NoFacts;

    /// <summary>Another server that is changed, too; null if none is.</summary>
    public EcsInstance? Other { get; init; }

    /// <summary>The preview of a start, stop or restart, which needs nothing and loses nothing.</summary>
    public static StepPreview OfPower(StepKind kind, StepTarget target) => new()
    {
        Summary = $"{kind} the server.",
        Facts = new Dictionary<string, string> { [StepFactKeys.Status] = target.Instance.Status.ToString() },
    };
}
