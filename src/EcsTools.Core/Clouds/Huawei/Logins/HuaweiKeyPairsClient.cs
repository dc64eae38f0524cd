using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Key pairs of the user, and those of the whole account where the cloud has such (docs/contracts/huawei-ecs-lifecycle.md 5): another
/// service keeps them, and Nova's does not show them.</summary>
internal sealed class HuaweiKeyPairsClient(IOpenStackApi api, KeyPairsClient own, HuaweiVariant variant)
{
    /// <summary>Reads a key pair, or returns null if neither user nor account has one of that name.</summary>
    public async Task<KeyPair?> FindAsync(string name, CancellationToken cancellation) =>
        await own.FindAsync(name, cancellation).ConfigureAwait(false)
        ?? (variant.HasAccountKeyPairs && CloudId.CanEscape(name) ? await FindInAccountAsync(name, cancellation).ConfigureAwait(false) : null);

    /// <summary>Reads a page of the key pairs of this user.</summary>
    public Task<Page<EcsKeyPair>> ListPageAsync(string? at, CancellationToken cancellation) => own.ListPageAsync(at, cancellation);

    private async Task<KeyPair?> FindInAccountAsync(string name, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);

        // An unknown name is refused as a bad one is, with 400.
        return await api.TryReadAsync(
            ApiRequest.Get("ShowAccountKeyPair", ApiService.KeyManagement, $"/v3/{{p}}/keypairs/{CloudId.Escape(name)}"),
            reply => Read(reply.ReadObject("keypair")),
            cancellation,
            error => error.CloudCode is "KPS.4016" or "KPS.6004").ConfigureAwait(false);

        // Which user is to be named with it is not documented: the present one first.
        KeyPair Read(JObject pair) => new(pair.Text("name") ?? name, origin.UserId ?? pair.Text("user_id"))
        {
            IsOfAccount = true,
            MakerId = pair.Text("user_id") is { } maker && maker != origin.UserId ? maker : null,
        };
    }
}
