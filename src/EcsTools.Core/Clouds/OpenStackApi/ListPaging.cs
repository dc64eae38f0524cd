namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>How a list comes in pages.</summary>
/// <param name="Limit">The most rows of a page; null leaves it to the cloud.</param>
/// <param name="Position">The query's name for the place where a page begins: <c>marker</c> or <c>offset</c>.</param>
/// <param name="FindNext">Finds where the next page begins; null after the last page.</param>
internal sealed record ListPaging(int? Limit, string Position, Func<ListedPage, string?> FindNext)
{
    /// <summary>Where the first page begins, if that must be said.</summary>
    public string? First { get; init; }
}
