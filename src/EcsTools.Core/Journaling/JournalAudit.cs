using EcsTools.Core.Auditing;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Journaling;

/// <summary>
/// Takes into the audit log what the journal is told of steps: that one is about to be sent, and what came of it. What cannot be recorded
/// is not sent; what was sent already only warns, since it cannot be taken back.
/// </summary>
internal static class JournalAudit
{
    /// <summary>Records the steps whose state has changed since they were recorded last.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/> if a step that is to be sent cannot be recorded.</exception>
    public static void Record(IAuditLog log, JournalEntry entry)
    {
        JournalStep[] changed = [.. entry.Steps.Where(s => s.Recorded != s.State)];
        try
        {
            log.Append([.. changed.Select(s => Describe(entry, s))]);
        }
        catch (EcsException error) when (!changed.Any(s => s.State == JournalStepState.Sending))
        {
            AmbientLog.Current.Warning($"{entry.InstanceName} ({entry.InstanceId}): the outcome of the {entry.Noun} is in the journal only. {error.Message}");
            return;
        }

        foreach (JournalStep step in changed)
        {
            step.Recorded = step.State;
        }
    }

    private static AuditEvent Describe(JournalEntry entry, JournalStep step) => new()
    {
        Kind = EcsAuditKind.Change,
        Operation = entry.Kind,
        Step = step.Kind.ToString(),
        Outcome = step.State.ToString(),
        Instance = new EcsInstance
        {
            Id = entry.InstanceId,
            Name = entry.InstanceName,
            Account = entry.Account,
            AccountKey = entry.AccountKey,
            AccountIdentity = entry.AccountIdentity ?? "",
            Region = entry.Region,
        },
        OperationId = entry.OperationId,
        PlanId = entry.PlanId,
        RequestId = step.RequestId ?? "",
        ErrorId = step.State is JournalStepState.Failed or JournalStepState.Unknown ? step.CloudCode ?? entry.ErrorId ?? "" : "",
        Detail = step.JobId is not null ? $"job {step.JobId}" : entry.FindCreatedId() is { } created ? $"server {created}" : "",
    };
}
