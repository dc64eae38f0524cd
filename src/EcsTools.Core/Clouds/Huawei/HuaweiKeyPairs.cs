using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The call about key pairs (contract 3.12).</summary>
internal sealed class HuaweiKeyPairs
{
    private readonly HuaweiApi _api;

    /// <summary>Makes the family.</summary>
    /// <param name="api">Sends.</param>
    public HuaweiKeyPairs(HuaweiApi api) => _api = api;

    /// <summary>Reads a key pair.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The key pair; null if this user has none of that name, or if no key pair can have it (1.4).</returns>
    public async Task<HuaweiKeyPair?> FindAsync(string name, CancellationToken cancellation)
    {
        if (!HuaweiServers.IsId(name))
        {
            return null;
        }

        try
        {
            HuaweiReply reply = await _api.SendAsync(
                HuaweiRequest.Get("ShowKeyPair", HuaweiService.Ecs, $"/v2.1/{{p}}/os-keypairs/{name}"), cancellation).ConfigureAwait(false);
            JObject pair = reply.ReadObject("keypair");
            HuaweiProject project = await _api.GetProjectAsync(cancellation).ConfigureAwait(false);
            return new HuaweiKeyPair(pair.Text("name") ?? name, pair.Text("user_id") ?? project.UserId);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            return null;
        }
    }
}
