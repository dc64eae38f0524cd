using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Operations;

/// <summary>Describes steps as they happen, for who asked for detail.</summary>
internal static class StepText
{
    /// <summary>Says that a step is sent.</summary>
    public static void Sending(EcsInstance instance, StepKind kind) => AmbientLog.Current.Verbose($"{instance}: sending {Name(kind)}.");

    /// <summary>Says that the cloud has accepted a step.</summary>
    public static void Accepted(EcsInstance instance, StepKind kind, StepHandle handle)
    {
        string[] ids = [.. new[] { ("RequestId", handle.RequestId), ("JobId", handle.JobId) }.Where(i => !string.IsNullOrEmpty(i.Item2)).Select(i => $"{i.Item1} {i.Item2}")];
        AmbientLog.Current.Verbose($"{instance}: {Name(kind)} accepted{(ids.Length > 0 ? $" ({string.Join(", ", ids)})" : "")}.");
    }

    /// <summary>Says how a step has ended.</summary>
    /// <param name="log">Where it is said.</param>
    /// <param name="time">How long it took since it was sent.</param>
    public static void Ended(IOperationLog log, EcsInstance instance, StepKind kind, ObservedState state, TimeSpan time)
    {
        string end = state switch
        {
            ObservedState.TookEffect => "completed",
            ObservedState.Unknown => "has an unknown outcome",
            _ => "failed",
        };
        log.Verbose($"{instance}: {Name(kind)} {end} after {time.TotalSeconds:0} s.");
    }

    // RebuildSystemDisk: rebuild system disk.
    private static string Name(StepKind kind) => string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
