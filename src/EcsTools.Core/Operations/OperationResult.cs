using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>How an operation ended.</summary>
/// <param name="Operation">The operation as the journal has it.</param>
/// <param name="Error">Why it did not succeed, or null.</param>
public sealed record OperationResult(EcsOperation Operation, EcsException? Error)
{
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    /// <summary>What its last step left: ids and, for passwords, way and effect; never a secret.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = NoFacts;
}
