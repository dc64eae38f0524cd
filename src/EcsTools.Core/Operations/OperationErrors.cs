using System.Linq;

using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>The errors with which an operation ends.</summary>
internal static class OperationErrors
{
    /// <summary>The error for a main step that did not take effect.</summary>
    /// <param name="entry">The operation.</param>
    /// <param name="end">How the step ended.</param>
    /// <param name="attempt">How often it had been sent before.</param>
    /// <returns>The error.</returns>
    public static EcsException For(JournalEntry entry, StepObservation end, int attempt) => end.State switch
    {
        ObservedState.Failed when attempt > 0 => ForSupport(entry, end.Error, attempt),
        ObservedState.Failed => end.Error ?? Unknown(entry),
        ObservedState.NotTaken => NotTaken(entry),
        _ => end.Error ?? Unknown(entry),
    };

    /// <summary>The error when the cloud never took a step.</summary>
    /// <param name="entry">The operation.</param>
    /// <returns>The error.</returns>
    public static EcsException NotTaken(JournalEntry entry) => new(
        EcsErrorId.OperationFailed, $"The cloud never took the {entry.Kind} of {Server(entry)}: the server is as it was.")
    {
        InstanceId = entry.InstanceId,
        WasNotCarriedOut = true,
        RecommendedAction = "Give the command again.",
    };

    /// <summary>The error when nobody knows.</summary>
    /// <param name="entry">The operation.</param>
    /// <returns>The error.</returns>
    public static EcsException Unknown(JournalEntry entry) => new(
        EcsErrorId.OutcomeUnknown, $"Whether the {entry.Kind} of {Server(entry)} took effect is not known.")
    {
        InstanceId = entry.InstanceId,
        RecommendedAction = "Look at the server and its disks before you give the command again.",
    };

    private static EcsException ForSupport(JournalEntry entry, EcsException? error, int attempt)
    {
        string jobs = string.Join(", ", entry.Steps.Where(s => s.JobId is not null).Select(s => $"{s.JobId} ({s.SentAt:u}, {s.CloudCode ?? "no code"})"));
        return new EcsException(
            EcsErrorId.OsReinstallFailed, $"{entry.Kind} of {Server(entry)} failed {attempt + 1} times. Jobs: {jobs}. Last: {error?.Message}", error)
        {
            InstanceId = entry.InstanceId,
            CloudCode = error?.CloudCode,
            RequestId = error?.RequestId,
            RecommendedAction = "Contact the provider's support and give them the ids of the server, the jobs and the request.",
        };
    }

    private static string Server(JournalEntry entry) => $"{entry.InstanceName} ({entry.InstanceId})";
}
