using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Images;

/// <summary>DescribeImages (docs/contracts/alibaba-ecs.md 3.18).</summary>
internal static class ImageQueries
{
    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
        [new("DescribeImages", IsWrite: false, DescribeImages) { NeedsRegion = true }];

    private static void DescribeImages(AlibabaCall call, AnswerWriter answer)
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
            throw Refusals.DryRunPassed();
        }

        answer.Text("RegionId", call.World.Region);
        Pages.WriteNumbered(call, answer, 100, call.World.Images, Matches, page =>
            answer.List("Images", "Image", page, image => Write(answer, image)));
    }

    /// <summary>Tells whether a system disk can be made from an image.</summary>
    /// <param name="call">The call.</param>
    /// <param name="image">The image.</param>
    /// <returns>True if it can.</returns>
    public static bool FitsSystemDisk(AlibabaCall call, Image image) =>
        !call.Choices.AlibabaDataDisksSpoilImage || image.Snapshots.All(s => s.IsOfSystemDisk);

    private static string Owner(Image image) => image.IsPublic ? "system" : "self";

    private static string OsType(Image image) => image.IsWindows ? "windows" : "linux";

    private static string Status(Image image) => image switch
    {
        { HasFailed: true } => "CreateFailed",
        { IsUsable: true } => "Available",
        { Percent: < 100 } => "Creating",
        _ => "UnAvailable",
    };

    private static void Write(AnswerWriter answer, Image image)
    {
        answer.Text("ImageId", image.Id);
        answer.Text("ImageName", image.Name);
        answer.Text("ImageOwnerAlias", Owner(image));
        answer.Text("Description", image.Description);
        answer.Text("OSType", OsType(image));
        answer.Text("OSName", AlibabaWords.OsName(image, image.IsWindows));
        answer.Text("OSNameEn", AlibabaWords.OsName(image, image.IsWindows));
        answer.Text("Platform", image.Platform);
        answer.Text("Architecture", "x86_64");
        answer.Text("BootMode", "BIOS");
        answer.Number("Size", image.SizeGiB);
        answer.Text("Status", Status(image));
        answer.Text("Progress", FormattableString.Invariant($"{image.Percent}%"));
        answer.Text("Usage", "instance");
        answer.Second("CreationTime", image.CreatedAt);
        answer.Flag("IsSubscribed", false);
        answer.Flag("IsPublic", image.IsPublic);
        answer.Flag("IsCopied", false);
        answer.Flag("IsSupportCloudinit", image.HasCloudInit);
        answer.Flag("IsSupportIoOptimized", true);
        answer.Text("ProductCode", "");
        answer.Object("Features", () => answer.Text("NvmeSupport", "supported"));
        answer.List("DiskDeviceMappings", "DiskDeviceMapping", image.Snapshots.Select((s, i) => (Snapshot: s, Letter: (char)('a' + i))), disk =>
        {
            answer.Text("Device", $"/dev/xvd{disk.Letter}");
            answer.Text("Type", disk.Snapshot.IsOfSystemDisk ? "system" : "data");
            answer.Text("SnapshotId", disk.Snapshot.Id);
            answer.Text("Size", FormattableString.Invariant($"{disk.Snapshot.SizeGiB}"));
            answer.Text("Progress", FormattableString.Invariant($"{disk.Snapshot.Percent}%"));
        });
        answer.List("Tags", "Tag", image.Tags, tag =>
        {
            answer.Text("TagKey", tag.Key);
            answer.Text("TagValue", tag.Value);
        });
    }
}
