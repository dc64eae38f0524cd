using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>What a step that extends a disk does alike on every cloud: none makes a disk smaller, and none touches what is on it.</summary>
internal static class DiskExtension
{
    public const string Activity = "Extending the disk";

    // A partition table in MBR form counts 2^32 sectors of 512 bytes.
    private const int LargestMbrGiB = 2048;
    private static readonly TimeSpan StopAndStart = TimeSpan.FromMinutes(2);

    /// <summary>Puts the step into words; requirements, costs and facts are the cloud's.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read.</param>
    public static StepPreview Preview(StepTarget target, EcsDisk? disk, DiskSeen seen)
    {
        return new StepPreview
        {
            AlreadyDone = disk is not null && disk.SizeGiB == target.Options.SizeGiB ? $"{Title(disk, capital: true)} already has {disk.SizeGiB} GiB." : null,
            Summary = $"Extend {Title(disk, capital: false)}{(disk is null ? "" : $" from {disk.SizeGiB}")} to {target.Options.SizeGiB} GiB. The guest sees the new size {(seen == DiskSeen.AtOnce ? "at once" : "when the server starts next")}."
                + (target.Options.GrowFileSystem ? "" : " Its partition and file system stay as they are until they are extended in the guest."),
            ExpectedDowntime = Downtime(target),
        };
    }

    /// <summary>What sentences call a disk.</summary>
    /// <param name="capital">True at the beginning of a sentence.</param>
    public static string Title(EcsDisk? disk, bool capital)
    {
        string what = disk is null ? "the disk" : $"{(disk.IsSystemDisk ? "system disk" : "disk")} {disk.Id}";
        return capital ? char.ToUpperInvariant(what[0]) + what.Substring(1) : what;
    }

    /// <summary>How long the server is away for a change of a disk: only if it is stopped first.</summary>
    public static TimeSpan Downtime(StepTarget target) => OperationDefinition.NeedsStop(target.Instance, target.Options) ? StopAndStart : TimeSpan.Zero;

    /// <summary>What to ask of prices: for the disk as it is and as it will be, and for an order.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read.</param>
    public static (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) AskPrice(StepTarget target, EcsDisk? disk, bool isOrder)
    {
        if (disk is null || target.Options.SizeGiB is not { } wanted || wanted <= disk.SizeGiB)
        {
            return default;
        }

        PriceQuery after = PriceQuery.ForDisk(target.Instance, disk.Category, wanted, DiskTypeChange.LevelOf(disk), disk.IsSystemDisk);
        return (after with { DiskSizeGiB = disk.SizeGiB }, after, isOrder ? after with { Kind = EcsPriceKind.Change, InstanceId = target.Instance.Id } : null);
    }

    /// <summary>The size is larger than that of the disk, and not larger than the cloud permits.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read: another requirement says so.</param>
    /// <param name="largest">The largest size in GiB; null if it is not known.</param>
    public static IEnumerable<EcsRequirement> CheckSize(StepTarget target, EcsDisk? disk, int? largest)
    {
        const string Id = EcsRequirementId.DiskSize;
        int wanted = target.Options.SizeGiB ?? 0;
        return disk is null ? []
            : wanted <= disk.SizeGiB ? [Requirement.Failed(
                Id,
                $"Disk {disk.Id} has {disk.SizeGiB} GiB. Disks cannot shrink.",
                $"Specify more than {disk.SizeGiB} with -SizeGiB. To use a smaller disk, create one and copy the data.")]
            : wanted > largest ? [Requirement.Failed(Id, $"A disk of category {disk.Category} has at most {largest} GiB.", $"Specify {largest} or less with -SizeGiB.")]
            : disk.SizeGiB <= LargestMbrGiB && wanted > LargestMbrGiB ? [Requirement.Warned(
                Id,
                $"A partition table in MBR form cannot use more than {LargestMbrGiB} GiB, and data can be lost when such a disk is extended beyond it.",
                "Check in the guest that the disk has a partition table in GPT form.")]
            : [Requirement.Passed(Id, $"The disk has {disk.SizeGiB} GiB and can have {wanted} GiB.")];
    }
}
