using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about images (contract 3.11, 3.13).</summary>
internal sealed class HuaweiImages
{
    // The cloud's own default, which it will therefore not cut.
    private const int RowsPerPage = 500;
    private const string ListPath = "/v2/cloudimages";
    private readonly HuaweiApi _api;

    /// <summary>Makes the family.</summary>
    /// <param name="api">Sends.</param>
    public HuaweiImages(HuaweiApi api) => _api = api;

    /// <summary>Reads an image. The list is asked and not the image, whose 404 is not documented.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The image; null if it does not exist for this project.</returns>
    /// <exception cref="EcsException">It could not be read.</exception>
    public async Task<HuaweiImage?> FindAsync(string id, CancellationToken cancellation)
    {
        HuaweiReply reply = await _api.SendAsync(
            HuaweiRequest.Get("ListImages", HuaweiService.Ims, ListPath, ("id", id)), cancellation).ConfigureAwait(false);
        return reply.ReadList("images").OfType<JObject>().Select(HuaweiImage.Read).FirstOrDefault(i => i?.Id == id);
    }

    /// <summary>Reads a page of images.</summary>
    /// <param name="filters">Filters as the cloud names them.</param>
    /// <param name="marker">The last image of the page before, or null.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The images, and the marker of the next page if there is one.</returns>
    public async Task<(IReadOnlyList<HuaweiImage> Items, string? Next)> ListPageAsync(
        IEnumerable<(string Name, string Value)> filters, string? marker, CancellationToken cancellation)
    {
        HuaweiReply reply = await _api.SendAsync(
            HuaweiRequest.Get("ListImages", HuaweiService.Ims, ListPath, [.. filters, .. HuaweiPaging.Marked(marker, RowsPerPage)]),
            cancellation).ConfigureAwait(false);
        JArray rows = reply.ReadList("images");
        return ([.. rows.OfType<JObject>().Select(HuaweiImage.Read).OfType<HuaweiImage>()],
            HuaweiPaging.NextMarker(rows, r => r.Text("id"), marker, RowsPerPage));
    }
}
