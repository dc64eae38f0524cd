using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The call about images (contract 3.11).</summary>
internal sealed class HuaweiImages
{
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
            HuaweiRequest.Get("ListImages", HuaweiService.Ims, "/v2/cloudimages", ("id", id)), cancellation).ConfigureAwait(false);
        return reply.ReadList("images").OfType<JObject>().Select(HuaweiImage.Read).FirstOrDefault(i => i?.Id == id);
    }
}
