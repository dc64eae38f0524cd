using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>What the cloud answered to a start, stop or restart of one server.</summary>
/// <param name="InstanceId">The server.</param>
/// <param name="Error">Null if it was accepted.</param>
/// <param name="JobId">The job that carries it out, or null where the cloud has none.</param>
internal sealed record PowerReceipt(string InstanceId, EcsException? Error = null, string? JobId = null);
