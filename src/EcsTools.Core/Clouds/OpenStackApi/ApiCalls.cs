using System.Globalization;

using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>The kinds of reads that all clients make.</summary>
internal static class ApiCalls
{
    /// <summary>So many resources are asked for one by one; for more the list is read.</summary>
    public const int FewIds = 10;

    /// <summary>Reads one resource, or returns null if it does not exist.</summary>
    /// <param name="isMissing">Which refusal says that it does not exist; by default the API's own for a server or anything else.</param>
    public static async Task<T?> TryReadAsync<T>(
        this IOpenStackApi api, ApiRequest request, Func<ApiReply, T?> read, CancellationToken cancellation, Func<EcsException, bool>? isMissing = null)
        where T : class
    {
        try
        {
            return read(await api.SendAsync(request, cancellation).ConfigureAwait(false));
        }
        catch (EcsException error) when (isMissing?.Invoke(error) ?? error.ErrorId == (request.InstanceId is null ? EcsErrorId.NotFound : EcsErrorId.InstanceNotFound))
        {
            return null;
        }
    }

    /// <summary>Reads a page of a list.</summary>
    /// <param name="request">The call, whose query holds the filters only.</param>
    /// <param name="at">What the page before gave, or null.</param>
    /// <param name="read">Makes something of a row; null leaves it out.</param>
    /// <param name="idOf">By what a row is known as a marker; by default its id.</param>
    public static Task<Page<T>> ListPageAsync<T>(
        this IOpenStackApi api,
        ApiRequest request,
        string list,
        ListPaging paging,
        string? at,
        Func<JObject, T?> read,
        CancellationToken cancellation,
        Func<JsonRow, string?>? idOf = null)
        where T : class => api.ListRowsAsync(request, list, paging, at, row => read(row.ToObject()), cancellation, idOf);

    /// <summary>Reads a page of a list whose rows are many, so that no trees are made of them.</summary>
    /// <param name="request">The call, whose query holds the filters only.</param>
    /// <param name="at">What the page before gave, or null.</param>
    /// <param name="read">Makes something of a row; null leaves it out.</param>
    /// <param name="idOf">By what a row is known as a marker; by default its id.</param>
    public static async Task<Page<T>> ListRowsAsync<T>(
        this IOpenStackApi api,
        ApiRequest request,
        string list,
        ListPaging paging,
        string? at,
        Func<JsonRow, T?> read,
        CancellationToken cancellation,
        Func<JsonRow, string?>? idOf = null)
        where T : class
    {
        List<(string, string)> query = [.. request.Query];
        if (paging.Limit is { } limit)
        {
            query.Insert(0, ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        }

        if ((at ?? paging.First) is { } position)
        {
            query.Add((paging.Position, position));
        }

        ApiReply reply = await api.SendAsync(request with { Query = query }, cancellation).ConfigureAwait(false);
        (JsonRow body, IReadOnlyList<(string? Id, T? Item)> rows) = reply.ReadRows(list, row => (idOf is null ? row.Text("id") : idOf(row), read(row)));
        string? next = paging.FindNext(new ListedPage(body, rows.Count, rows.LastOrDefault(r => r.Id is not null).Id, at, paging.Limit));
        return new Page<T>([.. rows.Select(r => r.Item).OfType<T>()], next);
    }

    /// <summary>Reads several resources by their ids, each once.</summary>
    /// <returns>Those that exist, as the only page.</returns>
    public static async Task<Page<T>> FindEachAsync<T>(IEnumerable<string> ids, Func<string, Task<T?>> find)
        where T : class => new([.. (await Task.WhenAll(ids.Distinct().Select(find)).ConfigureAwait(false)).OfType<T>()], null);

    /// <summary>Reads what a list did not show, which is not thereby gone: rows shift between pages.</summary>
    public static async Task AddMissingAsync<T>(this Dictionary<string, T> found, IEnumerable<string> wanted, Func<string, Task<T?>> find)
        where T : class
    {
        foreach (string[] some in wanted.Where(id => !found.ContainsKey(id)).ToArray().InBatches(FewIds))
        {
            T?[] shown = await Task.WhenAll(some.Select(find)).ConfigureAwait(false);
            foreach ((string id, T? item) in some.Zip(shown, (id, item) => (id, item)))
            {
                if (item is not null)
                {
                    found[id] = item;
                }
            }
        }
    }
}
