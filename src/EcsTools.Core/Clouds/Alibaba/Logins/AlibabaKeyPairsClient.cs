using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads key pairs with DescribeKeyPairs (docs/contracts/alibaba-ecs.md 3.19).</summary>
internal sealed class AlibabaKeyPairsClient
{
    private const string Action = "DescribeKeyPairs";
    private const int PageSize = 50;
    private readonly AlibabaApi _api;

    public AlibabaKeyPairsClient(AlibabaApi api) => _api = api;

    /// <summary>Tells whether this user sees a key pair.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("KeyPairName", name).Add("PageSize", PageSize);
        JObject answer = await _api.CallAsync(Action, parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        return answer.Object("KeyPairs").Objects("KeyPair").Any(k => k.Text("KeyPairName") == name);
    }

    /// <summary>Reads a page of key pairs.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsKeyPair>> ListAsync(string? continuation, CancellationToken cancellation)
    {
        Page<JObject> page = await _api.ReadNumberedPageAsync(
            Action, new AlibabaParameters().Add("IncludePublicKey", true), ("KeyPairs", "KeyPair"), PageSize, continuation, cancellation).ConfigureAwait(false);
        return new Page<EcsKeyPair>([.. page.Items.Select(Read).OfType<EcsKeyPair>()], page.Continuation);
    }

    private EcsKeyPair? Read(JObject json) => json.Text("KeyPairName") is not { } name ? null : new EcsKeyPair
    {
        Name = name,
        Fingerprint = json.Text("KeyPairFingerPrint") ?? "",
        PublicKey = json.Text("PublicKey"),
        CreatedAt = json.Time("CreationTime"),
        Account = _api.Connection.AccountName,
        AccountKey = _api.AccountKey,
        Region = _api.Connection.Region,
    };
}
