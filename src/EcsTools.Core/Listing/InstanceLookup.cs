using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;

namespace EcsTools.Core.Listing;

/// <summary>Finds servers by what a user wrote, with what our journal knows of them.</summary>
public static class InstanceLookup
{
    /// <summary>How many servers are worth a call of their own: the clouds' lists take up to a hundred ids.</summary>
    public const int BatchSize = 100;

    /// <summary>Reads servers by id, freshly, with as few calls as the cloud allows.</summary>
    /// <returns>The servers that exist, by id.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static async Task<IReadOnlyDictionary<string, EcsInstance>> FindByIdAsync(
        ConnectedAccount account, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<string, EcsInstance>();
        }

        InstanceEnricher overlay = await InstanceEnricher.ReadAsync(account, ids, cancellation).ConfigureAwait(false);
        IReadOnlyList<EcsInstance> found = await account.Cloud.FindInstancesAsync(ids, cancellation).ConfigureAwait(false);
        IReadOnlyList<EcsInstance> known = await overlay.ApplyAsync(found, cancellation).ConfigureAwait(false);
        return (await OpenRebuilds.MarkAsync(account, known, cancellation).ConfigureAwait(false)).GroupBy(i => i.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>Reads all servers whose name fits one of the names.</summary>
    /// <param name="names">Names; wildcards are taken as such.</param>
    /// <returns>The servers, each once.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<EcsInstance>> FindByNameAsync(
        ConnectedAccount account, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        IReadOnlyList<EcsInstance> found = await Inventory.Instances(account, new InstanceQuery { Names = names }).ReadAllAsync(cancellation).ConfigureAwait(false);
        return await OpenRebuilds.MarkAsync(account, found, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads the disks of one server.</summary>
    /// <returns>The disks, the system disk first.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static Task<IReadOnlyList<EcsDisk>> GetDisksAsync(ConnectedAccount account, string instanceId, CancellationToken cancellation) =>
        account.Cloud.GetDisksAsync(instanceId, cancellation);
}
