using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>One account at one cloud in one region. Thread-safe. Every method throws <see cref="EcsException"/> and nothing else for
/// what the cloud or the network does.</summary>
internal interface ICloud : IDisposable
{
    /// <summary>What this cloud can do and how much of it at a time.</summary>
    CloudCapabilities Capabilities { get; }

    /// <summary>What else the account holds; null if servers are all that can be listed.</summary>
    ICloudInventory? Inventory { get; }

    /// <summary>Creates and deletes key pairs; null if the cloud has no call for it.</summary>
    IKeyPairEditor? KeyPairs { get; }

    /// <summary>Deletes what else the account holds; null if the cloud does not offer it.</summary>
    IResourceRemover? Remover { get; }

    /// <summary>What the cloud is going to do to servers, and did; null if it does not tell.</summary>
    IServerEvents? Events { get; }

    /// <summary>Changes tags; null if the cloud has no call for it.</summary>
    ITagEditor? Tags { get; }

    /// <summary>Proves the credential with a harmless call.</summary>
    Task<CallerIdentity> ProveAsync(CancellationToken cancellation);

    /// <summary>Reads one page of servers.</summary>
    /// <param name="query">What is wanted; the cloud filters what it can, the caller filters the rest.</param>
    /// <param name="continuation">Null for the first page, else <see cref="Page{T}.Continuation"/> of the page before.</param>
    /// <param name="onNext">
    /// Takes what fetches the next page as soon as it is known, which may be long before this page has come, or not at all; null if it is not needed
    /// before. It is a guess until the page says so itself.
    /// </param>
    /// <returns>The page; rows may have shifted since the page before.</returns>
    Task<Page<EcsInstance>> ListInstancesAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation);

    /// <summary>Reads servers by id, as freshly and as fully as the cloud can.</summary>
    /// <param name="ids">The ids; not empty.</param>
    /// <returns>The servers that exist, in any order. Ids that are missing do not exist.</returns>
    Task<IReadOnlyList<EcsInstance>> FindInstancesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Reads the disks of one server.</summary>
    Task<IReadOnlyList<EcsDisk>> GetDisksAsync(string instanceId, CancellationToken cancellation);

    /// <summary>The cloud's way of doing a step.</summary>
    /// <returns>The step, or null if the cloud does not offer it.</returns>
    ICloudStep? FindStep(StepKind kind);
}
