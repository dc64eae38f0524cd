namespace EcsTools.Core.Clouds;

/// <summary>Reads lists whole.</summary>
internal static class PageWalk
{
    /// <summary>Reads all pages of a list. A cloud that takes no heed of the marker ends it.</summary>
    public static async Task<IReadOnlyList<T>> ListAllAsync<T>(Func<string?, Task<Page<T>>> listPage)
    {
        List<T> found = [];
        string? at = null;
        bool isMore;
        do
        {
            Page<T> page = await listPage(at).ConfigureAwait(false);
            found.AddRange(page.Items);
            isMore = page.Continuation is not null && page.Continuation != at;
            at = page.Continuation;
        }
        while (isMore);
        return found;
    }
}
