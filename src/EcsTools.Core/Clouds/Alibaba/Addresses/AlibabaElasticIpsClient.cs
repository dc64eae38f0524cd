using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads elastic addresses with DescribeEipAddresses (docs/contracts/alibaba-ecs-lifecycle.md 1.6).</summary>
internal sealed class AlibabaElasticIpsClient(AlibabaApi api)
{
    /// <summary>Reads one address. Lists of ids are not asked for: whether the service takes them is not settled.</summary>
    /// <returns>The address; null if there is none.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<AlibabaElasticIp?> FindAsync(string id, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("AllocationId", id);
        JObject answer = await api.CallAsync("DescribeEipAddresses", parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        return answer.Object("EipAddresses").Objects("EipAddress").Where(e => e.Text("AllocationId") == id).Select(Read).FirstOrDefault();
    }

    private static AlibabaElasticIp Read(JObject json) => new(
        json.Text("AllocationId")!,
        json.Text("Status") ?? "",
        json.Integer("Bandwidth"), // a text here, a number in DescribeInstances
        json.Text("BandwidthPackageId"),
        json.Text("ChargeType") == "PrePaid");
}
