using System.Globalization;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Contracts;

/// <summary>A data disk of a server that is to be created.</summary>
/// <param name="SizeGiB">How large it is.</param>
/// <param name="Category">Its category, in the cloud's word; null for that of the system disk.</param>
/// <param name="PerformanceLevel">Its performance level; null for the usual one.</param>
public sealed record NewDataDisk(int SizeGiB, string? Category, string? PerformanceLevel)
{
    /// <summary>Reads a disk as users write it: its size, its category and its performance level, with colons between them.</summary>
    /// <param name="text">For example <c>100</c> or <c>100:cloud_essd:PL1</c>.</param>
    /// <returns>What the text left out is null.</returns>
    /// <exception cref="Model.EcsException"><see cref="Model.EcsErrorId.InvalidInput"/> if the text is no disk.</exception>
    public static NewDataDisk Parse(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length <= 3 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? new NewDataDisk(size, Part(parts, 1), Part(parts, 2))
            : throw InputErrors.Create($"Cannot read the data disk '{text}'.", "Specify its size in GiB, and optionally its category and performance level: 100, 100:cloud_essd, or 100:cloud_essd:PL1.");
    }

    private static string? Part(string[] parts, int index) => parts.Length > index && parts[index].Length > 0 ? parts[index] : null;
}
