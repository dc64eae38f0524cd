namespace EcsTools.Core.Clouds;

/// <summary>
/// Reads a list page by page: the next pages are fetched while the present one is used, each as soon as it is known what fetches it. That may be long
/// before the page in front of it has come, where the cloud writes it before the rows or numbers its pages. A row comes out once, although rows may
/// shift between pages. Memory does not grow with the list. For one reader at a time.
/// </summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class PageReader<T>
{
    // A row shifts by as many rows as were made since the page before: some thousands of rows are more than any fleet grows meanwhile.
    private const int PagesRemembered = 50;

    // One that the cloud makes and one that comes in or is read: more calls could be in vain.
    private const int PagesAhead = 2;
    private readonly Func<string?, Action<string>, CancellationToken, Task<Page<T>>> _fetch;
    private readonly Func<T, bool> _wanted;
    private readonly Func<T, string> _id;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string[]> _pages = new();
    private readonly Queue<Fetch> _ahead = new();
    private readonly object _gate = new();
    private Fetch? _latest;
    private string[] _last = [];
    private bool _ended;

    internal PageReader(Func<string?, CancellationToken, Task<Page<T>>> fetch, Func<T, bool> wanted, Func<T, string> id)
        : this((at, _, cancellation) => fetch(at, cancellation), wanted, id)
    {
    }

    /// <param name="fetch">Fetches a page, and says as soon as it knows what fetches the next.</param>
    internal PageReader(Func<string?, Action<string>, CancellationToken, Task<Page<T>>> fetch, Func<T, bool> wanted, Func<T, string> id)
    {
        _fetch = fetch;
        _wanted = wanted;
        _id = id;
    }

    /// <summary>What is done with the rows of a page when it is used, one page after the other; null for nothing.</summary>
    internal Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<T>>>? Complete { get; init; }

    /// <summary>Reads on.</summary>
    /// <returns>The next rows (perhaps none on this page), or null after the last page.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<T>?> ReadAsync(CancellationToken cancellation)
    {
        if (_ended)
        {
            return null;
        }

        Fetch fetch = Take(cancellation);
        Page<T> page = await fetch.Page.ConfigureAwait(false);
        RefuseRepetition(page);
        _ended = page.Continuation is null;
        FetchAfter(fetch, page, cancellation);
        IReadOnlyList<T> items = Complete is null ? page.Items : await Complete(page.Items, cancellation).ConfigureAwait(false);
        T[] rows = [.. items.Where(i => _wanted(i) && _seen.Add(_id(i)))];
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

    private Fetch Take(CancellationToken cancellation)
    {
        lock (_gate)
        {
            Fetch fetch = _ahead.Count > 0 ? _ahead.Dequeue() : Begin(null, cancellation);
            FetchOn(cancellation);
            return fetch;
        }
    }

    private Fetch Begin(string? at, CancellationToken cancellation)
    {
        Fetch fetch = _latest = new Fetch(at);
        if (at is not null)
        {
            _ahead.Enqueue(fetch);
        }

        fetch.Page = _fetch(at, next => Note(fetch, next, cancellation), cancellation);
        return fetch;
    }

    private void Note(Fetch fetch, string next, CancellationToken cancellation)
    {
        lock (_gate)
        {
            fetch.Next = next;
            FetchOn(cancellation);
        }
    }

    private void FetchOn(CancellationToken cancellation)
    {
        while (_ahead.Count < PagesAhead && _latest?.Next is { } at)
        {
            Begin(at, cancellation);
        }
    }

    private void FetchAfter(Fetch fetch, Page<T> page, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_ahead.Count > 0 && _ahead.Peek().At != page.Continuation)
            {
                // The list has changed since: what was fetched is not the next page.
                _ahead.Clear();
                _latest = fetch;
            }

            fetch.Next = page.Continuation;
            FetchOn(cancellation);
            if (page.AfterNext is { } after && _ahead.Count > 0)
            {
                _ahead.Peek().Next ??= after;
                FetchOn(cancellation);
            }
        }
    }

    // A cloud that takes no heed of offset or token would give the same page for ever.
    private void RefuseRepetition(Page<T> page)
    {
        string[] ids = [.. page.Items.Select(_id)];
        if (ids.Length > 0 && ids.SequenceEqual(_last, StringComparer.Ordinal))
        {
            throw new EcsException(EcsErrorId.MalformedAnswer, "The provider returns the same page of the list repeatedly.")
            {
                RecommendedAction = "Run the command again. If it fails again, report the issue.",
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

    /// <summary>A page on its way.</summary>
    /// <param name="at">What fetches it; null for the first.</param>
    private sealed class Fetch(string? at)
    {
        public string? At => at;

        public Task<Page<T>> Page { get; set; } = null!;

        /// <summary>What fetches the page after it, once that is known.</summary>
        public string? Next { get; set; }
    }
}
