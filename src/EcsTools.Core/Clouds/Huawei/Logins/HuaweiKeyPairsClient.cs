using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about key pairs (docs/contracts/huawei-ecs.md 3.12).</summary>
internal sealed class HuaweiKeyPairsClient
{
    private const int RowsPerPage = 100;
    private readonly HuaweiProjectTransport _api;

    public HuaweiKeyPairsClient(HuaweiProjectTransport api) => _api = api;

    /// <summary>Reads a key pair.</summary>
    /// <returns>The key pair; null if this user has none of that name, or if no key pair can have it
    /// (docs/contracts/huawei-ecs.md 1.4).</returns>
    public async Task<HuaweiKeyPair?> FindAsync(string name, CancellationToken cancellation)
    {
        if (!CloudId.CanEscape(name))
        {
            return null;
        }

        try
        {
            ApiReply reply = await _api.SendAsync(
                ApiRequest.Get("ShowKeyPair", ApiService.Compute, $"/v2.1/{{p}}/os-keypairs/{CloudId.Escape(name)}"), cancellation).ConfigureAwait(false);
            JObject pair = reply.ReadObject("keypair");
            HuaweiProject project = await _api.GetProjectAsync(cancellation).ConfigureAwait(false);
            return new HuaweiKeyPair(pair.Text("name") ?? name, pair.Text("user_id") ?? project.UserId);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a page of the key pairs of this user.</summary>
    /// <param name="marker">The last name of the page before, or null.</param>
    public async Task<Page<EcsKeyPair>> ListPageAsync(string? marker, ResourceOrigin origin, CancellationToken cancellation)
    {
        ApiReply reply = await _api.SendAsync(
            ApiRequest.Get("ListKeyPairs", ApiService.Compute, "/v2.1/{p}/os-keypairs", [.. HuaweiPaging.Marked(marker, RowsPerPage)]),
            cancellation).ConfigureAwait(false);
        JArray rows = reply.ReadList("keypairs");
        return new Page<EcsKeyPair>(
            [.. rows.Select(r => KeyPairReader.Read(r, origin)).OfType<EcsKeyPair>()],
            HuaweiPaging.NextMarker(rows, r => r.Object("keypair").Text("name"), marker, RowsPerPage));
    }
}
