namespace EcsTools.Core.State;

/// <summary>How runners use an account right now.</summary>
/// <param name="Runners">How many there are, the one that asks included.</param>
/// <param name="Throttles">What the cloud has told the others.</param>
public sealed record AccountUse(int Runners, IReadOnlyList<ThrottleNote> Throttles);
