namespace EcsTools.Core.Tests.Alibaba;

/// <summary>Small answers of the service.</summary>
internal static class Json
{
    public static JObject Server(string id, string status, string? startTime = null, string? lockReason = null) => new()
    {
        ["InstanceId"] = id,
        ["InstanceName"] = "web-01",
        ["Status"] = status,
        ["RegionId"] = "cn-hangzhou",
        ["InstanceType"] = "ecs.g7.large",
        ["LocalStorageAmount"] = 0,
        ["ImageId"] = "img-1",
        ["OSType"] = "linux",
        ["KeyPairName"] = "ops-key",
        ["InstanceChargeType"] = "PostPaid",
        ["StartTime"] = startTime ?? "2026-03-02T07:16Z",
        ["OperationLocks"] = new JObject { ["LockReason"] = new JArray(Reasons(lockReason)) },
    };

    public static JObject Disk(string id, string instanceId, string status, int size = 40, string? keyId = null) => new()
    {
        ["DiskId"] = id,
        ["InstanceId"] = instanceId,
        ["Type"] = "system",
        ["Status"] = status,
        ["Size"] = size,
        ["ImageId"] = "img-1",
        ["DeleteAutoSnapshot"] = true,
        ["Encrypted"] = keyId is not null,
        ["KMSKeyId"] = keyId ?? "",
    };

    public static Answer Servers(params JObject[] servers) => Answer.Ok(List("Instances", "Instance", servers));

    public static Answer Disks(params JObject[] disks) => Answer.Ok(List("Disks", "Disk", disks));

    public static Answer Images(params JObject[] images) => Answer.Ok(List("Images", "Image", images));

    public static Answer KeyPairs(params string[] names) =>
        Answer.Ok(List("KeyPairs", "KeyPair", [.. names.Select(n => new JObject { ["KeyPairName"] = n })]));

    public static Answer Policies(params (string Disk, string Policy)[] rows) => Answer.Ok(List(
        "AutoSnapshotPolicyAssociations",
        "AutoSnapshotPolicyAssociation",
        [.. rows.Select(r => new JObject { ["DiskId"] = r.Disk, ["AutoSnapshotPolicyId"] = r.Policy })]));

    public static Answer Snapshots(params JObject[] snapshots) => Answer.Ok(List("Snapshots", "Snapshot", snapshots));

    /// <summary>Sizes that a server can be given.</summary>
    public static Answer Targets(params (string Name, string Status, string Stock)[] sizes) => Answer.Ok(List(
        "AvailableZones",
        "AvailableZone",
        [
            new JObject
            {
                ["ZoneId"] = "cn-hangzhou-i",
                ["AvailableResources"] = new JObject
                {
                    ["AvailableResource"] = new JArray(new JObject
                    {
                        ["Type"] = "InstanceType",
                        ["SupportedResources"] = new JObject
                        {
                            ["SupportedResource"] = new JArray(sizes.Select(
                                s => new JObject { ["Value"] = s.Name, ["Status"] = s.Status, ["StatusCategory"] = s.Stock })),
                        },
                    }),
                },
            },
        ]));

    public static JObject Image(string id, string os = "linux", int size = 20, string status = "Available") =>
        new() { ["ImageId"] = id, ["OSType"] = os, ["Size"] = size, ["Status"] = status };

    public static Answer Items(params (string Id, JToken Code)[] items) => Answer.Ok(List(
        "InstanceResponses",
        "InstanceResponse",
        [.. items.Select(i => new JObject { ["InstanceId"] = i.Id, ["Code"] = i.Code, ["Message"] = "success" })]));

    private static string List(string outer, string inner, JObject[] rows) =>
        new JObject { ["RequestId"] = "R-1", ["NextToken"] = "", [outer] = new JObject { [inner] = new JArray(rows.Cast<object>().ToArray()) } }.ToString();

    private static IEnumerable<JObject> Reasons(string? reason) => reason is null ? [] : [new JObject { ["LockReason"] = reason }];
}
