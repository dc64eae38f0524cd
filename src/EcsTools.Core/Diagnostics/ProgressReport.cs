namespace EcsTools.Core.Diagnostics;

/// <summary>How far the work on one server has come.</summary>
/// <param name="InstanceId">The server; empty for what concerns the whole command.</param>
/// <param name="InstanceName">Its name.</param>
/// <param name="Activity">What is done, for example <c>Stopping</c>.</param>
/// <param name="Percent">0 to 100, or null if it cannot be told.</param>
/// <param name="Finished">True when nothing more will come for this server.</param>
public sealed record ProgressReport(string InstanceId, string InstanceName, string Activity, int? Percent, bool Finished);
