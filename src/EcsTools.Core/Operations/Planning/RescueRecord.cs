using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>What the journal knows of rescues.</summary>
public static class RescueRecord
{
    /// <summary>Finds the system disk that the last rescue of a server has given to another one.</summary>
    /// <returns>The disk's id; null if the journal knows of none.</returns>
    public static string? FindDisk(Journal journal, ConnectedAccount account, EcsInstance instance) =>
        journal.Of(account.SandboxJournals).ReadOf(instance.AccountKey, [instance.Id])
            .Where(e => e.AccountKey == instance.AccountKey && e.InstanceId == instance.Id && e.Kind == nameof(OperationKind.RescueStart))
            .Select(e => e.Steps.LastOrDefault(s => s.Kind == StepKind.DetachDisk))
            .Select(s => s is not null && s.Before.TryGetValue(StepFactKeys.DiskId, out string? disk) ? disk : null)
            .FirstOrDefault(disk => disk is not null);
}
