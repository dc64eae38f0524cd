using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Snapshots;

/// <summary>Automatic snapshot policies and the disks they are applied to (@alicloud/ecs20140526 7.11.6, ApplyAutoSnapshotPolicy,
/// CancelAutoSnapshotPolicy, DescribeAutoSnapshotPolicyEx, DescribeAutoSnapshotPolicyAssociations). The names of the writes begin in lower
/// case.</summary>
internal static class SnapshotPolicyOperations
{
    private const int MostPerDisk = 10;

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeAutoSnapshotPolicyEx", IsWrite: false, DescribePolicies) { NeedsRegion = true },
        new("DescribeAutoSnapshotPolicyAssociations", IsWrite: false, DescribeAssociations) { NeedsRegion = true },
        new("ApplyAutoSnapshotPolicy", IsWrite: true, (call, _) => Apply(call)) { NeedsRegion = true, RegionName = "regionId" },
        new("CancelAutoSnapshotPolicy", IsWrite: true, (call, _) => Cancel(call)) { NeedsRegion = true, RegionName = "regionId" },
    ];

    private static void Apply(AlibabaRequestContext call)
    {
        SnapshotPolicy policy = FindPolicy(call, call.Required("autoSnapshotPolicyId"));
        IReadOnlyList<Disk> disks = FindDisks(call);
        if (disks.Any(d => !d.Policies.Contains(policy.Id) && call.Undocumented.AlibabaPoliciesAddUp && d.Policies.Count >= MostPerDisk))
        {
            // The number is stated, the code is not: the one of CancelAutoSnapshotPolicy is taken.
            throw TooMany();
        }

        foreach (Disk disk in disks)
        {
            if (!call.Undocumented.AlibabaPoliciesAddUp)
            {
                disk.Policies.Clear();
            }

            disk.Policies.Remove(policy.Id);
            disk.Policies.Add(policy.Id);
            call.Backend.Count("apply-policy");
        }
    }

    private static void Cancel(AlibabaRequestContext call)
    {
        string? policyId = call.Text("autoSnapshotPolicyId") is { } id ? FindPolicy(call, id).Id : null;
        IReadOnlyList<Disk> disks = FindDisks(call);
        if (policyId is null && disks.Any(d => d.Policies.Count > 1))
        {
            throw TooMany();
        }

        foreach (Disk disk in disks)
        {
            disk.Policies.RemoveAll(p => policyId is null || p == policyId);
            call.Backend.Count("cancel-policy");
        }
    }

    private static AlibabaApiError TooMany() =>
        new(403, "OperationDenied.TooManyAutoSnapshotPolicies", "The specified disk has too many automatic snapshot policies.");

    private static SnapshotPolicy FindPolicy(AlibabaRequestContext call, string id) => call.Backend.SnapshotPolicies.Find(id)
        ?? throw new AlibabaApiError(404, "ParameterInvalid", "The specified automatic snapshot policy does not exist.");

    private static IReadOnlyList<Disk> FindDisks(AlibabaRequestContext call)
    {
        call.Required("diskIds");
        IReadOnlyList<string> ids;
        try
        {
            ids = call.JsonList("diskIds")!;
        }
        catch (AlibabaApiError)
        {
            throw new AlibabaApiError(403, "ParameterInvalid", "The specified DiskIds are invalid.");
        }

        return
        [
            .. ids.Distinct().Select(i => call.Backend.FindDisk(i)?.Disk
                ?? throw new AlibabaApiError(404, "InvalidDiskId.NotFound", "The specified disk does not exist in the region.")),
        ];
    }

    private static void DescribePolicies(AlibabaRequestContext call, ResponseWriter response)
    {
        string? id = call.Text("AutoSnapshotPolicyId");
        string? name = call.Text("AutoSnapshotPolicyName");
        bool Matches(SnapshotPolicy policy) => (id is null || policy.Id == id) && (name is null || policy.Name == name);
        Pagination.WriteNumbered(call, response, 100, call.Backend.SnapshotPolicies, Matches, page =>
            response.List("AutoSnapshotPolicies", "AutoSnapshotPolicy", page, policy =>
            {
                response.Text("AutoSnapshotPolicyId", policy.Id);
                response.Text("AutoSnapshotPolicyName", policy.Name);
                response.Text("RegionId", call.Backend.Region);
                response.Text("TimePoints", policy.TimePoints);
                response.Text("RepeatWeekdays", policy.RepeatWeekdays);
                response.Number("RetentionDays", policy.RetentionDays);
                response.Number("DiskNums", AllDisks(call.Backend).Count(d => d.Policies.Contains(policy.Id)));
                response.Number("VolumeNums", 0);
                response.Text("Status", "Normal");
                response.Text("Type", "Custom");
                response.Flag("EnableCrossRegionCopy", false);
                response.Second("CreationTime", policy.CreatedAt);
                response.List("Tags", "Tag", System.Array.Empty<string>(), _ => { });
            }));
    }

    private static void DescribeAssociations(AlibabaRequestContext call, ResponseWriter response)
    {
        string? policyId = call.Text("AutoSnapshotPolicyId");
        string? diskId = call.Text("DiskId");
        if (policyId is not null && diskId is not null)
        {
            throw AlibabaErrors.Invalid("DiskId");
        }

        (string Policy, string Disk)[] rows = [.. AllDisks(call.Backend).SelectMany(d => d.Policies.Select(p => (p, d.Id)))];
        Pagination.WriteTokens(
            call,
            response,
            100,
            rows,
            r => (policyId is null || r.Policy == policyId) && (diskId is null || r.Disk == diskId),
            page => response.List("AutoSnapshotPolicyAssociations", "AutoSnapshotPolicyAssociation", page, row =>
            {
                response.Text("AutoSnapshotPolicyId", row.Policy);
                response.Text("DiskId", row.Disk);
            }));
    }

    private static IEnumerable<Disk> AllDisks(RegionBackend backend) => backend.Servers.SelectMany(s => s.Disks).Concat(backend.LooseDisks);
}
