using EcsTools.Core.Clouds;

namespace EcsTools.Internal;

/// <summary>Names with wildcards of which one must fit; none at all fit everything.</summary>
internal sealed class NamePatterns(IEnumerable<string> texts)
{
    private readonly NamePattern[] _patterns = [.. texts.Select(NamePattern.Parse)];

    /// <summary>Determines whether one of the names that an object has fits.</summary>
    public bool Fit(params string?[] names) => _patterns.Length == 0 || Array.Exists(_patterns, p => names.OfType<string>().Any(p.Fits));
}
