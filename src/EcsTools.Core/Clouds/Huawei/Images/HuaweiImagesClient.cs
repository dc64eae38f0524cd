using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about images (docs/contracts/huawei-ecs.md 3.11, 3.13).</summary>
internal sealed class HuaweiImagesClient(IOpenStackApi api)
{
    private const string ListPath = "/v2/cloudimages";

    // The cloud's own default, which it will therefore not cut.
    private static readonly ListPaging Paging = HuaweiPaging.ByMarker(500);

    /// <summary>Reads an image. The list is asked and not the image, whose 404 is not documented.</summary>
    /// <returns>The image; null if it does not exist for this project.</returns>
    /// <exception cref="EcsException">It could not be read.</exception>
    public async Task<HuaweiImage?> FindAsync(string id, CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(ListImages(("id", id)), cancellation).ConfigureAwait(false);
        return reply.ReadEach("images", HuaweiImage.Read).FirstOrDefault(i => i.Id == id);
    }

    /// <summary>Reads a page of images.</summary>
    public Task<Page<HuaweiImage>> ListPageAsync(IEnumerable<(string Name, string Value)> filters, string? at, CancellationToken cancellation) =>
        api.ListPageAsync(ListImages([.. filters]), "images", Paging, at, HuaweiImage.Read, cancellation);

    /// <summary>Finds the private images that operations of ours made; an image says itself whose it is.</summary>
    public async Task<IReadOnlyDictionary<string, HuaweiImage>> FindByOperationAsync(IReadOnlyList<string> operationIds, CancellationToken cancellation)
    {
        Dictionary<string, HuaweiImage> found = [];
        string? marker = null;
        do
        {
            (IReadOnlyList<HuaweiImage> items, marker) = await ListPageAsync([("__imagetype", "private")], marker, cancellation).ConfigureAwait(false);
            foreach (string id in operationIds.Where(id => !found.ContainsKey(id)))
            {
                if (items.FirstOrDefault(i => i.IsOf(id)) is { } image)
                {
                    found[id] = image;
                }
            }
        }
        while (marker is not null && found.Count < operationIds.Count);
        return found;
    }

    /// <summary>Makes an image of the system disk of a server. Sent once.</summary>
    public async Task<StepHandle> CreateAsync(
        string instanceId, string name, string description, string operationId, CancellationToken cancellation)
    {
        JObject body = new()
        {
            ["name"] = name,
            ["description"] = description,
            ["instance_id"] = instanceId,
            ["image_tags"] = new JArray(new JObject { ["key"] = BackupNaming.OperationTag, ["value"] = operationId }),
        };
        ApiRequest request = ApiRequest.Once("CreateImage", HttpMethod.Post, ApiService.Image, ListPath + "/action", body, instanceId);
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).ReadHandle();
    }

    /// <summary>Deletes an image. Sent once, without the body that only images of whole servers need.</summary>
    /// <returns>The request's id.</returns>
    public async Task<string?> DeleteAsync(string id, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Once("DeleteImage", HttpMethod.Delete, ApiService.Image, $"/v2/images/{CloudId.InPath(id)}", body: null, instanceId: null);
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId;
    }

    private static ApiRequest ListImages(params (string, string)[] query) => ApiRequest.Get("ListImages", ApiService.Image, ListPath, query);
}
