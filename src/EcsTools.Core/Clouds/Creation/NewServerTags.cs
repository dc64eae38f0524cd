using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>The tags of a new server, as plans hold them: key and value with an equals sign between.</summary>
internal static class NewServerTags
{
    /// <summary>Reads the tags.</summary>
    public static IReadOnlyList<(string Key, string Value)> Read(OperationOptions options) =>
        [.. options.Tags.Select(t => t.Split(['='], 2)).Select(t => (t[0], t.Length > 1 ? t[1] : ""))];
}
