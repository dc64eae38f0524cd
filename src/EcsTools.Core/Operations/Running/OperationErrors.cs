using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>The errors with which an operation ends.</summary>
internal static class OperationErrors
{
    /// <summary>The error for a main step that did not take effect.</summary>
    public static EcsException For(JournalEntry entry, StepObservation end) => end.State switch
    {
        ObservedState.Failed when CountFailures(entry) is > 1 and int failures => ForSupport(entry, end, failures),
        ObservedState.Failed => end.Error ?? Unknown(entry),
        ObservedState.NotTaken => NotTaken(entry),
        _ => end.Error ?? Unknown(entry),
    };

    /// <summary>The error when the cloud never took a step.</summary>
    public static EcsException NotTaken(JournalEntry entry) => new(
        EcsErrorId.OperationFailed, $"The provider did not accept the {entry.Noun} of {Server(entry)}. No changes were made.")
    {
        InstanceId = entry.InstanceId,
        WasNotCarriedOut = true,
        RecommendedAction = "Run the command again.",
    };

    /// <summary>The error when nobody knows.</summary>
    public static EcsException Unknown(JournalEntry entry) => new(
        EcsErrorId.OutcomeUnknown, $"The outcome of the {entry.Noun} of {Server(entry)} is unknown.")
    {
        InstanceId = entry.InstanceId,
        RecommendedAction = "Check the server and its disks before you run the command again.",
    };

    /// <summary>The error of a start, stop or restart that was sent, and that nobody can look at.</summary>
    public static EcsException Unread(EcsInstance instance, StepKind kind, EcsException error) =>
        new(EcsErrorId.OutcomeUnknown, $"The {kind.ToString().ToLowerInvariant()} of {instance} was sent, but its status cannot be read: {error.Message}", error)
        {
            InstanceId = instance.Id,
            CloudCode = error.CloudCode,
            HttpStatus = error.HttpStatus,
            RequestId = error.RequestId,
            RecommendedAction = error.RecommendedAction,
        };

    /// <summary>The error of an operation whose main step was sent, and that is to be settled later.</summary>
    /// <param name="what">What happened, after the operation's name.</param>
    public static EcsException LeftOpen(JournalEntry entry, EcsInstance instance, string errorId, string what, EcsException error) =>
        new(errorId, $"The {entry.Noun} of {instance} {what}: {error.Message}", error)
        {
            InstanceId = instance.Id,
            CloudCode = error.CloudCode,
            HttpStatus = error.HttpStatus,
            RequestId = error.RequestId,
            RecommendedAction = $"{error.RecommendedAction} Then run Resume-EcsOperation -OperationId {entry.OperationId}.".TrimStart(),
        };

    // Attempts count across commands: what the user tries again is the second time, too.
    private static int CountFailures(JournalEntry entry) => OperationDefinition.Find(entry.Kind) is { Rebuilds: true }
        ? entry.FailedBefore + Jobs(entry).Count(s => s.State == JournalStepState.Failed)
        : 0;

    private static IEnumerable<JournalStep> Jobs(JournalEntry entry) =>
        entry.Steps.Where(s => s.Kind == StepKind.RebuildSystemDisk && s.State is not (JournalStepState.Sending or JournalStepState.Unknown));

    private static EcsException ForSupport(JournalEntry entry, StepObservation end, int failures)
    {
        EcsException? error = end.Error;
        string jobs = string.Join("; ", Jobs(entry).Select(
            s => $"job {s.JobId ?? "unknown"}, request {s.RequestId ?? "unknown"}, sent {s.SentAt:u}, code {s.CloudCode ?? "none"}"));
        string left = end.Instance is not { } now ? "The server cannot be read."
            : !end.Facts.TryGetValue(StepFactKeys.SystemDiskId, out string? disk) ? $"It is now {StatusText.Of(now)}."
            : disk.Length == 0 ? $"It is now {StatusText.Of(now)}, without a system disk."
            : $"It is now {StatusText.Of(now)}, with system disk {disk}.";
        return new EcsException(
            EcsErrorId.OsReinstallFailed, $"The {entry.Noun} of {Server(entry)} failed {failures} times: {jobs}. {left} Last: {error?.Message}", error)
        {
            InstanceId = entry.InstanceId,
            CloudCode = error?.CloudCode,
            RequestId = error?.RequestId,
            RecommendedAction = "Contact the provider's support with the IDs of the server, the jobs, and the requests.",
        };
    }

    private static string Server(JournalEntry entry) => $"{entry.InstanceName} ({entry.InstanceId})";
}
