namespace EcsTools.Core.Clouds;

/// <summary>A change of tags: some are set, or some are removed by their keys.</summary>
/// <param name="Set">Keys with their values; empty to remove.</param>
/// <param name="Removed">Keys; empty to set.</param>
public sealed record TagChange(IReadOnlyDictionary<string, string> Set, IReadOnlyList<string> Removed)
{
    /// <summary>The change that sets tags.</summary>
    /// <param name="tags">Keys with their values.</param>
    public static TagChange Add(IReadOnlyDictionary<string, string> tags) => new(tags, []);

    /// <summary>The change that removes tags.</summary>
    /// <param name="keys">Their keys.</param>
    public static TagChange Remove(IEnumerable<string> keys) => new(new Dictionary<string, string>(), [.. keys.Distinct(StringComparer.Ordinal)]);

    /// <summary>All keys that it concerns.</summary>
    public IEnumerable<string> Keys => Set.Keys.Concat(Removed);

    /// <summary>Tells whether tags are as wanted.</summary>
    /// <param name="tags">The tags that there are.</param>
    public bool IsDone(IReadOnlyDictionary<string, string> tags) =>
        Set.All(t => tags.TryGetValue(t.Key, out string? value) && value == t.Value) && !Removed.Any(tags.ContainsKey);

    /// <summary>What is to be done, for questions and the audit log.</summary>
    public override string ToString() => Removed.Count > 0
        ? $"Remove tags: {string.Join(", ", Removed)}"
        : $"Set tags: {string.Join(", ", Set.Select(t => t.Value.Length == 0 ? t.Key : $"{t.Key}={t.Value}"))}";
}
