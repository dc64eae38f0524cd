using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about key pairs (compute API, <c>/os-keypairs</c>): each user sees only those of their own.</summary>
internal sealed class NovaKeyPairsClient
{
    // From this minor version on the list comes in pages.
    private const int Paged = 35;
    private readonly OpenStackClient _client;

    public NovaKeyPairsClient(OpenStackClient client) => _client = client;

    /// <summary>Tells whether this user has a key pair.</summary>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellation)
    {
        if (!CloudId.CanEscape(name))
        {
            return false;
        }

        try
        {
            await _client.SendAsync(
                ApiRequest.Get("ShowKeyPair", ApiService.Compute, $"/os-keypairs/{CloudId.Escape(name)}"), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            return false;
        }
    }

    /// <summary>Reads a page of the key pairs of this user.</summary>
    /// <param name="marker">The last of the page before, or null.</param>
    public async Task<Page<EcsKeyPair>> ListPageAsync(string? marker, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _client.GetOriginAsync(cancellation).ConfigureAwait(false);
        bool isPaged = await _client.GetComputeVersionAsync(cancellation).ConfigureAwait(false) >= Paged;
        ApiRequest request = ApiRequest.Get(
            "ListKeyPairs", ApiService.Compute, "/os-keypairs", !isPaged ? [] : marker is null ? [("limit", "100")] : [("limit", "100"), ("marker", marker)]);
        ApiReply reply = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        EcsKeyPair[] pairs = [.. reply.ReadList("keypairs").Select(r => KeyPairReader.Read(r, origin)).OfType<EcsKeyPair>()];
        bool hasMore = reply.Read().Objects("keypairs_links").Any(l => l.Text("rel") == "next");
        return new Page<EcsKeyPair>(pairs, hasMore ? pairs.LastOrDefault()?.Name : null);
    }
}
