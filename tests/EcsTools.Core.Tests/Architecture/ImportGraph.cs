using System.Text.RegularExpressions;

namespace EcsTools.Core.Tests.Architecture;

/// <summary>Which namespace uses which other: by a using line, by a qualified name, or because it lies within it.</summary>
internal sealed partial class ImportGraph(IReadOnlyList<SourceFile> files)
{
    private readonly Dictionary<string, HashSet<string>> _types = files.GroupBy(f => f.Namespace).ToDictionary(g => g.Key, g => g.SelectMany(f => f.Types).ToHashSet());

    public IEnumerable<(string From, string To)> FindArrows() =>
        files.SelectMany(f => f.Usings.Select(FindNamespace).Concat(FindQualified(f)).Concat(FindEnclosing(f)).Where(n => n is not null && n != f.Namespace).Select(n => (f.Namespace, n!)))
            .Distinct();

    // A static using names a type.
    private string? FindNamespace(string name) => _types.ContainsKey(name) ? name
        : name.LastIndexOf('.') is > 0 and int dot && _types.ContainsKey(name[..dot]) ? name[..dot]
        : null;

    private IEnumerable<string?> FindQualified(SourceFile file) => QualifiedName().Matches(file.Code)
        .Select(m => (Namespace: m.Groups[1].Value, Type: m.Groups[2].Value))
        .SelectMany(n => _types.Where(t => t.Value.Contains(n.Type) && (t.Key == n.Namespace || t.Key.EndsWith("." + n.Namespace, StringComparison.Ordinal))).Select(t => t.Key));

    private IEnumerable<string?> FindEnclosing(SourceFile file)
    {
        HashSet<string> words = [.. Word().Matches(file.Code).Select(m => m.Value)];
        return _types.Where(t => file.Namespace.StartsWith(t.Key + ".", StringComparison.Ordinal) && t.Value.Overlaps(words)).Select(t => t.Key);
    }

    [GeneratedRegex(@"(?<![\w.])((?:[A-Z]\w*\.)*[A-Z]\w*)\.([A-Z]\w*)\b")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
