using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Requirements of a change of size (docs/contracts/huawei-ecs.md 3.8 and the codes Ecs.0009 to 0028, 0319, 0802 to
/// 0813).</summary>
internal static class HuaweiResizeChecks
{
    private const string H2 = "h2";
    private const string OtherSize = "Specify a size that Get-EcsInstanceSize lists for this server.";

    /// <summary>Stopped.</summary>
    public static EcsRequirement CheckState(StepTarget target) => target.Instance.Status == EcsInstanceStatus.Stopped
        ? Passed(EcsRequirementId.State, "The server is stopped.")
        : Failed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}; it must be stopped.", "Specify -StopFirst, or stop the server.");

    /// <summary>The size wanted is another one, the server can be given it, and it is on sale.</summary>
    public static EcsRequirement CheckSize(StepTarget target, HuaweiResizePreflightData evidence, HuaweiVariant variant)
    {
        EcsInstance instance = target.Instance;
        string wanted = target.Options.Size ?? "";
        if (FindPlainFlaw(instance.Size, wanted, evidence) is { } flaw)
        {
            return Failed(EcsRequirementId.Size, flaw, OtherSize);
        }

        if (HuaweiResizeRequest.NamesHost(target, variant) && evidence.FindHost(target) is { Value: null } host)
        {
            return host.Error is null
                ? Failed(EcsRequirementId.Size, "The provider does not report the dedicated host of the server, which the request must contain.", "Use the provider's console.")
                : Unknown(EcsRequirementId.Size, "Cannot read the dedicated host of the server", host.Error);
        }

        LookupResult<IReadOnlyList<HuaweiFlavor>> sizes = evidence.FindSizes(instance);
        if (sizes.Value is not { } known)
        {
            return Unknown(EcsRequirementId.Size, "Cannot read the sizes that are available for the server", sizes.Error);
        }

        string? zone = instance.Zone.Length == 0 ? null : instance.Zone;
        return known.FirstOrDefault(f => Same(f.Id, wanted)) is not { } flavor
                ? Failed(EcsRequirementId.Size, $"Size '{wanted}' is not available for this server; {known.Count} others are.", OtherSize)
            : !flavor.IsOnSale(zone)
                ? Failed(EcsRequirementId.Size, $"Size {wanted} is not available{(zone is null ? "" : $" in {zone}")}: {flavor.DescribeStock(zone)}.", OtherSize)
            : Passed(EcsRequirementId.Size, $"Size {wanted} is available for this server.");
    }

    /// <summary>Determines whether two names are of the same size.</summary>
    public static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string? FindPlainFlaw(string present, string wanted, HuaweiResizePreflightData evidence) =>
        wanted.Length == 0 ? "No size was specified."
        : Same(present, wanted) ? $"The server already has size {wanted}."
        : IsH2(present, evidence) ? $"Servers of size {present} cannot be resized (Ecs.0806)."
        : IsH2(wanted, evidence) ? $"No server can be resized to {wanted} (Ecs.0806)."
        : null;

    private static bool IsH2(string size, HuaweiResizePreflightData evidence) =>
        size.StartsWith(H2 + ".", StringComparison.OrdinalIgnoreCase)
        || (evidence.Generations.Value is { } known && known.TryGetValue(size, out string? generation) && Same(generation, H2));
}
