using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about volumes (block storage API v3). Not every cloud has them.</summary>
internal sealed class CinderVolumesClient
{
    private const string RowsPerPage = "200";

    // So many are asked for one by one; for more the list is read.
    private const int FewIds = 10;
    private readonly OpenStackClient _client;

    public CinderVolumesClient(OpenStackClient client) => _client = client;

    /// <summary>Tells whether the cloud has volumes.</summary>
    public Task<bool> ExistAsync(CancellationToken cancellation) => _client.OffersAsync(ApiService.Volume, cancellation);

    /// <summary>Refuses what a cloud without volumes cannot do.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud has none; it tells what it has.</exception>
    public Task RequireAsync(CancellationToken cancellation) => _client.RequireAsync(ApiService.Volume, cancellation);

    /// <summary>Reads what is known of volumes, with few calls.</summary>
    /// <returns>Those that could be read, by id; none where the cloud has no volumes or does not show them.</returns>
    public async Task<IReadOnlyDictionary<string, CinderVolume>> DescribeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        Dictionary<string, CinderVolume> found = new(StringComparer.Ordinal);
        HashSet<string> wanted = new(ids, StringComparer.Ordinal);
        if (wanted.Count == 0 || !await ExistAsync(cancellation).ConfigureAwait(false))
        {
            return found;
        }

        try
        {
            if (wanted.Count <= FewIds)
            {
                Add(await Task.WhenAll(wanted.Select(id => FindAsync(id, cancellation))).ConfigureAwait(false));
                return found;
            }

            string? next = null;
            do
            {
                (IReadOnlyList<CinderVolume> items, next) = await ListPageAsync(next, cancellation).ConfigureAwait(false);
                Add(items);
            }
            while (next is not null && found.Count < wanted.Count);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.InvalidCredential or EcsErrorId.CannotConnect))
        {
            AmbientLog.Current.Verbose($"The volumes could not be read: {error.Message}");
        }

        return found;

        void Add(IEnumerable<CinderVolume?> volumes)
        {
            foreach (CinderVolume volume in volumes.OfType<CinderVolume>().Where(v => wanted.Contains(v.Id)))
            {
                found[volume.Id] = volume;
            }
        }
    }

    /// <summary>Reads a volume.</summary>
    /// <returns>The volume, or null if there is none.</returns>
    public async Task<CinderVolume?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!CloudId.IsId(id))
        {
            return null;
        }

        try
        {
            ApiRequest request = ApiRequest.Get("ShowVolume", ApiService.Volume, $"/volumes/{CloudId.InPath(id)}");
            return CinderVolume.Read((await _client.SendAsync(request, cancellation).ConfigureAwait(false)).ReadObject("volume"));
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a page of volumes.</summary>
    /// <param name="marker">The last volume of the page before, or null.</param>
    public async Task<(IReadOnlyList<CinderVolume> Items, string? Next)> ListPageAsync(string? marker, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Get(
            "ListVolumes", ApiService.Volume, "/volumes/detail", marker is null ? [("limit", RowsPerPage)] : [("limit", RowsPerPage), ("marker", marker)]);
        ApiReply reply = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        CinderVolume[] volumes = [.. reply.ReadList("volumes").OfType<JObject>().Select(CinderVolume.Read).OfType<CinderVolume>()];
        return (volumes, reply.Read().Objects("volumes_links").Any(l => l.Text("rel") == "next") ? volumes.LastOrDefault()?.Id : null);
    }
}
