using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>How a server stands that somebody waits for.</summary>
/// <param name="State">Pending, TookEffect or Failed.</param>
/// <param name="Instance">The server as read, or null if it was not.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Warning">What the user should know although it is done (a restart that could not be witnessed).</param>
internal sealed record PowerObservation(ObservedState State, EcsInstance? Instance, EcsException? Error = null, string? Warning = null);
