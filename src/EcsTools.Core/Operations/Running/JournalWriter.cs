using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>An operation's entry while it is worked on: every change is on the disk before the next thing happens.</summary>
internal sealed class JournalWriter
{
    private readonly Journal _journal;
    private readonly TimeProvider _wall;
    private readonly OngoingWork? _ongoing;

    public JournalWriter(Journal journal, JournalEntry entry, TimeProvider wall, OngoingWork? ongoing = null)
    {
        _ongoing = ongoing;
        _journal = journal;
        _wall = wall;
        Entry = entry;
    }

    /// <summary>The entry.</summary>
    public JournalEntry Entry { get; }

    /// <summary>Makes a record for a new operation. Nothing is written until its first step begins.</summary>
    /// <param name="ongoing">Gets the operation as soon as its first step begins; null where nobody asks.</param>
    public static JournalWriter For(PlannedOperation planned, Journal journal, OngoingWork? ongoing)
    {
        EcsInstance instance = planned.Plan.Instance;
        return new JournalWriter(
            journal,
            new JournalEntry
            {
                OperationId = Guid.NewGuid().ToString("N"),
                Kind = planned.Plan.Kind.ToString(),
                InstanceId = instance.Id,
                InstanceName = instance.Name,
                Account = instance.Account,
                AccountKey = instance.AccountKey,
                AccountIdentity = instance.AccountIdentity,
                Region = instance.Region,
                PlanId = planned.Plan.PlanId,
                Fingerprint = planned.Plan.Fingerprint,
                EndsRunning = OperationDefinition.Starts(instance, planned.Options),
                EndsStopped = OperationDefinition.Stops(planned.Options),
                FailedBefore = instance.FailedReinstalls,
                Options = planned.Plan.Options.ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal),
                StartedAt = planned.Account.Wall.GetUtcNow(),
                IsAttended = true,
            },
            planned.Account.Wall,
            ongoing);
    }

    /// <summary>Writes down that a step is about to be sent.</summary>
    /// <param name="before">What was seen before.</param>
    public JournalStep Begin(StepKind kind, IReadOnlyDictionary<string, string> before)
    {
        JournalStep step = new()
        {
            Kind = kind,
            State = JournalStepState.Sending,
            Token = Guid.NewGuid().ToString("N"),
            SentAt = _wall.GetUtcNow(),
            Before = before.ToDictionary(f => f.Key, f => f.Value),
        };
        Entry.Steps.Add(step);
        try
        {
            _journal.Write(Entry);
        }
        catch
        {
            // It is not sent, and must not be written down with the operation's end.
            Entry.Steps.Remove(step);
            throw;
        }

        _ongoing?.Add(Entry.ToOperation(null));
        return step;
    }

    /// <summary>Writes down what the cloud answered.</summary>
    public void Accept(JournalStep step, StepHandle handle)
    {
        step.JobId = handle.JobId;
        step.RequestId = handle.RequestId;
        Learn(step, handle.Facts);
        Complete(step, JournalStepState.Accepted, null);
    }

    /// <summary>Writes down how a step stands.</summary>
    /// <param name="error">Why it failed, or null.</param>
    public void Complete(JournalStep step, JournalStepState state, EcsException? error)
    {
        step.State = state;
        step.EndedAt = step.IsOpen ? null : _wall.GetUtcNow();
        step.CloudCode = error?.CloudCode ?? step.CloudCode;
        step.RequestId ??= error?.RequestId;
        _journal.Write(Entry);
    }

    /// <summary>Takes over ids that became known; written with the next <see cref="Complete"/>.</summary>
    public static void Learn(JournalStep step, IReadOnlyDictionary<string, string> facts)
    {
        foreach (KeyValuePair<string, string> fact in facts)
        {
            step.Facts[fact.Key] = fact.Value;
        }
    }

    /// <summary>Writes down the id of a backup while it is still being created: whoever stops waiting now must find it again.</summary>
    public void LearnBackup(JournalStep step, IReadOnlyDictionary<string, string> facts)
    {
        if (IsNewBackup(step, facts))
        {
            Learn(step, facts);
            _journal.Write(Entry);
        }
    }

    /// <summary>Tells whether facts name the backup that a step creates, which was not known before.</summary>
    public static bool IsNewBackup(JournalStep step, IReadOnlyDictionary<string, string> facts) =>
        step.IsBackup && step.FindBackupId() is null && facts.ContainsKey(step.Kind == StepKind.CreateImage ? StepFactKeys.ImageId : StepFactKeys.SnapshotId);

    /// <summary>Writes down whether we owe the server a start.</summary>
    /// <param name="owes">True if we stopped it and have not come to the main step.</param>
    public void OweStart(bool owes)
    {
        if (Entry.OwesStart != owes)
        {
            Entry.OwesStart = owes;
            _journal.Write(Entry);
        }
    }

    /// <summary>Writes down whether a disk is to be attached again.</summary>
    public void OweAttach(bool owes)
    {
        if (Entry.OwesAttach != owes)
        {
            Entry.OwesAttach = owes;
            _journal.Write(Entry);
        }
    }

    /// <summary>Writes down whether the user's check has still to say if what was done holds.</summary>
    /// <exception cref="EcsException">The journal cannot be written.</exception>
    public void AwaitVerdict(bool awaits)
    {
        if (Entry.AwaitsVerdict != awaits)
        {
            Entry.AwaitsVerdict = awaits;
            _journal.Write(Entry);
        }
    }

    /// <summary>Notes the end of a rebuild, and forgets the SSH host keys that it has replaced.</summary>
    public void NoteRebuilt(ConnectedAccount account, EcsInstance instance)
    {
        if (OperationDefinition.Find(Entry.Kind) is { Rebuilds: true })
        {
            account.RebuiltAt[Entry.OperationId] = account.Time.GetTimestamp();
            KnownHosts.ForgetReinstalled(instance, KnownHosts.DefaultPath);
        }
    }

    /// <summary>Writes down how the operation ended. An operation that never began a step leaves no trace.</summary>
    /// <param name="error">Why it did not succeed, or null.</param>
    public void End(EcsOperationState state, EcsException? error)
    {
        Entry.State = state;
        Entry.IsAttended = false;
        Entry.IsInterrupted = false;
        Entry.ErrorId = error?.ErrorId;
        Entry.Message = error?.Message;
        Entry.EndedAt = state == EcsOperationState.Running ? null : _wall.GetUtcNow();
        if (Entry.Steps.Count > 0)
        {
            _journal.Write(Entry);
        }
    }
}
