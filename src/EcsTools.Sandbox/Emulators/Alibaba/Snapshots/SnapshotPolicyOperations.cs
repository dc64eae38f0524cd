using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Snapshots;

/// <summary>
/// Automatic snapshot policies: what there are, and to which disks they are applied (@alicloud/ecs20140526 7.11.6, ApplyAutoSnapshotPolicy,
/// CancelAutoSnapshotPolicy, DescribeAutoSnapshotPolicyEx, DescribeAutoSnapshotPolicyAssociations). The writes have names that begin small.
/// </summary>
internal static class SnapshotPolicyOperations
{
    private const int MostPerDisk = 10;

    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeAutoSnapshotPolicyEx", IsWrite: false, DescribePolicies) { NeedsRegion = true },
        new("DescribeAutoSnapshotPolicyAssociations", IsWrite: false, DescribeAssociations) { NeedsRegion = true },
        new("ApplyAutoSnapshotPolicy", IsWrite: true, (call, _) => Apply(call)) { NeedsRegion = true, RegionName = "regionId" },
        new("CancelAutoSnapshotPolicy", IsWrite: true, (call, _) => Cancel(call)) { NeedsRegion = true, RegionName = "regionId" },
    ];

    private static void Apply(AlibabaCall call)
    {
        SnapshotPolicy policy = FindPolicy(call, call.Required("autoSnapshotPolicyId"));
        IReadOnlyList<Disk> disks = FindDisks(call);
        if (disks.Any(d => !d.Policies.Contains(policy.Id) && call.Choices.AlibabaPoliciesAddUp && d.Policies.Count >= MostPerDisk))
        {
            // The number is stated, the code is not: the one of CancelAutoSnapshotPolicy is taken.
            throw TooMany();
        }

        foreach (Disk disk in disks)
        {
            if (!call.Choices.AlibabaPoliciesAddUp)
            {
                disk.Policies.Clear();
            }

            disk.Policies.Remove(policy.Id);
            disk.Policies.Add(policy.Id);
            call.World.Count("apply-policy");
        }
    }

    private static void Cancel(AlibabaCall call)
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
            call.World.Count("cancel-policy");
        }
    }

    private static AlibabaRefusal TooMany() =>
        new(403, "OperationDenied.TooManyAutoSnapshotPolicies", "The specified disk has too many automatic snapshot policies.");

    private static SnapshotPolicy FindPolicy(AlibabaCall call, string id) => call.World.SnapshotPolicies.Find(id)
        ?? throw new AlibabaRefusal(404, "ParameterInvalid", "The specified automatic snapshot policy does not exist.");

    private static IReadOnlyList<Disk> FindDisks(AlibabaCall call)
    {
        call.Required("diskIds");
        IReadOnlyList<string> ids;
        try
        {
            ids = call.JsonList("diskIds")!;
        }
        catch (AlibabaRefusal)
        {
            throw new AlibabaRefusal(403, "ParameterInvalid", "The specified DiskIds are invalid.");
        }

        return
        [
            .. ids.Distinct().Select(i => call.World.FindDisk(i)?.Disk
                ?? throw new AlibabaRefusal(404, "InvalidDiskId.NotFound", "The specified disk does not exist in the region.")),
        ];
    }

    private static void DescribePolicies(AlibabaCall call, AnswerWriter answer)
    {
        string? id = call.Text("AutoSnapshotPolicyId");
        string? name = call.Text("AutoSnapshotPolicyName");
        bool Matches(SnapshotPolicy policy) => (id is null || policy.Id == id) && (name is null || policy.Name == name);
        Pages.WriteNumbered(call, answer, 100, call.World.SnapshotPolicies, Matches, page =>
            answer.List("AutoSnapshotPolicies", "AutoSnapshotPolicy", page, policy =>
            {
                answer.Text("AutoSnapshotPolicyId", policy.Id);
                answer.Text("AutoSnapshotPolicyName", policy.Name);
                answer.Text("RegionId", call.World.Region);
                answer.Text("TimePoints", policy.TimePoints);
                answer.Text("RepeatWeekdays", policy.RepeatWeekdays);
                answer.Number("RetentionDays", policy.RetentionDays);
                answer.Number("DiskNums", AllDisks(call.World).Count(d => d.Policies.Contains(policy.Id)));
                answer.Number("VolumeNums", 0);
                answer.Text("Status", "Normal");
                answer.Text("Type", "Custom");
                answer.Flag("EnableCrossRegionCopy", false);
                answer.Second("CreationTime", policy.CreatedAt);
                answer.List("Tags", "Tag", System.Array.Empty<string>(), _ => { });
            }));
    }

    private static void DescribeAssociations(AlibabaCall call, AnswerWriter answer)
    {
        string? policyId = call.Text("AutoSnapshotPolicyId");
        string? diskId = call.Text("DiskId");
        if (policyId is not null && diskId is not null)
        {
            throw Refusals.Invalid("DiskId");
        }

        (string Policy, string Disk)[] rows = [.. AllDisks(call.World).SelectMany(d => d.Policies.Select(p => (p, d.Id)))];
        Pages.WriteTokens(
            call,
            answer,
            100,
            rows,
            r => (policyId is null || r.Policy == policyId) && (diskId is null || r.Disk == diskId),
            page => answer.List("AutoSnapshotPolicyAssociations", "AutoSnapshotPolicyAssociation", page, row =>
            {
                answer.Text("AutoSnapshotPolicyId", row.Policy);
                answer.Text("DiskId", row.Disk);
            }));
    }

    private static IEnumerable<Disk> AllDisks(World world) => world.Servers.SelectMany(s => s.Disks).Concat(world.LooseDisks);
}
