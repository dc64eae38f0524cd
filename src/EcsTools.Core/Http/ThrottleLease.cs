namespace EcsTools.Core.Http;

/// <summary>What lets one call through a <see cref="ThrottleGate"/>.</summary>
internal readonly record struct ThrottleLease(int Openings, bool IsTry);
