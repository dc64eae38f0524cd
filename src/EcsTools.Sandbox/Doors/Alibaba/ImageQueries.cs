using System;
using System.Collections.Generic;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Doors.Alibaba;

/// <summary>DescribeImages (contract 3.18).</summary>
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
        string status = call.Text("Status") ?? "Available";
        bool Matches(Image image) =>
            (ids is null || Array.IndexOf(ids, image.Id) >= 0)
            && (name is null || (name.IndexOf('*') >= 0 ? Wildcard.Matches(name, image.Name) : image.Name.Contains(name)))
            && (owner is null || owner == Owner(image))
            && (os is null || os == OsType(image))
            && (architecture is null or "x86_64")
            && (status == "ALL" || status == Status(image));

        if (call.Flag("DryRun"))
        {
            throw Refusals.DryRunPassed();
        }

        answer.Text("RegionId", call.World.Region);
        Pages.WriteNumbered(call, answer, 100, call.World.Images, Matches, page =>
            answer.List("Images", "Image", page, image => Write(answer, image)));
    }

    private static string Owner(Image image) => image.IsPublic ? "system" : "self";

    private static string OsType(Image image) => image.IsWindows ? "windows" : "linux";

    private static string Status(Image image) => image.IsUsable ? "Available" : "UnAvailable";

    private static void Write(AnswerWriter answer, Image image)
    {
        answer.Text("ImageId", image.Id);
        answer.Text("ImageName", image.Name);
        answer.Text("ImageOwnerAlias", Owner(image));
        answer.Text("Description", "");
        answer.Text("OSType", OsType(image));
        answer.Text("OSName", AlibabaWords.OsName(image, image.IsWindows));
        answer.Text("OSNameEn", AlibabaWords.OsName(image, image.IsWindows));
        answer.Text("Platform", image.Platform);
        answer.Text("Architecture", "x86_64");
        answer.Text("BootMode", "BIOS");
        answer.Number("Size", image.SizeGiB);
        answer.Text("Status", Status(image));
        answer.Text("Progress", "100%");
        answer.Text("Usage", "instance");
        answer.Second("CreationTime", image.CreatedAt);
        answer.Flag("IsSubscribed", false);
        answer.Flag("IsPublic", image.IsPublic);
        answer.Flag("IsCopied", false);
        answer.Flag("IsSupportCloudinit", image.HasCloudInit);
        answer.Flag("IsSupportIoOptimized", true);
        answer.Text("ProductCode", "");
        answer.Object("Features", () => answer.Text("NvmeSupport", "supported"));
        answer.List("DiskDeviceMappings", "DiskDeviceMapping", Array.Empty<string>(), _ => { });
        answer.List("Tags", "Tag", Array.Empty<string>(), _ => { });
    }
}
