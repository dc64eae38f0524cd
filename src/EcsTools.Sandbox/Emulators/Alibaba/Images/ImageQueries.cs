using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Images;

/// <summary>DescribeImages (docs/contracts/alibaba-ecs.md 3.18).</summary>
internal static class ImageQueries
{
    public static IEnumerable<AlibabaOperation> All() =>
        [new("DescribeImages", IsWrite: false, DescribeImages) { NeedsRegion = true }];

    private static void DescribeImages(AlibabaRequestContext call, ResponseWriter response)
    {
        string[]? ids = call.Text("ImageId")?.Split(',');
        string? name = call.Text("ImageName");
        string? owner = call.Text("ImageOwnerAlias");
        string? os = call.Text("OSType");
        string? architecture = call.Text("Architecture");
        string[] states = (call.Text("Status") ?? "Available").Split(',');
        bool isForSystemDisk = call.Text("ActionType") == "ChangeOS";
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        call.ReadTags(tags);
        bool Matches(Image image) =>
            (ids is null || Array.IndexOf(ids, image.Id) >= 0)
            && (name is null || (name.IndexOf('*') >= 0 ? Wildcard.Matches(name, image.Name) : image.Name.Contains(name)))
            && (owner is null || owner == Owner(image))
            && (os is null || os == OsType(image))
            && (architecture is null or "x86_64")
            && tags.All(t => image.Tags.TryGetValue(t.Key, out string? value) && (t.Value.Length == 0 || t.Value == value))
            && (!isForSystemDisk || FitsSystemDisk(call, image))
            && (Array.IndexOf(states, "ALL") >= 0 || Array.IndexOf(states, Status(image)) >= 0);

        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        response.Text("RegionId", call.Backend.Region);
        Pagination.WriteNumbered(call, response, 100, call.Backend.Images, Matches, page =>
            response.List("Images", "Image", page, image => Write(call, response, image)));
    }

    public static bool FitsSystemDisk(AlibabaRequestContext call, Image image) =>
        !call.Undocumented.AlibabaDataDisksSpoilImage || image.Snapshots.All(s => s.IsOfSystemDisk);

    private static string Owner(Image image) => image.IsPublic ? "system" : "self";

    private static string OsType(Image image) => image.IsWindows ? "windows" : "linux";

    private static string Status(Image image) => image switch
    {
        { HasFailed: true } => "CreateFailed",
        { IsUsable: true } => "Available",
        { Percent: < 100 } => "Creating",
        _ => "UnAvailable",
    };

    private static void Write(AlibabaRequestContext call, ResponseWriter response, Image image)
    {
        response.Text("ImageId", image.Id);
        response.Text("ImageName", image.Name);
        response.Text("ImageOwnerAlias", Owner(image));
        response.Text("Description", image.Description);
        response.Text("OSType", OsType(image));
        response.Text("OSName", AlibabaWords.OsName(image, image.IsWindows));
        response.Text("OSNameEn", AlibabaWords.OsName(image, image.IsWindows));
        response.Text("Platform", image.Platform);
        response.Text("Architecture", "x86_64");
        response.Text("BootMode", "BIOS");
        response.Number("Size", image.SizeGiB);
        response.Text("Status", Status(image));
        response.Flag("Usable", image is { IsUsable: true, IsReady: true });
        response.Text("Progress", FormattableString.Invariant($"{image.Percent}%"));
        response.Text("Usage", call.Backend.Servers.Any(s => s.ImageId == image.Id) ? "instance" : "none");
        response.Text("IsSelfShared", image.IsPublic ? "" : image.IsSharedWithOthers ? "True" : "False");
        response.Second("CreationTime", image.CreatedAt);
        response.Flag("IsSubscribed", false);
        response.Flag("IsPublic", image.IsPublic);
        response.Flag("IsCopied", false);
        response.Flag("IsSupportCloudinit", image.HasCloudInit);
        response.Flag("IsSupportIoOptimized", true);
        response.Text("ProductCode", "");
        response.Object("Features", () => response.Text("NvmeSupport", "supported"));
        response.List("DiskDeviceMappings", "DiskDeviceMapping", image.Snapshots.Select((s, i) => (Snapshot: s, Letter: (char)('a' + i))), disk =>
        {
            response.Text("Device", $"/dev/xvd{disk.Letter}");
            response.Text("Type", disk.Snapshot.IsOfSystemDisk ? "system" : "data");
            response.Text("SnapshotId", disk.Snapshot.Id);
            response.Text("Size", FormattableString.Invariant($"{disk.Snapshot.SizeGiB}"));
            response.Text("Progress", FormattableString.Invariant($"{disk.Snapshot.Percent}%"));
            response.Flag("Encrypted", disk.Snapshot.EncryptionKeyId is not null);
        });
        response.List("Tags", "Tag", image.Tags, tag =>
        {
            response.Text("TagKey", tag.Key);
            response.Text("TagValue", tag.Value);
        });
    }
}
