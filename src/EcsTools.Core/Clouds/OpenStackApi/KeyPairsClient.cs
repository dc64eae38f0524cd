using EcsTools.Core.Http;

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

    /// <summary>Reads a key pair as users see it, or returns null if this user has none of that name.</summary>
    public async Task<EcsKeyPair?> FindListedAsync(string name, CancellationToken cancellation)
    {
        if (!CloudId.CanEscape(name))
        {
            return null;
        }

        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.TryReadAsync(
            ApiRequest.Get("ShowKeyPair", ApiService.Compute, $"{path}/{CloudId.Escape(name)}"), reply => KeyPairReader.Read(reply.Read(), origin), cancellation).ConfigureAwait(false);
    }

    /// <summary>Creates or imports a key pair of this user. Sent once.</summary>
    public async Task<(EcsKeyPair Pair, string? PrivateKey)> CreateAsync(KeyPairRequest wanted, CancellationToken cancellation)
    {
        JObject pair = new() { ["name"] = wanted.Name };
        if (wanted.PublicKey is not null)
        {
            pair["public_key"] = wanted.PublicKey;
        }

        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        ApiReply reply = await api.SendAsync(
            ApiRequest.Once("CreateKeyPair", HttpMethod.Post, ApiService.Compute, path, new JObject { ["keypair"] = pair }, null), cancellation).ConfigureAwait(false);
        return KeyPairReader.ReadCreated(reply, wanted, origin);
    }

    /// <summary>Deletes a key pair of this user. Sent once; servers keep the key.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellation) => api.SendAsync(
        ApiRequest.Once("DeleteKeyPair", HttpMethod.Delete, ApiService.Compute, $"{path}/{CloudId.Escape(name)}", null, null), cancellation);

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
