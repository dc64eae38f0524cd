using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>What a project may have and has (compute API, <c>/limits</c>).</summary>
internal sealed class NovaLimits(JObject absolute)
{
    /// <summary>Tells what a change of size would want more than there is.</summary>
    /// <returns>The lack in words, or null if there is room. What is not told, or is -1, has no limit.</returns>
    public string? FindLack(int vcpus, int memoryMiB) =>
        Left("maxTotalCores", "totalCoresUsed") is { } cores && vcpus > cores ? $"{vcpus} more CPUs are required, and {cores} are available"
        : Left("maxTotalRAMSize", "totalRAMUsed") is { } memory && memoryMiB > memory ? $"{memoryMiB} MiB more memory are required, and {memory} are available"
        : null;

    private int? Left(string most, string used) => absolute.Integer(most) is { } limit and >= 0 ? limit - (absolute.Integer(used) ?? 0) : null;
}
