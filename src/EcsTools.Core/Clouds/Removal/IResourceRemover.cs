namespace EcsTools.Core.Clouds;

/// <summary>A cloud's way of deleting snapshots and images.</summary>
internal interface IResourceRemover
{
    /// <summary>Reads what is to be deleted, and all that depends on it, in as few calls as possible.</summary>
    /// <returns>Those that exist, in any order.</returns>
    /// <exception cref="EcsException">The cloud could not be asked. What only a dependent's own service refuses is an unknown requirement.</exception>
    Task<IReadOnlyList<RemovalPreview>> PreviewAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation);

    /// <summary>Sends the deletion of one of them, once. Nothing that depends on it is forced.</summary>
    /// <returns>The cloud's request id, or null.</returns>
    /// <exception cref="EcsException">The cloud refused, or the answer was lost.</exception>
    Task<string?> DeleteAsync(RemovableKind kind, string id, CancellationToken cancellation);

    /// <summary>Reads which of them still exist.</summary>
    /// <returns>The cloud's status texts by id.</returns>
    Task<IReadOnlyDictionary<string, string>> FindStatusAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation);

    /// <summary>Determines whether a clear refusal can come from a state that lags behind, so that the deletion may be sent again.</summary>
    bool MayPass(EcsException refusal);
}
