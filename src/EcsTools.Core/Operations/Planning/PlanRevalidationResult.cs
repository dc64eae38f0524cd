namespace EcsTools.Core.Operations;

/// <summary>What became of a plan when its server was looked at again.</summary>
/// <param name="Approved">The plan that was given.</param>
/// <param name="Operation">The same plan, made anew and ready to run; null if it cannot be run.</param>
/// <param name="Error">Why it cannot be run, or null.</param>
public sealed record PlanRevalidationResult(EcsPlan Approved, PlannedOperation? Operation, EcsException? Error);
