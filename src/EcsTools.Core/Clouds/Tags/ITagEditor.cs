namespace EcsTools.Core.Clouds;

/// <summary>A cloud's way of changing tags. Setting a tag overwrites its value, and removing one that is not there does nothing.</summary>
internal interface ITagEditor
{
    /// <summary>Resources of one kind that one call changes.</summary>
    int BatchSize { get; }

    /// <summary>What the cloud takes as tags of a kind of resource.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if it has none there; it says what it has.</exception>
    TagRules RulesOf(TaggedKind kind);

    /// <summary>Sends a change.</summary>
    /// <param name="ids">At most <see cref="BatchSize"/>.</param>
    /// <exception cref="EcsException">The cloud refused, or the answer was lost.</exception>
    Task ChangeAsync(TaggedKind kind, IReadOnlyList<string> ids, TagChange change, CancellationToken cancellation);
}
