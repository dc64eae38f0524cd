using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace EcsTools.Model;

/// <summary>
/// Wraps lists and tags of objects, so that they read as text wherever a property becomes text, as in CSV files, and that PowerShell finds
/// the items of lists by number, which it does not in the types that the compiler makes of collection expressions.
/// </summary>
internal static class Readable
{
    /// <summary>Gets an empty list.</summary>
    public static IReadOnlyList<T> NoItems<T>() => TextList<T>.Empty;

    /// <summary>Gets no pairs.</summary>
    public static IReadOnlyDictionary<string, T> NoPairs<T>() => TextPairs<T>.Empty;

    /// <summary>Wraps a list; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? Items<T>(IReadOnlyList<T>? items) => items switch
    {
        null or TextList<T> => items,
        { Count: 0 } => TextList<T>.Empty,
        _ => new TextList<T>(items as IList<T> ?? [.. items]),
    };

    /// <summary>Wraps pairs; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(pairs))]
    public static IReadOnlyDictionary<string, T>? Pairs<T>(IReadOnlyDictionary<string, T>? pairs) => pairs switch
    {
        null or TextPairs<T> => pairs,
        { Count: 0 } => TextPairs<T>.Empty,
        _ => new TextPairs<T>(pairs as IDictionary<string, T> ?? pairs.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal)),
    };

    private sealed class TextList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
    {
        public static readonly TextList<T> Empty = new(Array.Empty<T>());

        public override string ToString() => string.Join(", ", this);
    }

    private sealed class TextPairs<T>(IDictionary<string, T> pairs) : ReadOnlyDictionary<string, T>(pairs)
    {
        public static readonly TextPairs<T> Empty = new(new Dictionary<string, T>());

        public override string ToString() => string.Join(", ", this.Select(p => $"{p.Key}={p.Value}"));
    }
}
