using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads regions with DescribeRegions (docs/contracts/alibaba-ecs.md 3.1).</summary>
internal sealed class AlibabaRegionsClient
{
    private readonly AlibabaApi _api;

    public AlibabaRegionsClient(AlibabaApi api) => _api = api;

    /// <summary>Reads the regions.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsRegion>> ListAsync(CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("AcceptLanguage", "en-US");
        JObject answer = await _api.CallAsync("DescribeRegions", parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        return [.. answer.Object("Regions").Objects("Region").Select(Read).OfType<EcsRegion>()];
    }

    private EcsRegion? Read(JObject json) => json.Text("RegionId") is not { } id ? null : new EcsRegion
    {
        Id = id,
        Name = json.Text("LocalName") ?? "",
        Endpoint = json.Text("RegionEndpoint") ?? "",
        IsAvailable = !string.Equals(json.Text("Status"), "soldOut", StringComparison.OrdinalIgnoreCase),
        Cloud = EcsCloud.Alibaba,
        Account = _api.Connection.AccountName,
    };
}
