namespace EcsTools.Core.Clouds;

/// <summary>Tags that a cloud itself sets: they are listed among a user's, but nobody else can set or delete them.</summary>
internal static class SystemTags
{
    /// <summary>Those of some tags whose keys begin with what a cloud keeps for itself.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> tags, params string[] prefixes) =>
        tags.Count == 0 ? tags : tags.Where(t => Array.Exists(prefixes, p => t.Key.StartsWith(p, StringComparison.Ordinal))).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
}
