using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>DescribeDisks (docs/contracts/alibaba-ecs.md 3.16).</summary>
internal static class DiskQueries
{
    public static IEnumerable<AlibabaOperation> All() =>
        [new("DescribeDisks", IsWrite: false, DescribeDisks) { NeedsRegion = true }];

    private static void DescribeDisks(AlibabaRequestContext call, ResponseWriter response)
    {
        string? type = call.Text("DiskType");
        string? status = call.Text("Status");
        string? category = call.Text("Category");
        string? zone = call.Text("ZoneId");
        string? policy = call.Text("AutoSnapshotPolicyId");
        string? snapshot = call.Text("SnapshotId");
        if (type is not (null or "all" or "system" or "data"))
        {
            throw AlibabaErrors.Invalid("DiskType");
        }

        bool Matches((Disk Disk, Server? Server) row) =>
            (type is null or "all" || row.Disk.IsSystem == (type == "system"))
            && (status is null or "All" or "all" || AlibabaWords.Status(row.Disk) == status)
            && (category is null || category == "all" || row.Disk.Category == category)
            && (snapshot is null || row.Disk.SourceSnapshotId == snapshot)
            && (policy is null || row.Disk.Policies.Contains(policy))
            && (zone is null || (row.Server?.Zone ?? row.Disk.Zone) is null || (row.Server?.Zone ?? row.Disk.Zone) == zone);

        IReadOnlyList<(Disk Disk, Server? Server)> rows = Candidates(call);
        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        Pagination.Write(call, response, 500, rows, Matches, page =>
            response.List("Disks", "Disk", page, row => Write(call, response, row.Disk, row.Server)));
    }

    private static IReadOnlyList<(Disk Disk, Server? Server)> Candidates(AlibabaRequestContext call)
    {
        string? instanceId = call.Text("InstanceId");
        if (call.JsonList("DiskIds") is { } ids)
        {
            return
            [
                .. ids.Distinct(StringComparer.Ordinal)
                    .Select(call.Backend.FindDisk)
                    .Where(d => d is not null && (instanceId is null || d.Value.Server?.Id == instanceId))
                    .Select(d => d!.Value),
            ];
        }

        if (instanceId is not null)
        {
            return call.Backend.FindServer(instanceId) is { } server ? [.. server.Disks.Select(d => (d, (Server?)server))] : [];
        }

        return
        [
            .. call.Backend.Servers.SelectMany(s => s.Disks.Select(d => (d, (Server?)s))),
            .. call.Backend.LooseDisks.Select(d => (d, (Server?)null)),
        ];
    }

    private static void Write(AlibabaRequestContext call, ResponseWriter response, Disk disk, Server? server)
    {
        string device = server is null ? "" : "/dev/xvd" + (char)('a' + server.Disks.IndexOf(disk));
        response.Text("DiskId", disk.Id);
        response.Text("DiskName", disk.Name);
        response.Text("Description", "");
        response.Text("Type", disk.IsSystem ? "system" : "data");
        response.Text("Category", disk.Category);
        response.Text("PerformanceLevel", disk.PerformanceLevel ?? "");
        response.Number("Size", disk.SizeGiB);
        response.Text("Status", AlibabaWords.Status(disk));
        response.Text("InstanceId", server?.Id);
        response.Text("Device", device);
        response.Text("RegionId", call.Backend.Region);
        response.Text("ZoneId", server?.Zone ?? disk.Zone);
        response.Text("ImageId", disk.ImageId);
        response.Text("SourceSnapshotId", disk.SourceSnapshotId);
        response.Text("DiskChargeType", server?.IsSubscription == true ? "PrePaid" : "PostPaid");
        response.Text("ExpiredTime", "2999-09-08T16:00Z");
        response.Flag("Portable", !disk.IsSystem);
        response.Flag("DeleteWithInstance", disk.DeleteWithServer);
        response.Flag("DeleteAutoSnapshot", disk.DeleteAutoSnapshot);
        response.Flag("EnableAutoSnapshot", true);
        response.Flag("EnableAutomatedSnapshotPolicy", disk.Policies.Count > 0);
        response.Text("AutoSnapshotPolicyId", call.Undocumented.AlibabaDiskTellsPolicies ? string.Join(",", disk.Policies) : "");
        response.Flag("Encrypted", disk.EncryptionKeyId is not null);
        response.Text("KMSKeyId", disk.EncryptionKeyId ?? "");
        response.Second("CreationTime", disk.CreatedAt);
        response.List("Tags", "Tag", disk.Tags, tag =>
        {
            response.Text("TagKey", tag.Key);
            response.Text("TagValue", tag.Value);
        });
        response.List("OperationLocks", "OperationLock", server?.ProviderLocks.FindAll(r => r is "financial" or "security") ?? [], reason => response.Text("LockReason", reason));
        response.List("Attachments", "Attachment", server is null ? Array.Empty<Server>() : [server], s =>
        {
            response.Text("InstanceId", s.Id);
            response.Text("Device", device);
            response.Second("AttachedTime", disk.CreatedAt);
        });
    }
}
