using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>What is read for the plans of many servers, each thing once.</summary>
internal sealed class NovaRebuildPreflightData
{
    /// <summary>The minor version of the compute API agreed.</summary>
    public required int ComputeVersion { get; init; }

    /// <summary>Images by id; null inside for one that does not exist.</summary>
    public required IReadOnlyDictionary<string, LookupResult<GlanceImage?>> Images { get; init; }

    /// <summary>Key pairs by name; false inside for one that this user does not have.</summary>
    public required IReadOnlyDictionary<string, LookupResult<bool>> KeyPairs { get; init; }

    /// <summary>The sizes.</summary>
    public required LookupResult<IReadOnlyList<NovaFlavor>> Sizes { get; init; }

    /// <summary>The volumes that servers boot from, by id.</summary>
    public required IReadOnlyDictionary<string, Volume> BootVolumes { get; init; }

    /// <summary>Reads all of it.</summary>
    public static async Task<NovaRebuildPreflightData> GatherAsync(OpenStackClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        int version = await families.Client.GetComputeVersionAsync(cancellation).ConfigureAwait(false);
        Task<Dictionary<string, LookupResult<GlanceImage?>>> images = LookupResult<GlanceImage?>.ReadEachAsync(
            targets.Select(RebuildSteps.FindImageId), id => families.Images.FindAsync(id, cancellation));
        Task<Dictionary<string, LookupResult<bool>>> keyPairs = LookupResult<bool>.ReadEachAsync(
            targets.Select(t => t.Options.Login.KeyPairName ?? ""), async name => await families.KeyPairs.FindAsync(name, cancellation).ConfigureAwait(false) is not null);
        Task<LookupResult<IReadOnlyList<NovaFlavor>>> sizes = LookupResult<IReadOnlyList<NovaFlavor>>.ReadAsync(() => families.Flavors.ListAsync(cancellation));
        string[] boots = [.. targets.Select(t => t.Instance).Where(NovaServerReader.IsVolumeBacked).Select(i => i.SystemDiskId).OfType<string>()];
        Task<IReadOnlyDictionary<string, Volume>> volumes = families.Volumes.DescribeAsync(boots, cancellation);
        await Task.WhenAll(images, keyPairs, sizes, volumes).ConfigureAwait(false);
        return new NovaRebuildPreflightData
        {
            ComputeVersion = version,
            Images = await images.ConfigureAwait(false),
            KeyPairs = await keyPairs.ConfigureAwait(false),
            Sizes = await sizes.ConfigureAwait(false),
            BootVolumes = await volumes.ConfigureAwait(false),
        };
    }

    /// <summary>The image that a fresh system disk would be made from.</summary>
    public LookupResult<GlanceImage?> FindImage(StepTarget target) => RebuildSteps.FindImage(Images, target);

    /// <summary>The size of a server's system disk.</summary>
    /// <returns>GiB; 0 if it is not known.</returns>
    public int FindDiskSize(EcsInstance instance) => NovaServerReader.IsVolumeBacked(instance)
        ? BootVolumes.TryGetValue(instance.SystemDiskId ?? "", out Volume? volume) ? volume.SizeGiB ?? 0 : 0
        : Sizes.Value?.FirstOrDefault(s => string.Equals(s.Name, instance.Size, StringComparison.Ordinal))?.DiskGiB ?? 0;
}
