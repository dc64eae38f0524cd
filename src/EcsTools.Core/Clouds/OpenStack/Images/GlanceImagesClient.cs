using System.Collections.Concurrent;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about images (image API v2).</summary>
internal sealed class GlanceImagesClient(IOpenStackApi api)
{
    // As many ids as an address holds without getting too long for what stands before the service.
    private const int IdsPerFilter = 50;
    private const int Degree = 10;
    private static readonly ListPaging Paging = OpenStackPaging.ByNext(100);
    private readonly ConcurrentDictionary<string, GlanceImage> _known = new(StringComparer.Ordinal);

    /// <summary>Reads an image afresh, or returns null if there is none that the project may use.</summary>
    public async Task<GlanceImage?> FindAsync(string id, CancellationToken cancellation) => !CloudId.IsId(id) ? null : await api.TryReadAsync(
        ApiRequest.Get("ShowImage", ApiService.Image, $"/images/{CloudId.InPath(id)}"), reply => GlanceImage.Read(reply.Read()), cancellation).ConfigureAwait(false);

    /// <summary>Reads a page of images.</summary>
    public Task<Page<GlanceImage>> ListPageAsync(IEnumerable<(string Name, string Value)> filters, string? at, CancellationToken cancellation) =>
        api.ListPageAsync(ApiRequest.Get("ListImages", ApiService.Image, "/images", [.. filters]), "images", Paging, at, GlanceImage.Read, cancellation);

    /// <summary>Deletes an image. Sent once.</summary>
    /// <returns>The request's id.</returns>
    public async Task<string?> DeleteAsync(string id, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Once("DeleteImage", HttpMethod.Delete, ApiService.Image, $"/images/{CloudId.InPath(id)}", body: null, instanceId: null);
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId;
    }

    /// <summary>Finds the image that an operation of ours made, when the answer that named it was lost.</summary>
    /// <returns>The image, or null.</returns>
    public async Task<GlanceImage?> FindByOperationAsync(string operationId, CancellationToken cancellation)
    {
        Page<GlanceImage> page = await ListPageAsync([(BackupNaming.OperationTag, operationId)], null, cancellation).ConfigureAwait(false);
        return page.Items.FirstOrDefault(i => i.OperationId == operationId);
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
                foreach (GlanceImage image in items)
                {
                    _known[image.Id] = image;
                }

                // No list shows a community image or a hidden one, whose servers run all the same.
                await some.Where(id => !_known.ContainsKey(id)).ForEachAsync(
                    Degree, async id => _known[id] = await FindAsync(id, cancellation).ConfigureAwait(false) ?? new GlanceImage(id, ""), cancellation).ConfigureAwait(false);
            }
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.InvalidCredential or EcsErrorId.CannotConnect))
        {
            AmbientLog.Current.Verbose($"The images of the servers cannot be read: {error.Message}");
        }

        return _known;
    }
}
