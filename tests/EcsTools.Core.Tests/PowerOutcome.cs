namespace EcsTools.Core.Tests;

/// <summary>What a cloud answered to a start, stop or restart of one server.</summary>
internal sealed record PowerOutcome(string InstanceId, EcsException? Error = null, string? JobId = null);
