using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

using Newtonsoft.Json;

namespace EcsTools.Core.Journaling;

/// <summary>One thing that was sent, as the journal keeps it: written before sending, completed with what the cloud answered.</summary>
internal sealed class JournalStep
{
    /// <summary>The kind of step.</summary>
    public StepKind Kind { get; set; }

    /// <summary>How it stands.</summary>
    public JournalStepState State { get; set; }

    /// <summary>The state that the audit log has; null while it has none. A step that was read from a file is recorded as it was read.</summary>
    [JsonIgnore]
    public JournalStepState? Recorded { get; set; }

    /// <summary>True as long as the journal does not know its end.</summary>
    [JsonIgnore]
    public bool IsOpen => State is not (JournalStepState.Done or JournalStepState.Failed);

    /// <summary>True if it creates something that can serve as a backup.</summary>
    [JsonIgnore]
    public bool IsBackup => Kind is StepKind.CreateImage or StepKind.CreateSnapshot;

    /// <summary>The idempotency token.</summary>
    public string Token { get; set; } = "";

    /// <summary>When it was sent.</summary>
    public DateTimeOffset SentAt { get; set; }

    /// <summary>When its end was seen; version 0.1 did not write it down.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What was seen before.</summary>
    public Dictionary<string, string> Before { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The cloud's job.</summary>
    public string? JobId { get; set; }

    /// <summary>The cloud's request id.</summary>
    public string? RequestId { get; set; }

    /// <summary>Ids that the answer gave.</summary>
    public Dictionary<string, string> Facts { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The cloud's code if it failed.</summary>
    public string? CloudCode { get; set; }

    /// <summary>The image or snapshot that it creates, as soon as its id is known.</summary>
    /// <returns>The id, or null.</returns>
    public string? FindBackupId() =>
        IsBackup && Facts.TryGetValue(Kind == StepKind.CreateImage ? StepFactKeys.ImageId : StepFactKeys.SnapshotId, out string? id) ? id : null;

    /// <summary>What the cloud answered, or null if no answer was written down.</summary>
    public StepHandle? ToHandle() => State == JournalStepState.Accepted || JobId is not null || Facts.ContainsKey(StepFactKeys.OrderId)
        ? new StepHandle { JobId = JobId, RequestId = RequestId, Facts = Facts }
        : null;
}
