namespace EcsTools.Core.Operations;

/// <summary>How an operation ended.</summary>
/// <param name="Operation">The operation as the journal has it.</param>
/// <param name="Error">Why it did not succeed, or null.</param>
public sealed record OperationResult(EcsOperation Operation, EcsException? Error)
{
    /// <summary>The plan that it was carried out by; empty for one that was taken up again.</summary>
    public string PlanId { get; init; } = "";

    /// <summary>Password reset: whether one can log in with the new password; null if it surely was not set.</summary>
    public EcsLoginEffect? LoginEffect { get; init; }
}
