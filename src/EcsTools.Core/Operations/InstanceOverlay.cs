using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>
/// Adds to a server what only our journal knows (Huawei contract 6.2): that it is being reinstalled or that this has failed, and that
/// a server which appeared meanwhile is probably the cloud's temporary one.
/// </summary>
internal sealed class InstanceOverlay
{
    /// <summary>Knows nothing and changes nothing.</summary>
    public static readonly InstanceOverlay None = new([]);

    private readonly ILookup<string, JournalEntry> _byServer;
    private readonly List<JournalEntry> _openRebuilds;

    private InstanceOverlay(IReadOnlyList<JournalEntry> entries)
    {
        _byServer = entries.ToLookup(e => e.InstanceId, StringComparer.Ordinal);
        _openRebuilds = [.. entries.Where(e => e.State == EcsOperationState.Running && RebuildOf(e) is not null)];
    }

    /// <summary>Reads what the journal knows of an account's servers.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="accountKey">The account's key.</param>
    /// <returns>The overlay.</returns>
    public static InstanceOverlay Read(Journal journal, string accountKey) =>
        new([.. journal.Read(new JournalQuery()).Where(e => e.AccountKey == accountKey)]);

    /// <summary>Adds what is known.</summary>
    /// <param name="instance">The server as the cloud told it.</param>
    /// <returns>The server, perhaps with another status or marked temporary.</returns>
    public EcsInstance Apply(EcsInstance instance)
    {
        JournalEntry? last = _byServer[instance.Id].Where(e => RebuildOf(e) is not null).OrderByDescending(e => e.StartedAt).FirstOrDefault();
        if (last is null)
        {
            return IsSuspectedTemporary(instance) ? instance with { IsTemporary = true } : instance;
        }

        return last.State switch
        {
            EcsOperationState.Running when RebuildOf(last)!.State != JournalStepState.Failed => instance with { Status = OperationShape.Of(last.Kind)!.Running },
            EcsOperationState.Failed when RebuildOf(last)!.State == JournalStepState.Failed && instance.Status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Error =>
                instance with { Status = FailedStatus(last) },
            _ => instance,
        };
    }

    private static EcsInstanceStatus FailedStatus(JournalEntry entry) => OperationShape.Of(entry.Kind)!.Running == EcsInstanceStatus.ChangingOs
        ? EcsInstanceStatus.ChangeOsFailed
        : EcsInstanceStatus.ReinstallFailed;

    // A refused step has no job and no request that ran: only what the cloud accepted counts.
    private static JournalStep? RebuildOf(JournalEntry entry) => entry.Steps.LastOrDefault(s => s.Kind == StepKind.RebuildSystemDisk && s.JobId is not null);

    private bool IsSuspectedTemporary(EcsInstance instance) =>
        instance.CreatedAt is { } created && _openRebuilds.Any(e => created >= RebuildOf(e)!.SentAt);
}
