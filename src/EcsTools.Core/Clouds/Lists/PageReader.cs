namespace EcsTools.Core.Clouds;

/// <summary>
/// Reads a list page by page: the next page is fetched while the present one is used, and the one after it, where the cloud numbers its
/// pages, while the next is being made into objects. A row comes out once, although rows may shift
/// between pages. Memory does not grow with the list. For one reader at a time.
/// </summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class PageReader<T>
{
    // A row shifts by as many rows as were made since the page before: some thousands of rows are more than any fleet grows meanwhile.
    private const int PagesRemembered = 50;
    private readonly Func<string?, CancellationToken, Task<Page<T>>> _fetch;
    private readonly Func<T, bool> _wanted;
    private readonly Func<T, string> _id;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string[]> _pages = new();
    private readonly Queue<(string? At, Task<Page<T>> Page)> _ahead = new();
    private string[] _last = [];
    private bool _ended;

    internal PageReader(Func<string?, CancellationToken, Task<Page<T>>> fetch, Func<T, bool> wanted, Func<T, string> id)
    {
        _fetch = fetch;
        _wanted = wanted;
        _id = id;
    }

    /// <summary>Reads on.</summary>
    /// <returns>The next rows (perhaps none on this page), or null after the last page.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<T>?> ReadAsync(CancellationToken cancellation)
    {
        if (_ended)
        {
            return null;
        }

        Page<T> page = await (_ahead.Count == 0 ? _fetch(null, cancellation) : _ahead.Dequeue().Page).ConfigureAwait(false);
        RefuseRepetition(page);
        _ended = page.Continuation is null;
        FetchAhead(page, cancellation);
        T[] rows = [.. page.Items.Where(i => _wanted(i) && _seen.Add(_id(i)))];
        Remember([.. rows.Select(_id)]);
        return rows;
    }

    /// <summary>Reads what is left of the list.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<T>> ReadAllAsync(CancellationToken cancellation)
    {
        List<T> all = [];
        while (await ReadAsync(cancellation).ConfigureAwait(false) is { } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    /// <summary>Reads on until a row comes.</summary>
    /// <returns>The row; null if the list ends before.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<T?> ReadFirstAsync(CancellationToken cancellation)
    {
        while (await ReadAsync(cancellation).ConfigureAwait(false) is { } page)
        {
            if (page.Count > 0)
            {
                return page[0];
            }
        }

        return default;
    }

    private void FetchAhead(Page<T> page, CancellationToken cancellation)
    {
        if (_ahead.Count > 0 && _ahead.Peek().At != page.Continuation)
        {
            // The list has changed since: what was fetched is not the next page.
            _ahead.Clear();
        }

        foreach (string at in new[] { page.Continuation, page.AfterNext }.Skip(_ahead.Count).OfType<string>())
        {
            _ahead.Enqueue((at, _fetch(at, cancellation)));
        }
    }

    // A cloud that takes no heed of offset or token would give the same page for ever.
    private void RefuseRepetition(Page<T> page)
    {
        string[] ids = [.. page.Items.Select(_id)];
        if (ids.Length > 0 && ids.SequenceEqual(_last, StringComparer.Ordinal))
        {
            throw new EcsException(EcsErrorId.MalformedAnswer, "The cloud gives the same page of the list again and again.")
            {
                RecommendedAction = "Try again, and report it if it happens again.",
            };
        }

        _last = ids;
    }

    private void Remember(string[] ids)
    {
        _pages.Enqueue(ids);
        if (_pages.Count > PagesRemembered)
        {
            _seen.ExceptWith(_pages.Dequeue());
        }
    }
}
