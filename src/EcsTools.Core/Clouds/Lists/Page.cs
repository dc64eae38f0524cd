namespace EcsTools.Core.Clouds;

/// <summary>One page of a list.</summary>
/// <param name="Continuation">What fetches the next page, or null after the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation)
{
    /// <summary>What fetches the page after the next, where that is known without reading the next; else null.</summary>
    public string? AfterNext { get; init; }

    /// <summary>Makes something else of the items of the page.</summary>
    public Page<TOut> Select<TOut>(Func<T, TOut> map) => new([.. Items.Select(map)], Continuation) { AfterNext = AfterNext };
}
