namespace EcsTools.Core.Http;

/// <summary>What lets one call through a <see cref="ThrottleGate"/>.</summary>
/// <param name="Openings">How often the gate had been opened again when the call went through.</param>
/// <param name="IsTry">True for the call that tries whether the gate may be opened.</param>
internal readonly record struct ThrottleLease(int Openings, bool IsTry);
