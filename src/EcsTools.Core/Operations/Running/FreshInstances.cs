using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>Servers as they are right before something is done to them.</summary>
internal static class FreshInstances
{
    /// <summary>Reads servers freshly. One that is yet to be created is as its plan has it.</summary>
    /// <param name="instances">The servers as planned, each with the kind of operation.</param>
    /// <returns>The servers that exist or are yet to be created, by id.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static async Task<IReadOnlyDictionary<string, EcsInstance>> ReadAsync(
        ConnectedAccount account, IEnumerable<(OperationKind Kind, EcsInstance Instance)> instances, CancellationToken cancellation)
    {
        ILookup<bool, EcsInstance> all = instances.ToLookup(i => OperationDefinition.Find(i.Kind) is { Creates: true }, i => i.Instance);
        IReadOnlyDictionary<string, EcsInstance> found = await InstanceLookup.FindByIdAsync(
            account, [.. all[false].Select(i => i.Id).Distinct()], cancellation).ConfigureAwait(false);
        return found.Values.Concat(all[true]).GroupBy(i => i.Id).ToDictionary(g => g.Key, g => g.First());
    }
}
