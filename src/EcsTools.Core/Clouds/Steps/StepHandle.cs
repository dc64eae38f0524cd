namespace EcsTools.Core.Clouds;

/// <summary>What the cloud gave to recognize a step by.</summary>
internal sealed record StepHandle
{
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    /// <summary>The job that carries it out, or null.</summary>
    public string? JobId { get; init; }

    /// <summary>The cloud's id of the request, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>Ids that the answer gave (a new disk, a snapshot ...).</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = NoFacts;
}
