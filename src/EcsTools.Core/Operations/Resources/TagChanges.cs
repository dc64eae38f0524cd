using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Http;
using EcsTools.Core.Listing;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Operations;

/// <summary>Changes tags in as few calls as the cloud takes, and reads them back: whether a call that fails for one resource changes the others is not
/// documented (docs/contracts/alibaba-ecs-lifecycle.md 6).</summary>
public static class TagChanges
{
    private const int MostLooks = 5;
    private const int IdsPerLook = 100;
    private static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(2);

    /// <summary>Reads resources of one kind by ID, freshly.</summary>
    /// <returns>Those that exist.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<TaggedResource>> ReadAsync(
        ConnectedAccount account, TaggedKind kind, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        List<TaggedResource> found = [];
        foreach (string[] some in ids.Distinct(StringComparer.Ordinal).ToArray().InBatches(IdsPerLook))
        {
            found.AddRange(kind switch
            {
                TaggedKind.Disk => (await Inventory.Disks(account, new DiskQuery { Ids = some }).ReadAllAsync(cancellation).ConfigureAwait(false)).Select(TaggedResource.Of),
                TaggedKind.Image => (await Inventory.Images(account, new ImageQuery { Ids = some }).ReadAllAsync(cancellation).ConfigureAwait(false)).Select(TaggedResource.Of),
                TaggedKind.Snapshot => (await Inventory.Snapshots(account, new SnapshotQuery { Ids = some }).ReadAllAsync(cancellation).ConfigureAwait(false)).Select(TaggedResource.Of),
                _ => (await InstanceLookup.FindByIdAsync(account, some, cancellation).ConfigureAwait(false)).Values.Select(TaggedResource.Of),
            });
        }

        return found;
    }

    /// <summary>Finds what would be refused about a change, before anything is sent.</summary>
    /// <returns>The refusal, or null.</returns>
    public static EcsException? Refuse(ConnectedAccount account, TaggedResource resource, TagChange change)
    {
        try
        {
            return Of(account).RulesOf(resource.Kind).Refuse(change, resource.Tags)
                ?? (resource.Item is EcsInstance instance ? InstanceGuard.RefuseEdit(account, instance) : null);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotSupported)
        {
            return error;
        }
    }

    /// <summary>Sends a change for resources of one kind, batch by batch, and reads each back.</summary>
    /// <param name="onEnd">Called for each batch: its resources as they are then, each with why it is not known to be done, and the cloud's id of the request or null.</param>
    public static async Task RunAsync(
        ConnectedAccount account, IReadOnlyList<TaggedResource> resources, TagChange change, Action<IReadOnlyList<(TaggedResource Resource, EcsException? Error)>, string?> onEnd, CancellationToken cancellation)
    {
        ITagEditor editor = Of(account);
        foreach (TaggedResource[] batch in resources.InBatches(editor.BatchSize))
        {
            EcsException? error = null;
            using IDisposable noting = RequestTrail.Begin(out RequestTrail requests);
            try
            {
                await editor.ChangeAsync(batch[0].Kind, [.. batch.Select(r => r.Id)], change, cancellation).ConfigureAwait(false);
            }
            catch (EcsException refusal)
            {
                error = refusal;
            }

            IReadOnlyDictionary<string, TaggedResource> now = await LookAsync(account, batch, change, isSent: error is null or { ErrorId: EcsErrorId.OutcomeUnknown }, cancellation).ConfigureAwait(false);
            onEnd([.. batch.Select(r => Judge(r, now, change, error))], requests.All);
        }
    }

    private static (TaggedResource Resource, EcsException? Error) Judge(
        TaggedResource resource, IReadOnlyDictionary<string, TaggedResource> now, TagChange change, EcsException? error)
    {
        bool isDone = now.TryGetValue(resource.Id, out TaggedResource? seen) && change.IsDone(seen.Tags);
        return (seen ?? resource, isDone ? null : error ?? Unseen(resource));
    }

    private static async Task<IReadOnlyDictionary<string, TaggedResource>> LookAsync(
        ConnectedAccount account, IReadOnlyList<TaggedResource> batch, TagChange change, bool isSent, CancellationToken cancellation)
    {
        Dictionary<string, TaggedResource> seen = new(StringComparer.Ordinal);
        string[] open = [.. batch.Select(r => r.Id)];
        for (int look = 0; open.Length > 0 && look < (isSent ? MostLooks : 1); look++)
        {
            if (look > 0)
            {
                await account.Time.Delay(LookDelay, cancellation).ConfigureAwait(false);
            }

            try
            {
                foreach (TaggedResource resource in await ReadAsync(account, batch[0].Kind, open, cancellation).ConfigureAwait(false))
                {
                    seen[resource.Id] = resource;
                }
            }
            catch (EcsException error)
            {
                // Not being able to look is no verdict on what was sent. What was throttled has waited long enough.
                if (error.ErrorId == EcsErrorId.ThrottledByService)
                {
                    break;
                }
            }

            open = [.. open.Where(id => !seen.TryGetValue(id, out TaggedResource? now) || !change.IsDone(now.Tags))];
        }

        return seen;
    }

    private static EcsException Unseen(TaggedResource resource) => new(
        EcsErrorId.OutcomeUnknown, $"The provider accepted the change of the tags of {resource}, but does not show it.")
    {
        RecommendedAction = "Get the object again. The same command can be run again.",
    };

    private static ITagEditor Of(ConnectedAccount account) => account.Cloud.Tags
        ?? throw StepErrors.NotSupported($"{account.Provider} does not offer tags through its API.", "Use the provider's console.");
}
