using System;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>The calls about key pairs: each user sees only those of their own (docs/contracts/huawei-ecs.md 3.12).</summary>
/// <param name="getPaging">How the list comes in pages, which may depend on what version the cloud speaks.</param>
internal sealed class KeyPairsClient(IOpenStackApi api, string path, Func<CancellationToken, Task<ListPaging>> getPaging)
{
    /// <summary>Reads a key pair, or returns null if this user has none of that name, or if no key pair can have it
    /// (docs/contracts/huawei-ecs.md 1.4).</summary>
    public async Task<KeyPair?> FindAsync(string name, CancellationToken cancellation)
    {
        if (!CloudId.CanEscape(name))
        {
            return null;
        }

        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.TryReadAsync(
            ApiRequest.Get("ShowKeyPair", ApiService.Compute, $"{path}/{CloudId.Escape(name)}"),
            reply => Read(reply.ReadObject("keypair")),
            cancellation).ConfigureAwait(false);

        KeyPair Read(JObject pair) => new(pair.Text("name") ?? name, pair.Text("user_id") ?? origin.UserId);
    }

    /// <summary>Reads a page of the key pairs of this user.</summary>
    /// <param name="at">The last name of the page before, or null.</param>
    public async Task<Page<EcsKeyPair>> ListPageAsync(string? at, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.ListPageAsync(
            ApiRequest.Get("ListKeyPairs", ApiService.Compute, path),
            "keypairs",
            await getPaging(cancellation).ConfigureAwait(false),
            at,
            row => KeyPairReader.Read(row, origin),
            cancellation,
            row => row.Object("keypair").Text("name")).ConfigureAwait(false);
    }
}
