using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>The backup of an operation whose main step was not carried out: nobody needs it, but it exists at the provider and is billed.</summary>
internal static class UnusedBackup
{
    /// <summary>Finds the backup that an operation has begun.</summary>
    /// <param name="entry">The operation; its main step was not carried out.</param>
    /// <returns>The step that creates it; null if there is none, or if the provider refused it.</returns>
    public static JournalStep? Find(JournalEntry entry)
    {
        StepKind? main = OperationDefinition.Find(entry.Kind)?.Main;
        JournalStep? backup = entry.Steps.LastOrDefault(s => s.IsBackup && s.Kind != main);
        return backup is { State: JournalStepState.Failed } && backup.FindBackupId() is null ? null : backup;
    }

    /// <summary>Adds to an error which backup was begun and is not used.</summary>
    /// <param name="error">Why the operation did not succeed.</param>
    public static EcsException Name(EcsException error, JournalEntry entry) => Find(entry) is not { } backup ? error : new EcsException(
        error.ErrorId, $"{error.Message} {Describe(backup, entry)}", error)
    {
        InstanceId = error.InstanceId,
        CloudCode = error.CloudCode,
        HttpStatus = error.HttpStatus,
        RequestId = error.RequestId,
        RetryAfter = error.RetryAfter,
        WasNotCarriedOut = error.WasNotCarriedOut,
        RecommendedAction = $"{error.RecommendedAction} Delete the backup if you do not need it.".TrimStart(),
    };

    private static string Describe(JournalStep backup, JournalEntry entry)
    {
        string noun = backup.Kind == StepKind.CreateImage ? "image" : "snapshot";
        return backup.FindBackupId() is { } id ? $"The {noun} {id} was created as a backup and is not used; it is billed until you delete it."
            : backup.JobId is { } job ? $"A backup {noun} was started (job {job}) and is not used; it is billed until you delete it."
            : $"A backup {noun} may have been started; if it exists, it carries the tag {BackupNaming.OperationTag}={entry.OperationId} and is billed until you delete it.";
    }
}
