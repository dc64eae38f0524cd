namespace EcsTools.Core.Clouds;

/// <summary>What a step that changes the category of a disk does alike on every cloud: the content stays, and the disk is in use meanwhile.</summary>
internal static class DiskTypeChange
{
    public const string Activity = "Changing the type of the disk";

    /// <summary>Puts the step into words; requirements and costs are the cloud's.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read.</param>
    /// <param name="level">The performance level wanted; null where the category has none.</param>
    public static StepPreview Preview(StepTarget target, EcsDisk? disk, string? level)
    {
        string wanted = Name(target.Options.Category ?? disk?.Category ?? "", level);
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (disk is not null)
        {
            facts[StepFactKeys.DiskType] = Name(disk);
        }

        return new StepPreview
        {
            AlreadyDone = disk is not null && Same(Name(disk), wanted) ? $"{DiskExtension.Title(disk, capital: true)} is already of type {wanted}." : null,
            Summary = $"Change {DiskExtension.Title(disk, capital: false)}{(disk is null ? "" : $" from {Name(disk)}")} to {wanted}. Its content stays, and it can be slower until the change is complete.",
            ExpectedDowntime = DiskExtension.Downtime(target),
            Facts = facts,
        };
    }

    /// <summary>Tells whether a disk is of the type wanted, and was not before: that it is proves nothing if it was.</summary>
    /// <param name="level">The performance level wanted; null where the category has none.</param>
    public static bool TookEffect(StepTarget target, EcsDisk disk, string? level) =>
        Same(Name(disk), Name(target.Options.Category ?? disk.Category, level))
        && target.Before.TryGetValue(StepFactKeys.DiskType, out string? before) && !Same(before, Name(disk));

    /// <summary>What to ask of prices: for the disk as it is and as it will be, and for an order.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read.</param>
    public static (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) AskPrice(StepTarget target, EcsDisk? disk, string? level, bool isOrder)
    {
        if (disk is null)
        {
            return default;
        }

        PriceQuery now = PriceQuery.ForDisk(target.Instance, disk.Category, disk.SizeGiB, LevelOf(disk), disk.IsSystemDisk);
        PriceQuery after = now with { DiskCategory = target.Options.Category ?? disk.Category, PerformanceLevel = level };
        return (now, after, isOrder ? after with { Kind = EcsPriceKind.Change, InstanceId = target.Instance.Id } : null);
    }

    /// <summary>The performance level of a disk; null if it has none.</summary>
    public static string? LevelOf(EcsDisk disk) => disk.PerformanceLevel is { Length: > 0 } level ? level : null;

    public static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string Name(EcsDisk disk) => Name(disk.Category, LevelOf(disk));

    private static string Name(string category, string? level) => level is null ? category : $"{category} {level}";
}
