namespace EcsTools.Core.Clouds;

/// <summary>A start, stop or restart.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Hard">Stop and restart: true cuts the power, false asks the guest.</param>
/// <param name="StopCharging">Alibaba's economical stop (docs/contracts/alibaba-ecs.md 3.7); elsewhere refused.</param>
public sealed record PowerRequest(PowerAction Action, bool Hard = false, bool StopCharging = false);
