using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>How an operation ended.</summary>
/// <param name="Operation">The operation as the journal has it.</param>
/// <param name="Error">Why it did not succeed, or null.</param>
public sealed record OperationResult(EcsOperation Operation, EcsException? Error)
{
    /// <summary>Password reset: whether one can log in with the new password; null if it surely was not set.</summary>
    public EcsLoginEffect? LoginEffect { get; init; }
}
