using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Reads which automatic snapshot policies a disk has. A disk may have ten by now, and how DescribeDisks tells several is nowhere stated, so
/// DescribeAutoSnapshotPolicyAssociations is asked as well (@alicloud/ecs20140526 7.11.6, both operations).
/// </summary>
internal sealed class AlibabaSnapshotPolicies
{
    private const int PageSize = 100;
    private readonly AlibabaApi _api;

    public AlibabaSnapshotPolicies(AlibabaApi api) => _api = api;

    /// <summary>Finds the policies of a disk.</summary>
    /// <param name="disk">The disk as it was read; one without policies is not asked about.</param>
    /// <returns>The policies' ids, sorted; what the disk itself tells if nobody may ask for more.</returns>
    /// <exception cref="EcsException">The cloud could not be reached.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(AlibabaDisk disk, CancellationToken cancellation)
    {
        if (!disk.HasPolicies)
        {
            return [];
        }

        LookupResult<IReadOnlyList<JObject>> rows = await LookupResult<IReadOnlyList<JObject>>.ReadAsync(() => _api.ReadAllAsync(
            "DescribeAutoSnapshotPolicyAssociations",
            new AlibabaParameters().Add("DiskId", disk.Disk.Id),
            ("AutoSnapshotPolicyAssociations", "AutoSnapshotPolicyAssociation"),
            PageSize,
            cancellation)).ConfigureAwait(false);

        // The disk is looked at again, in case the filter was not taken.
        IEnumerable<string> told = (rows.Value ?? [])
            .Where(r => r.Text("DiskId") == disk.Disk.Id)
            .Select(r => r.Text("AutoSnapshotPolicyId"))
            .OfType<string>();
        return [.. disk.Policies.Concat(told).Distinct(StringComparer.Ordinal).OrderBy(p => p, StringComparer.Ordinal)];
    }
}
