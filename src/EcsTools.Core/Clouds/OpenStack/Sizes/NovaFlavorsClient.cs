using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about sizes (compute API, <c>/flavors</c>).</summary>
internal sealed class NovaFlavorsClient
{
    private readonly ConcurrentDictionary<string, NovaFlavor> _known = new(StringComparer.Ordinal);
    private readonly OpenStackClient _client;

    public NovaFlavorsClient(OpenStackClient client) => _client = client;

    /// <summary>Reads all sizes that the project may use.</summary>
    public async Task<IReadOnlyList<NovaFlavor>> ListAsync(CancellationToken cancellation)
    {
        List<NovaFlavor> flavors = [];
        string? marker = null;
        do
        {
            ApiRequest request = ApiRequest.Get(
                "ListFlavors", ApiService.Compute, "/flavors/detail", marker is null ? [] : [("marker", marker)]);
            ApiReply reply = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
            NovaFlavor[] page = [.. reply.ReadList("flavors").OfType<JObject>().Select(NovaFlavor.Read).OfType<NovaFlavor>()];
            flavors.AddRange(page);
            string? last = page.LastOrDefault()?.Id;
            marker = last != marker && reply.Read().Objects("flavors_links").Any(l => l.Text("rel") == "next") ? last : null;
        }
        while (marker is not null);
        flavors.ForEach(f => _known[f.Id] = f);
        return flavors;
    }

    /// <summary>Names sizes by their ids: a size never changes, so that each is asked for once. What cannot be read has no name.</summary>
    public async Task<IReadOnlyDictionary<string, NovaFlavor>> DescribeAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        if (ids.Any(id => !_known.ContainsKey(id)))
        {
            await ListAsync(cancellation).ConfigureAwait(false);
        }

        // One that servers still have may have been deleted since, or be another project's.
        foreach (string id in ids.Where(id => !_known.ContainsKey(id)).Distinct().ToArray())
        {
            _known[id] = await FindAsync(id, cancellation).ConfigureAwait(false) ?? new NovaFlavor(id, id);
        }

        return _known;
    }

    private async Task<NovaFlavor?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!CloudId.CanEscape(id))
        {
            return null;
        }

        try
        {
            ApiReply reply = await _client.SendAsync(
                ApiRequest.Get("ShowFlavor", ApiService.Compute, $"/flavors/{CloudId.Escape(id)}"), cancellation).ConfigureAwait(false);
            return NovaFlavor.Read(reply.ReadObject("flavor"));
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.NotFound or EcsErrorId.AccessDenied)
        {
            return null;
        }
    }
}
