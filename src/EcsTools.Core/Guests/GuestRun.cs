using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>What became of a script in one guest.</summary>
/// <param name="Output">What it left; null if it did not end by itself.</param>
/// <param name="Error">Why not, or null.</param>
internal sealed record GuestRun(GuestOutput? Output, EcsException? Error);
