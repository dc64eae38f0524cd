using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The call about flavours (contract 3.8).</summary>
internal sealed class HuaweiSizes
{
    private readonly HuaweiApi _api;
    private volatile IReadOnlyDictionary<string, string>? _generations;

    /// <summary>Makes the family.</summary>
    /// <param name="api">Sends.</param>
    public HuaweiSizes(HuaweiApi api) => _api = api;

    /// <summary>Reads the generation of all flavours, once: what a flavour is does not change, and the list is long.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The generation by flavour; those that tell none are left out.</returns>
    public async Task<IReadOnlyDictionary<string, string>> GetGenerationsAsync(CancellationToken cancellation)
    {
        if (_generations is { } known)
        {
            return known;
        }

        HuaweiReply reply = await _api.SendAsync(
            HuaweiRequest.Get("ListFlavors", HuaweiService.Ecs, "/v1/{p}/cloudservers/flavors"), cancellation).ConfigureAwait(false);
        Dictionary<string, string> generations = new(StringComparer.OrdinalIgnoreCase);
        foreach (JObject flavor in reply.ReadList("flavors").OfType<JObject>())
        {
            if (flavor.Text("id") is { } id && flavor.Object("os_extra_specs").Text("ecs:generation") is { } generation)
            {
                generations[id] = generation;
            }
        }

        return _generations = generations;
    }
}
