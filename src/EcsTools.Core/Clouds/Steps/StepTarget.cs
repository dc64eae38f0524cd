using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>A server that a step is to be done to.</summary>
internal sealed record StepTarget(EcsInstance Instance, OperationOptions Options)
{
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    /// <summary>What was seen before sending (<see cref="StepPreview.Facts"/>), as the journal keeps it.</summary>
    public IReadOnlyDictionary<string, string> Before { get; init; } = NoFacts;

    /// <summary>The id of the operation it belongs to, with which backups are tagged.</summary>
    public string OperationId { get; init; } = "";

    /// <summary>The idempotency token, made once per step.</summary>
    public string Token { get; init; } = "";
}
