using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about images (image API v2).</summary>
internal sealed class GlanceImagesClient
{
    private const int RowsPerPage = 100;

    // As many ids as an address holds without getting too long for what stands before the service.
    private const int IdsPerFilter = 50;
    private readonly ConcurrentDictionary<string, GlanceImage> _known = new(StringComparer.Ordinal);
    private readonly OpenStackClient _client;

    public GlanceImagesClient(OpenStackClient client) => _client = client;

    /// <summary>Reads an image afresh.</summary>
    /// <returns>The image, or null if there is none that the project may use.</returns>
    public async Task<GlanceImage?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!CloudId.IsId(id))
        {
            return null;
        }

        try
        {
            ApiRequest request = ApiRequest.Get("ShowImage", ApiService.Image, $"/images/{CloudId.InPath(id)}");
            return GlanceImage.Read((await _client.SendAsync(request, cancellation).ConfigureAwait(false)).Read());
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a page of images.</summary>
    /// <param name="marker">The last image of the page before, or null.</param>
    public async Task<(IReadOnlyList<GlanceImage> Items, string? Next)> ListPageAsync(
        IEnumerable<(string Name, string Value)> filters, string? marker, CancellationToken cancellation)
    {
        List<(string, string)> query = [("limit", RowsPerPage.ToString(CultureInfo.InvariantCulture)), .. filters];
        if (marker is not null)
        {
            query.Add(("marker", marker));
        }

        ApiRequest request = ApiRequest.Get("ListImages", ApiService.Image, "/images", [.. query]);
        ApiReply reply = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        GlanceImage[] images = [.. reply.ReadList("images").OfType<JObject>().Select(GlanceImage.Read).OfType<GlanceImage>()];
        return (images, reply.Read().Text("next") is null ? null : images.LastOrDefault()?.Id);
    }

    /// <summary>Finds the image that an operation of ours made, when the answer that named it was lost.</summary>
    /// <returns>The image, or null.</returns>
    public async Task<GlanceImage?> FindByOperationAsync(string operationId, CancellationToken cancellation)
    {
        (IReadOnlyList<GlanceImage> items, _) = await ListPageAsync([(BackupNaming.OperationTag, operationId)], null, cancellation).ConfigureAwait(false);
        return items.FirstOrDefault(i => i.OperationId == operationId);
    }

    /// <summary>Names the images of servers. Each is asked for once; what cannot be read has no name, since that is no reason not to list servers.</summary>
    public async Task<IReadOnlyDictionary<string, GlanceImage>> DescribeAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        string[] missing = [.. ids.Where(id => CloudId.IsId(id) && !_known.ContainsKey(id)).Distinct(StringComparer.Ordinal)];
        try
        {
            foreach (IReadOnlyList<string> some in missing.InBatches(IdsPerFilter))
            {
                (IReadOnlyList<GlanceImage> items, _) = await ListPageAsync([("id", "in:" + string.Join(",", some))], null, cancellation).ConfigureAwait(false);
                foreach (string id in some)
                {
                    _known[id] = items.FirstOrDefault(i => i.Id == id) ?? new GlanceImage(id, "");
                }
            }
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.InvalidCredential or EcsErrorId.CannotConnect))
        {
            AmbientLog.Current.Verbose($"The images of the servers could not be read: {error.Message}");
        }

        return _known;
    }
}
