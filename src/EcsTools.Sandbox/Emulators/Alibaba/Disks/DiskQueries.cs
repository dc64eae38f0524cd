using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>DescribeDisks (docs/contracts/alibaba-ecs.md 3.16).</summary>
internal static class DiskQueries
{
    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
        [new("DescribeDisks", IsWrite: false, DescribeDisks) { NeedsRegion = true }];

    private static void DescribeDisks(AlibabaCall call, AnswerWriter answer)
    {
        string? type = call.Text("DiskType");
        string? status = call.Text("Status");
        string? category = call.Text("Category");
        string? zone = call.Text("ZoneId");
        string? policy = call.Text("AutoSnapshotPolicyId");
        if (type is not (null or "all" or "system" or "data"))
        {
            throw Refusals.Invalid("DiskType");
        }

        bool Matches((Disk Disk, Server? Server) row) =>
            (type is null or "all" || row.Disk.IsSystem == (type == "system"))
            && (status is null or "All" or "all" || AlibabaWords.Status(row.Disk) == status)
            && (category is null || category == "all" || row.Disk.Category == category)
            && (policy is null || row.Disk.Policies.Contains(policy))
            && (zone is null || row.Server is null || row.Server.Zone == zone);

        IReadOnlyList<(Disk Disk, Server? Server)> rows = Candidates(call);
        if (call.Flag("DryRun"))
        {
            throw Refusals.DryRunPassed();
        }

        Pages.Write(call, answer, 500, rows, Matches, page =>
            answer.List("Disks", "Disk", page, row => Write(call, answer, row.Disk, row.Server)));
    }

    private static IReadOnlyList<(Disk Disk, Server? Server)> Candidates(AlibabaCall call)
    {
        string? instanceId = call.Text("InstanceId");
        if (call.JsonList("DiskIds") is { } ids)
        {
            return
            [
                .. ids.Distinct(StringComparer.Ordinal)
                    .Select(call.World.FindDisk)
                    .Where(d => d is not null && (instanceId is null || d.Value.Server?.Id == instanceId))
                    .Select(d => d!.Value),
            ];
        }

        if (instanceId is not null)
        {
            return call.World.FindServer(instanceId) is { } server ? [.. server.Disks.Select(d => (d, (Server?)server))] : [];
        }

        return
        [
            .. call.World.Servers.SelectMany(s => s.Disks.Select(d => (d, (Server?)s))),
            .. call.World.LooseDisks.Select(d => (d, (Server?)null)),
        ];
    }

    private static void Write(AlibabaCall call, AnswerWriter answer, Disk disk, Server? server)
    {
        string device = server is null ? "" : "/dev/xvd" + (char)('a' + server.Disks.IndexOf(disk));
        answer.Text("DiskId", disk.Id);
        answer.Text("DiskName", disk.Name);
        answer.Text("Description", "");
        answer.Text("Type", disk.IsSystem ? "system" : "data");
        answer.Text("Category", disk.Category);
        answer.Text("PerformanceLevel", disk.Category == "cloud_essd" ? "PL1" : "");
        answer.Number("Size", disk.SizeGiB);
        answer.Text("Status", AlibabaWords.Status(disk));
        answer.Text("InstanceId", server?.Id);
        answer.Text("Device", device);
        answer.Text("RegionId", call.World.Region);
        answer.Text("ZoneId", server?.Zone ?? "");
        answer.Text("ImageId", disk.ImageId);
        answer.Text("SourceSnapshotId", "");
        answer.Text("DiskChargeType", server?.IsSubscription == true ? "PrePaid" : "PostPaid");
        answer.Text("ExpiredTime", "2999-09-08T16:00Z");
        answer.Flag("Portable", !disk.IsSystem);
        answer.Flag("DeleteWithInstance", disk.DeleteWithServer);
        answer.Flag("DeleteAutoSnapshot", true);
        answer.Flag("EnableAutoSnapshot", true);
        answer.Flag("EnableAutomatedSnapshotPolicy", disk.Policies.Count > 0);
        answer.Text("AutoSnapshotPolicyId", call.Choices.AlibabaDiskTellsPolicies ? string.Join(",", disk.Policies) : "");
        answer.Flag("Encrypted", false);
        answer.Second("CreationTime", disk.CreatedAt);
        answer.List("Tags", "Tag", Array.Empty<string>(), _ => { });
        answer.List("OperationLocks", "OperationLock", server?.ProviderLocks.FindAll(r => r is "financial" or "security") ?? [], reason => answer.Text("LockReason", reason));
        answer.List("Attachments", "Attachment", server is null ? Array.Empty<Server>() : [server], s =>
        {
            answer.Text("InstanceId", s.Id);
            answer.Text("Device", device);
            answer.Second("AttachedTime", disk.CreatedAt);
        });
    }
}
