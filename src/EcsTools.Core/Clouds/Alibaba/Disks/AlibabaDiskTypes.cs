using static EcsTools.Core.Clouds.DiskTypeChange;
using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Which category and performance level a disk can be given (docs/contracts/alibaba-ecs-lifecycle.md 2.1 and 2.2).</summary>
internal static class AlibabaDiskTypes
{
    private const string Essd = "cloud_essd";
    private const string Entry = "cloud_essd_entry";
    private const string Id = EcsRequirementId.DiskType;

    // The smallest disk of each level, in GiB.
    private static readonly Dictionary<string, int> Smallest = new(StringComparer.OrdinalIgnoreCase) { ["PL0"] = 1, ["PL1"] = 20, ["PL2"] = 461, ["PL3"] = 1261 };

    /// <summary>The level that the disk will have.</summary>
    /// <param name="disk">The disk; null if it is not known.</param>
    /// <returns>The level; null where the category has none.</returns>
    public static string? FindLevel(StepTarget target, EcsDisk? disk) => target.Options.PerformanceLevel?.ToUpperInvariant()
        ?? (!Same(target.Options.Category ?? disk?.Category, Essd) ? null
            : Same(disk?.Category, Essd) && disk is not null && LevelOf(disk) is { } present ? present
            : "PL1");

    /// <summary>The disk can be given category and level.</summary>
    /// <param name="level">The level wanted, or null.</param>
    /// <param name="offers">What the zone offers; null if only the level changes.</param>
    public static EcsRequirement Check(StepTarget target, AlibabaDisk subject, string? level, LookupResult<IReadOnlyList<AvailableInstanceType>>? offers)
    {
        EcsDisk disk = subject.Disk;
        string category = target.Options.Category ?? disk.Category;
        bool keepsCategory = Same(category, disk.Category);
        string present = LevelOf(disk) ?? "";
        return level is not null && !Same(category, Essd)
                ? Failed(Id, $"Disks of category {category} have no performance level.", $"Omit -PerformanceLevel, or specify -Category {Essd}.")
            : level is not null && !Smallest.ContainsKey(level) ? Failed(Id, $"Unknown performance level {level}.", "Specify PL0, PL1, PL2, or PL3.")
            : level is not null && disk.SizeGiB < Smallest[level]
                ? Failed(Id, $"A disk of performance level {level} has at least {Smallest[level]} GiB, and this one has {disk.SizeGiB}.", $"Extend the disk first, with -SizeGiB {Smallest[level]}.")
            : keepsCategory && Same(level, "PL0") && !Same(present, "PL0") ? Failed(Id, "A performance level cannot be lowered to PL0.", "Specify PL1 or a higher one.")
            : keepsCategory && subject.IsSubscription && string.Compare(level, present, StringComparison.OrdinalIgnoreCase) < 0
                ? Failed(Id, $"The performance level of a subscription cannot be lowered ({present}).", "Specify a higher one.")
            : Same(disk.Category, Entry) && !Same(category, Essd) && !Same(category, "cloud_auto")
                ? Failed(Id, $"A disk of category {Entry} can only be changed to {Essd} or cloud_auto.", $"Specify -Category {Essd} or cloud_auto.")
            : keepsCategory ? Passed(Id, $"The disk can have performance level {level}.")
            : CheckOffer(target.Instance, category, offers ?? LookupResult<IReadOnlyList<AvailableInstanceType>>.None);
    }

    private static EcsRequirement CheckOffer(EcsInstance instance, string category, LookupResult<IReadOnlyList<AvailableInstanceType>> offers) =>
        offers.Value is not { } known ? Unknown(Id, "Cannot check which disk categories the size and the zone take", offers.Error)
        : known.FirstOrDefault(o => Same(o.Name, category)) is not { } offer ? Failed(
            Id, $"Size {instance.Size} takes no disk of category {category} in zone {instance.Zone}.", $"Specify one of: {string.Join(", ", known.Where(o => o.IsAvailable).Select(o => o.Name))}.")
        : !offer.IsAvailable ? Failed(Id, $"Disks of category {category} are out of stock in zone {instance.Zone} ({offer.Status} {offer.Stock}).", "Specify another category, or try again later.")
        : Passed(Id, $"Size and zone take disks of category {category}.");
}
