using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What is read for the plans of many servers, each thing once.</summary>
internal sealed class HuaweiRebuildPreflightData
{
    /// <summary>The project's id.</summary>
    public required string ProjectId { get; init; }

    /// <summary>How many servers are planned for.</summary>
    public required int TargetCount { get; init; }

    /// <summary>Images by id; null inside for one that does not exist.</summary>
    public required IReadOnlyDictionary<string, LookupResult<HuaweiImage?>> Images { get; init; }

    /// <summary>Key pairs by name; null inside for one that this user does not have.</summary>
    public required IReadOnlyDictionary<string, LookupResult<KeyPair?>> KeyPairs { get; init; }

    /// <summary>The system disks.</summary>
    public required HuaweiSystemDisks Disks { get; init; }

    /// <summary>The disk quota.</summary>
    public required LookupResult<HuaweiDiskQuota> Quota { get; init; }

    /// <summary>The server limits.</summary>
    public required LookupResult<HuaweiServerQuota> Limits { get; init; }

    /// <summary>The generation by flavour.</summary>
    public required LookupResult<IReadOnlyDictionary<string, string>> Generations { get; init; }

    /// <summary>The keys that disks can be encrypted with, where a disk is encrypted.</summary>
    public required LookupResult<ISet<string>> EnabledKeys { get; init; }

    /// <summary>Reads all of it.</summary>
    public static async Task<HuaweiRebuildPreflightData> GatherAsync(HuaweiClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiProject project = await families.GetProjectAsync(cancellation).ConfigureAwait(false);
        Task<Dictionary<string, LookupResult<HuaweiImage?>>> images = ReadImagesAsync(families, targets, cancellation);
        Task<Dictionary<string, LookupResult<KeyPair?>>> keyPairs = ReadKeyPairsAsync(families, targets, cancellation);
        Task<HuaweiSystemDisks> disks = HuaweiSystemDisks.GatherAsync(families, targets, cancellation);
        Task<LookupResult<HuaweiDiskQuota>> quota = LookupResult<HuaweiDiskQuota>.ReadAsync(() => families.Disks.GetQuotaAsync(cancellation));
        Task<LookupResult<HuaweiServerQuota>> limits = LookupResult<HuaweiServerQuota>.ReadAsync(() => families.Servers.GetLimitsAsync(cancellation));
        Task<LookupResult<IReadOnlyDictionary<string, string>>> generations = LookupResult<IReadOnlyDictionary<string, string>>.ReadAsync(
            () => families.Sizes.GetGenerationsAsync(cancellation));
        await Task.WhenAll(images, keyPairs, disks, quota, limits, generations).ConfigureAwait(false);
        HuaweiSystemDisks found = await disks.ConfigureAwait(false);
        LookupResult<ISet<string>> keys = targets.Any(t => HuaweiEncryption.NeedsKeys(t.Instance, found))
            ? await LookupResult<ISet<string>>.ReadAsync(() => families.Keys.ListEnabledAsync(cancellation)).ConfigureAwait(false)
            : LookupResult<ISet<string>>.None;
        return new HuaweiRebuildPreflightData
        {
            ProjectId = project.Id,
            TargetCount = targets.Count,
            Images = await images.ConfigureAwait(false),
            KeyPairs = await keyPairs.ConfigureAwait(false),
            Disks = found,
            EnabledKeys = keys,
            Quota = await quota.ConfigureAwait(false),
            Limits = await limits.ConfigureAwait(false),
            Generations = await generations.ConfigureAwait(false),
        };
    }

    /// <summary>Reads the images that servers have or are to have, each once.</summary>
    public static Task<Dictionary<string, LookupResult<HuaweiImage?>>> ReadImagesAsync(
        HuaweiClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => LookupResult<HuaweiImage?>.ReadEachAsync(
        targets.Select(RebuildSteps.FindImageId).Concat(targets.Where(RebuildSteps.IsChange).Select(t => t.Instance.ImageId)),
        id => families.Images.FindAsync(id, cancellation));

    /// <summary>Reads the key pairs that fresh systems are to let in, each once.</summary>
    public static Task<Dictionary<string, LookupResult<KeyPair?>>> ReadKeyPairsAsync(
        HuaweiClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => LookupResult<KeyPair?>.ReadEachAsync(
        targets.Select(t => HuaweiLogin.For(t).KeyPairName ?? ""), name => families.KeyPairs.FindAsync(name, cancellation));

    /// <summary>The image that a fresh system disk would be made from.</summary>
    /// <returns>The image; null inside if it does not exist.</returns>
    public LookupResult<HuaweiImage?> FindImage(StepTarget target)
    {
        LookupResult<HuaweiImage?> found = RebuildSteps.FindImage(Images, target);
        return found with { Value = found.Value?.For(target) };
    }
}
