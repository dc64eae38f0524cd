using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>
/// Reads a list page by page: the next page is fetched while the present one is used. A row comes out once, although rows may shift
/// between pages. For one reader at a time.
/// </summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class PageReader<T>
{
    private readonly Func<string?, CancellationToken, Task<Page<T>>> _fetch;
    private readonly Func<T, bool> _wanted;
    private readonly Func<T, string> _id;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private Task<Page<T>>? _next;
    private bool _ended;

    internal PageReader(Func<string?, CancellationToken, Task<Page<T>>> fetch, Func<T, bool> wanted, Func<T, string> id)
    {
        _fetch = fetch;
        _wanted = wanted;
        _id = id;
    }

    /// <summary>Reads on.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The next rows (perhaps none on this page), or null after the last page.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<T>?> ReadAsync(CancellationToken cancellation)
    {
        if (_ended)
        {
            return null;
        }

        Page<T> page = await (_next ?? _fetch(null, cancellation)).ConfigureAwait(false);
        _ended = page.Continuation is null;
        _next = _ended ? null : _fetch(page.Continuation, cancellation);
        return [.. page.Items.Where(i => _wanted(i) && _seen.Add(_id(i)))];
    }
}
