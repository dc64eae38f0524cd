using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about flavours (docs/contracts/huawei-ecs.md 3.8).</summary>
internal sealed class HuaweiFlavorsClient(IOpenStackApi api)
{
    private static readonly ListPaging Paging = HuaweiPaging.ByMarker(100);
    private volatile IReadOnlyDictionary<string, string>? _generations;

    /// <summary>Reads all flavours of the region.</summary>
    public async Task<IReadOnlyList<HuaweiFlavor>> ListAsync(CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(
            ApiRequest.Get("ListFlavors", ApiService.Compute, "/v1/{p}/cloudservers/flavors"), cancellation).ConfigureAwait(false);
        return reply.ReadEach("flavors", HuaweiFlavor.Read);
    }

    /// <summary>Reads the flavours that one server, or all servers of one flavour, can be given.</summary>
    /// <param name="filter"><c>instance_uuid</c> or <c>source_flavor_id</c>, and its value.</param>
    public async Task<IReadOnlyList<HuaweiFlavor>> ListTargetsAsync((string Name, string Value) filter, CancellationToken cancellation)
    {
        try
        {
            return await ListTargetsAsync("/v1/{p}/cloudservers/resize_flavors", filter, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.HttpStatus == 404 && error.ErrorId != EcsErrorId.InstanceNotFound)
        {
            // OTC's reference names this path and shows the other one in its example.
            return await ListTargetsAsync("/v2.1/{p}/resize_flavors", filter, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the generation of all flavours, once: what a flavour is does not change, and the list is long.</summary>
    /// <returns>The generation by flavour; those that tell none are left out.</returns>
    public async Task<IReadOnlyDictionary<string, string>> GetGenerationsAsync(CancellationToken cancellation)
    {
        if (_generations is { } known)
        {
            return known;
        }

        Dictionary<string, string> generations = new(StringComparer.OrdinalIgnoreCase);
        foreach (HuaweiFlavor flavor in await ListAsync(cancellation).ConfigureAwait(false))
        {
            if (flavor.Generation is { } generation)
            {
                generations[flavor.Id] = generation;
            }
        }

        return _generations = generations;
    }

    private async Task<IReadOnlyList<HuaweiFlavor>> ListTargetsAsync(string path, (string Name, string Value) filter, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Get("ListResizeFlavors", ApiService.Compute, path, filter);
        IReadOnlyList<HuaweiFlavor> found = await PageWalk.ListAllAsync(
            at => api.ListPageAsync(request, "flavors", Paging, at, HuaweiFlavor.Read, cancellation)).ConfigureAwait(false);
        return [.. found.GroupBy(f => f.Id, StringComparer.OrdinalIgnoreCase).Select(g => g.First())];
    }
}
