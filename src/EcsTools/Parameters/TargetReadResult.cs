namespace EcsTools.Parameters;

/// <summary>What was found of what was named.</summary>
/// <param name="Found">The servers, each once.</param>
/// <param name="Errors">What was not found or not clear, with the object that was given.</param>
internal sealed record TargetReadResult(IReadOnlyList<EcsInstance> Found, IReadOnlyList<(EcsException Error, object? Target)> Errors);
