using EcsTools.Core.Clouds.OpenStackApi;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Requirements of a change of size.</summary>
internal static class NovaResizeChecks
{
    private const string OtherSize = "Specify a size that Get-EcsInstanceSize lists.";

    /// <summary>Tells whether two names are of the same size.</summary>
    public static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds a size by its name or id.</summary>
    /// <returns>The size, or null.</returns>
    public static NovaFlavor? Find(IReadOnlyList<NovaFlavor> sizes, string? wanted) =>
        sizes.FirstOrDefault(s => s.Name == wanted) ?? sizes.FirstOrDefault(s => Same(s.Name, wanted) || s.Id == wanted);

    /// <summary>Determines whether a server has the size wanted, for good.</summary>
    /// <param name="sizes">The sizes; one may be meant by its id.</param>
    public static bool HasSize(StepTarget target, LookupResult<IReadOnlyList<NovaFlavor>> sizes) =>
        !ServerStatus.Is(target.Instance, ServerStatus.VerifyResize)
        && (Same(target.Instance.Size, target.Options.Size)
            || (sizes.Value is { } known && Find(known, target.Options.Size) is { } flavor && Same(flavor.Name, target.Instance.Size)));

    /// <summary>Running or stopped: Nova shuts a running server down for it and starts it again.</summary>
    public static EcsRequirement CheckState(StepTarget target) => target.Instance.Status switch
    {
        EcsInstanceStatus.Stopped => Passed(EcsRequirementId.State, "The server is stopped."),
        EcsInstanceStatus.Running => Passed(EcsRequirementId.State, "The server is running; the cloud shuts it down for the change and starts it again."),
        _ when NovaResizeStep.NeedsConfirmationOnly(target) => Passed(EcsRequirementId.State, "The server already has the size, but it is not confirmed."),
        _ when ServerStatus.Is(target.Instance, ServerStatus.VerifyResize) => Failed(
            EcsRequirementId.State,
            $"The previous change to size {target.Instance.Size} is not confirmed.",
            $"Confirm it first: Set-EcsInstanceSize -Size {target.Instance.Size}, with a -HealthCheck that returns false to undo it."),
        _ => Failed(EcsRequirementId.State, $"The server is {target.Instance.ProviderStatus}; it must be running or stopped.", ServerStatus.FindWayBack(target.Instance) ?? "Wait until it is running or stopped."),
    };

    /// <summary>The size wanted is another one, on sale, and its disk is not smaller.</summary>
    public static EcsRequirement CheckSize(StepTarget target, LookupResult<IReadOnlyList<NovaFlavor>> sizes)
    {
        EcsInstance instance = target.Instance;
        string wanted = target.Options.Size ?? "";
        if (NovaResizeStep.NeedsConfirmationOnly(target))
        {
            return Passed(EcsRequirementId.Size, $"The server has size {wanted}.");
        }

        if (sizes.Value is not { } known)
        {
            return Unknown(EcsRequirementId.Size, "Cannot read the available sizes", sizes.Error);
        }

        NovaFlavor? present = Find(known, instance.Size);
        return Find(known, wanted) is not { } flavor ? Failed(EcsRequirementId.Size, $"Size '{wanted}' is not available for this server; {known.Count} others are.", OtherSize)
            : Same(flavor.Name, instance.Size) ? Failed(EcsRequirementId.Size, $"The server already has size {flavor.Name}.", OtherSize)
            : flavor.IsDisabled ? Failed(EcsRequirementId.Size, $"Size {flavor.Name} is no longer offered.", OtherSize)
            : present is { DiskGiB: > 0 } && flavor.DiskGiB < present.DiskGiB && !NovaServerReader.IsVolumeBacked(instance) ? Failed(
                EcsRequirementId.Size, $"The disk of size {flavor.Name} has {flavor.DiskGiB} GiB, and the server's has {present.DiskGiB}. Disks cannot shrink.", OtherSize)
            : Passed(EcsRequirementId.Size, $"Size {flavor.Name} is available for this server.");
    }

    /// <summary>The project's quota has room for what the new size has more.</summary>
    public static EcsRequirement CheckQuota(StepTarget target, LookupResult<IReadOnlyList<NovaFlavor>> sizes, LookupResult<NovaLimits> limits)
    {
        EcsInstance instance = target.Instance;
        NovaFlavor? flavor = sizes.Value is { } known ? Find(known, target.Options.Size) : null;
        if (limits.Value is not { } quota)
        {
            return Unknown(EcsRequirementId.ServerQuota, "Cannot check the quota of the project", limits.Error);
        }

        string? lack = flavor is null || NovaResizeStep.NeedsConfirmationOnly(target) ? null : quota.FindLack(flavor.Vcpu - instance.Vcpu, flavor.MemoryMiB - instance.MemoryMiB);
        return lack is null
            ? Passed(EcsRequirementId.ServerQuota, "The project's quota is sufficient.")
            : Failed(EcsRequirementId.ServerQuota, $"Quota of the project exceeded: {lack}.", "Free some of it, or ask the operator of the cloud for a higher quota.");
    }
}
