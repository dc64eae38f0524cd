using System.Collections.Concurrent;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about sizes (compute API, <c>/flavors</c>).</summary>
internal sealed class NovaFlavorsClient(IOpenStackApi api)
{
    private readonly ConcurrentDictionary<string, NovaFlavor> _known = new(StringComparer.Ordinal);
    private static readonly ListPaging Paging = OpenStackPaging.ByLinks(null, "flavors");

    /// <summary>Reads all sizes that the project may use.</summary>
    public async Task<IReadOnlyList<NovaFlavor>> ListAsync(CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Get("ListFlavors", ApiService.Compute, "/flavors/detail");
        IReadOnlyList<NovaFlavor> flavors = await PageWalk.ListAllAsync(
            at => api.ListPageAsync(request, "flavors", Paging, at, NovaFlavor.Read, cancellation)).ConfigureAwait(false);
        foreach (NovaFlavor flavor in flavors)
        {
            _known[flavor.Id] = flavor;
        }

        return flavors;
    }

    /// <summary>Names sizes by their ids: a size never changes, so that each is asked for once. What cannot be read has no name.</summary>
    public async Task<IReadOnlyDictionary<string, NovaFlavor>> DescribeAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        if (ids.Any(id => !_known.ContainsKey(id)))
        {
            try
            {
                await ListAsync(cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (error.ErrorId is EcsErrorId.NotFound or EcsErrorId.AccessDenied)
            {
                AmbientLog.Current.Verbose($"The sizes of the servers are read one by one: {error.Message}");
            }
        }

        // One that servers still have may have been deleted since, or be another project's.
        foreach (string id in ids.Where(id => !_known.ContainsKey(id)).Distinct().ToArray())
        {
            _known[id] = await FindAsync(id, cancellation).ConfigureAwait(false) ?? new NovaFlavor(id, id);
        }

        return _known;
    }

    private async Task<NovaFlavor?> FindAsync(string id, CancellationToken cancellation) => !CloudId.CanEscape(id) ? null : await api.TryReadAsync(
        ApiRequest.Get("ShowFlavor", ApiService.Compute, $"/flavors/{CloudId.Escape(id)}"),
        reply => NovaFlavor.Read(reply.ReadObject("flavor")),
        cancellation,
        error => error.ErrorId is EcsErrorId.NotFound or EcsErrorId.AccessDenied).ConfigureAwait(false);
}
