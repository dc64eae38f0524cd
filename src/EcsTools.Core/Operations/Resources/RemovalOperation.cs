using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Operations;

/// <summary>Deletes snapshots and images, and looks until they are gone.</summary>
public static class RemovalOperation
{
    // None of the clouds deletes several in one call.
    private const int Degree = 4;
    private const int MostTries = 5;
    private static readonly TimeSpan LagDelay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(5);

    /// <summary>Reads what is to be deleted and what depends on it, operations of this machine that are still open included.</summary>
    /// <returns>Those that exist.</returns>
    /// <exception cref="EcsException">The cloud could not be asked, or does not offer it.</exception>
    public static async Task<IReadOnlyList<RemovalPreview>> PreviewAsync(
        ConnectedAccount account, RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<RemovalPreview> found = await Remover(account).PreviewAsync(kind, ids, cancellation).ConfigureAwait(false);
        IReadOnlyList<JournalEntry> open = found.Count == 0 || account.Journal is not { } journal ? []
            : [.. journal().Read(new JournalQuery { States = [EcsOperationState.Running] }).Where(e => e.AccountKey == account.Info.AccountKey)];
        return [.. found.Select(f => f with { Requirements = [.. f.Requirements, CheckOpen(f, open)] })];
    }

    /// <summary>Sends each deletion once and looks until all are gone.</summary>
    /// <param name="timeout">How long to look.</param>
    /// <param name="onEnded">Gets each, with the cloud's request id and why it did not succeed, or null.</param>
    public static async Task RunAsync(
        ConnectedAccount account,
        IReadOnlyList<RemovalPreview> items,
        TimeSpan timeout,
        Action<RemovalPreview, string?, EcsException?> onEnded,
        CancellationToken cancellation)
    {
        IResourceRemover remover = Remover(account);
        Sent[] all = await items.ForEachAsync(Degree, i => SendAsync(account, remover, i, cancellation), cancellation).ConfigureAwait(false);
        foreach (Sent refused in all.Where(s => s.Refusal is not null))
        {
            onEnded(refused.Item, refused.RequestId, refused.Refusal);
        }

        List<Sent> left = [.. all.Where(s => s.Refusal is null)];
        EcsException? unread = null;
        for (long begun = account.Time.GetTimestamp(); left.Count > 0;)
        {
            try
            {
                IReadOnlyDictionary<string, string> there = await remover
                    .FindStatusAsync(left[0].Item.Kind, [.. left.Select(s => s.Item.Id)], cancellation).ConfigureAwait(false);
                unread = null;
                foreach (Sent ended in left.Where(s => !there.TryGetValue(s.Item.Id, out string? status) || HasFailed(s.Item, status)).ToArray())
                {
                    left.Remove(ended);
                    onEnded(ended.Item, ended.RequestId, there.TryGetValue(ended.Item.Id, out string? status) ? Failed(ended, status) : null);
                }
            }
            catch (EcsException error)
            {
                // Not being able to look is no verdict on what was sent.
                unread = error;
            }

            if (left.Count == 0 || account.Time.GetElapsedTime(begun) >= timeout)
            {
                break;
            }

            await account.Time.Delay(LookDelay, cancellation).ConfigureAwait(false);
        }

        foreach (Sent open in left)
        {
            onEnded(open.Item, open.RequestId, open.Lost ?? StillThere(open, unread));
        }
    }

    private static async Task<Sent> SendAsync(ConnectedAccount account, IResourceRemover remover, RemovalPreview item, CancellationToken cancellation)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return new Sent(item, await remover.DeleteAsync(item.Kind, item.Id, cancellation).ConfigureAwait(false));
            }
            catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
            {
                // What it was to bring about can be read.
                return new Sent(item, error.RequestId) { Lost = Name(error, item) };
            }
            catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
            {
                // It was there a moment ago, and is gone as it should be.
                return new Sent(item, error.RequestId);
            }
            catch (EcsException error) when (!(remover.MayPass(error) && tries < MostTries))
            {
                return new Sent(item, error.RequestId) { Refusal = Name(error, item) };
            }
            catch (EcsException error)
            {
                AmbientLog.Current.Verbose($"{item}: {error.CloudCode}; retrying in {LagDelay.TotalSeconds:0} s.");
            }

            await account.Time.Delay(LagDelay, cancellation).ConfigureAwait(false);
        }
    }

    private static EcsException Name(EcsException error, RemovalPreview item) => new(
        error.ErrorId,
        error.ErrorId == EcsErrorId.OutcomeUnknown ? $"The outcome of the deletion of {item} is unknown: {error.Message}" : $"Cannot delete {item}: {error.Message}",
        error)
    {
        InstanceId = item.Id,
        CloudCode = error.CloudCode,
        HttpStatus = error.HttpStatus,
        RequestId = error.RequestId,
        RetryAfter = error.RetryAfter,
        WasNotCarriedOut = error.WasNotCarriedOut,
        RecommendedAction = error.ErrorId == EcsErrorId.OutcomeUnknown ? "Check whether it is still listed. Running the same command again does no harm." : error.RecommendedAction,
    };

    // What was in an error before says nothing about its deletion.
    private static bool HasFailed(RemovalPreview item, string status) => status == "error_deleting" && item.Status != status;

    private static EcsException Failed(Sent sent, string status) => new(EcsErrorId.OperationFailed, $"Deletion of {sent.Item} failed: its status is {status}.")
    {
        InstanceId = sent.Item.Id,
        RequestId = sent.RequestId,
        RecommendedAction = "Run the command again. If it fails again, contact the provider's support.",
    };

    private static EcsException StillThere(Sent sent, EcsException? unread) => new(
        EcsErrorId.OperationTimeout,
        unread is null ? $"The provider accepted the deletion of {sent.Item}, but still lists it." : $"The provider accepted the deletion of {sent.Item}, but it cannot be read back: {unread.Message}",
        unread)
    {
        InstanceId = sent.Item.Id,
        RequestId = sent.RequestId,
        RecommendedAction = "Check with Get-EcsSnapshot or Get-EcsImage later. Running the same command again does no harm.",
    };

    private static EcsRequirement CheckOpen(RemovalPreview item, IReadOnlyList<JournalEntry> open)
    {
        JournalEntry? of = open.FirstOrDefault(e => e.ToOperation(null) is var o && (item.Kind == RemovableKind.Snapshot ? o.SnapshotId : o.ImageId) == item.Id);
        return of is null
            ? Requirement.Passed(EcsRequirementId.Busy, $"No open operation needs the {item.Noun}.")
            : Requirement.Failed(
                EcsRequirementId.Busy,
                $"The {of.Noun} of {of.InstanceName} ({of.InstanceId}) is still open, and {item} is its backup or result.",
                $"Run Wait-EcsOperation or Resume-EcsOperation with -OperationId {of.OperationId} first.");
    }

    private static IResourceRemover Remover(ConnectedAccount account) => account.Cloud.Remover
        ?? throw StepErrors.NotSupported($"{account.Provider} does not offer to delete snapshots and images.", action: null);

    private sealed record Sent(RemovalPreview Item, string? RequestId)
    {
        // The answer did not come.
        public EcsException? Lost { get; init; }

        public EcsException? Refusal { get; init; }
    }
}
