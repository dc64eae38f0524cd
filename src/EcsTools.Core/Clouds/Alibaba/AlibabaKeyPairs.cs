using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads key pairs with DescribeKeyPairs (contract 3.19).</summary>
internal sealed class AlibabaKeyPairs
{
    private readonly AlibabaApi _api;

    /// <summary>Makes a reader.</summary>
    /// <param name="api">The API.</param>
    public AlibabaKeyPairs(AlibabaApi api) => _api = api;

    /// <summary>Tells whether this user sees a key pair.</summary>
    /// <param name="name">Its exact name.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>True if it is there.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("KeyPairName", name).Add("PageSize", 50);
        JObject answer = await _api.CallAsync("DescribeKeyPairs", parameters, CallSafety.Read, null, cancellation).ConfigureAwait(false);
        return answer.Object("KeyPairs").Objects("KeyPair").Any(k => k.Text("KeyPairName") == name);
    }
}
