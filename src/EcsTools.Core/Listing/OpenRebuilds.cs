using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Listing;

/// <summary>
/// Shows servers as being reinstalled whose system disk this or another session on this machine is rebuilding, where no field of the
/// cloud's tells it. <see cref="InstanceEnricher"/> does so for the jobs of clouds that have them, in lists too.
/// </summary>
internal static class OpenRebuilds
{
    // An operation whose outcome is unknown stays in the journal; so long it may still be under way.
    private static readonly TimeSpan Doubt = TimeSpan.FromHours(1);

    /// <summary>Gives servers that are being rebuilt their status. Sends no write.</summary>
    /// <returns>The servers, in the order given.</returns>
    public static async Task<IReadOnlyList<EcsInstance>> MarkAsync(ConnectedAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        if (instances.Count == 0 || account.Journal?.Invoke().Of(account.SandboxJournals) is not { } journal)
        {
            return instances;
        }

        DateTimeOffset now = account.Wall.GetUtcNow();
        ILookup<string, JournalEntry> open = journal.ReadOf(account.Info.AccountKey, instances.Select(i => i.Id))
            .Where(e => FindStep(e) is { } step && MayBeUnderWay(e, now - step.SentAt))
            .ToLookup(e => e.InstanceId, StringComparer.Ordinal);
        return open.Count == 0 ? instances : await Task.WhenAll(instances.Select(MarkOneAsync)).ConfigureAwait(false);

        async Task<EcsInstance> MarkOneAsync(EcsInstance instance)
        {
            foreach (JournalEntry entry in IsShownOn(instance) ? [] : open[instance.Id])
            {
                if (journal.IsClaimed(entry.AccountKey, entry.InstanceId)
                    || (!account.Cloud.Capabilities.RebuildsAreJobs && await IsPendingAsync(account, entry, instance, cancellation).ConfigureAwait(false)))
                {
                    return instance with { Status = OperationDefinition.Find(entry.Kind)!.Running };
                }
            }

            return instance;
        }
    }

    /// <summary>Determines whether a server is shown as being reinstalled, by the cloud or by our journal.</summary>
    public static bool IsShownOn(EcsInstance instance) => instance.Status is EcsInstanceStatus.Reinstalling or EcsInstanceStatus.ChangingOs;

    private static bool MayBeUnderWay(JournalEntry entry, TimeSpan age) =>
        entry.State == EcsOperationState.Running || (entry.State == EcsOperationState.Unknown && age < Doubt);

    private static JournalStep? FindStep(JournalEntry entry) => OperationDefinition.Find(entry.Kind) is { Main: StepKind.RebuildSystemDisk }
        && entry.Steps.LastOrDefault(s => s.Kind == StepKind.RebuildSystemDisk) is { IsOpen: true } step
        ? step
        : null;

    private static async Task<bool> IsPendingAsync(ConnectedAccount account, JournalEntry entry, EcsInstance instance, CancellationToken cancellation)
    {
        JournalStep step = FindStep(entry)!;
        try
        {
            StepTarget target = new(instance, entry.ReadOptions(instance))
            {
                Before = step.Before,
                Token = step.Token,
                OperationId = entry.OperationId,
            };
            SentStep sent = new(target, step.ToHandle()) { Age = account.Wall.GetUtcNow() - step.SentAt };
            return account.Cloud.FindStep(step.Kind) is { } main
                && (await main.ObserveAsync([sent], cancellation)[0].ConfigureAwait(false)).State == ObservedState.Pending;
        }
        catch (EcsException error)
        {
            // Not being able to look is no leave to disturb what the journal says was sent.
            AmbientLog.Current.Verbose($"{instance}: cannot read the status of its {entry.Noun} ({error.ErrorId}); treating it as in progress.");
            return true;
        }
    }
}
