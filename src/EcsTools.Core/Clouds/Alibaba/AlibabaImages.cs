using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads images with DescribeImages (contract 3.18).</summary>
internal sealed class AlibabaImages
{
    private readonly AlibabaApi _api;

    /// <summary>Makes a reader.</summary>
    /// <param name="api">The API.</param>
    public AlibabaImages(AlibabaApi api) => _api = api;

    /// <summary>Finds an image. Deprecated and marketplace ones are in no list that does not ask for them.</summary>
    /// <param name="imageId">The image.</param>
    /// <param name="forSize">Null, or the instance type whose system disk is to be replaced: images that do not fit are not found then.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The image, or null if this user sees none.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<AlibabaImage?> FindAsync(string imageId, string? forSize, CancellationToken cancellation)
    {
        foreach ((string? status, string? owner) in new (string?, string?)[] { (null, null), ("Deprecated", null), (null, "marketplace") })
        {
            AlibabaParameters parameters = new AlibabaParameters()
                .Add("ImageId", imageId)
                .Add("Status", status)
                .Add("ImageOwnerAlias", owner)
                .Add("ActionType", forSize is null ? null : "ChangeOS")
                .Add("InstanceType", forSize)
                .Add("PageSize", 100);
            JObject answer = await _api.CallAsync("DescribeImages", parameters, CallSafety.Read, null, cancellation).ConfigureAwait(false);
            AlibabaImage? found = Read(answer).FirstOrDefault(i => string.Equals(i.Id, imageId, StringComparison.OrdinalIgnoreCase));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<AlibabaImage> Read(JObject answer) => answer.Object("Images").Objects("Image").Select(json => new AlibabaImage(
        json.Text("ImageId") ?? "", json.Text("Status") ?? "", AlibabaInstanceMap.ReadOsType(json), json.Integer("Size") ?? 0));
}
