namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>One page of a list that may be narrowed to ids.</summary>
/// <param name="Continuation">What fetches the next page, or null after the last.</param>
/// <param name="RowsSoFar">How many rows came with this page and those before it.</param>
/// <param name="EndsCall">True if this page was the last of its call; there may be further ids.</param>
internal sealed record AlibabaListPage<T>(IReadOnlyList<T> Rows, string? Continuation, int RowsSoFar, bool EndsCall);
