using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>How an operation ended.</summary>
/// <param name="Operation">The operation as the journal has it.</param>
/// <param name="Error">Why it did not succeed, or null.</param>
public sealed record OperationResult(EcsOperation Operation, EcsException? Error);
