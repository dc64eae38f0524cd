using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>
/// Reads a list of servers page by page: the next page is fetched while the present one is used. An instance comes out once,
/// although rows may shift between pages.
/// </summary>
public sealed class InstanceReader
{
    private readonly OpenAccount _account;
    private readonly InstanceQuery _query;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private Task<Page<EcsInstance>>? _next;
    private bool _ended;

    /// <summary>Makes a reader.</summary>
    /// <param name="account">Where to read.</param>
    /// <param name="query">What is wanted.</param>
    public InstanceReader(OpenAccount account, InstanceQuery query)
    {
        _account = account;
        _query = query;
    }

    /// <summary>Reads on.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The next servers (perhaps none on this page), or null after the last page.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsInstance>?> ReadAsync(CancellationToken cancellation)
    {
        if (_ended)
        {
            return null;
        }

        Page<EcsInstance> page = await (_next ?? FetchAsync(null, cancellation)).ConfigureAwait(false);
        _ended = page.Continuation is null;
        _next = _ended ? null : FetchAsync(page.Continuation, cancellation);
        return [.. page.Items.Where(i => _query.Matches(i) && _seen.Add(i.Id))];
    }

    private Task<Page<EcsInstance>> FetchAsync(string? continuation, CancellationToken cancellation) =>
        _account.Cloud.ListInstancesAsync(_query, continuation, cancellation);
}
