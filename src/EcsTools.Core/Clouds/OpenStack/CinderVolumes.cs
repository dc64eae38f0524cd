using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about volumes (block storage API v3). Not every cloud has them.</summary>
internal sealed class CinderVolumes
{
    private const string RowsPerPage = "200";
    private readonly OpenStackClient _client;

    /// <summary>Makes the family.</summary>
    /// <param name="client">Sends.</param>
    public CinderVolumes(OpenStackClient client) => _client = client;

    /// <summary>Tells whether the cloud has volumes.</summary>
    /// <param name="cancellation">Stops a login.</param>
    /// <returns>True if it has.</returns>
    public Task<bool> ExistAsync(CancellationToken cancellation) => _client.OffersAsync(OpenStackService.Volume, cancellation);

    /// <summary>Reads a volume.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The volume, or null if there is none.</returns>
    public async Task<CinderVolume?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!NovaServers.IsId(id))
        {
            return null;
        }

        try
        {
            OpenStackRequest request = OpenStackRequest.Get("ShowVolume", OpenStackService.Volume, $"/volumes/{id}");
            return CinderVolume.Read((await _client.SendAsync(request, cancellation).ConfigureAwait(false)).ReadObject("volume"));
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a page of volumes.</summary>
    /// <param name="marker">The last volume of the page before, or null.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The volumes, and what fetches the next page.</returns>
    public async Task<(IReadOnlyList<CinderVolume> Items, string? Next)> ListPageAsync(string? marker, CancellationToken cancellation)
    {
        OpenStackRequest request = OpenStackRequest.Get(
            "ListVolumes", OpenStackService.Volume, "/volumes/detail", marker is null ? [("limit", RowsPerPage)] : [("limit", RowsPerPage), ("marker", marker)]);
        OpenStackReply reply = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        CinderVolume[] volumes = [.. reply.ReadList("volumes").OfType<JObject>().Select(CinderVolume.Read).OfType<CinderVolume>()];
        return (volumes, reply.Read().Objects("volumes_links").Any(l => l.Text("rel") == "next") ? volumes.LastOrDefault()?.Id : null);
    }
}
