using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What is read for the plans of many servers, each thing once.</summary>
internal sealed class HuaweiEvidence
{
    /// <summary>The project's id.</summary>
    public required string ProjectId { get; init; }

    /// <summary>How many servers are planned for.</summary>
    public required int TargetCount { get; init; }

    /// <summary>Images by id; null inside for one that does not exist.</summary>
    public required IReadOnlyDictionary<string, Finding<HuaweiImage?>> Images { get; init; }

    /// <summary>Key pairs by name; null inside for one that this user does not have.</summary>
    public required IReadOnlyDictionary<string, Finding<HuaweiKeyPair?>> KeyPairs { get; init; }

    /// <summary>System disks by server; null inside for a server without one.</summary>
    public required IReadOnlyDictionary<string, Finding<string?>> SystemDisks { get; init; }

    /// <summary>The disk quota.</summary>
    public required Finding<HuaweiDiskQuota> Quota { get; init; }

    /// <summary>System disks by id.</summary>
    public required Finding<IReadOnlyDictionary<string, HuaweiVolume>> Volumes { get; init; }

    /// <summary>The generation by flavour.</summary>
    public required Finding<IReadOnlyDictionary<string, string>> Generations { get; init; }

    /// <summary>Reads all of it.</summary>
    /// <param name="families">The calls.</param>
    /// <param name="targets">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The evidence.</returns>
    public static async Task<HuaweiEvidence> GatherAsync(HuaweiFamilies families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiProject project = await families.GetProjectAsync(cancellation).ConfigureAwait(false);
        Task<Dictionary<string, Finding<HuaweiImage?>>> images = ReadEachAsync(
            targets.Select(HuaweiRebuildRequest.FindImageId).Concat(targets.Where(HuaweiRebuildRequest.IsChange).Select(t => t.Instance.ImageId)),
            id => families.Images.FindAsync(id, cancellation));
        Task<Dictionary<string, Finding<HuaweiKeyPair?>>> keyPairs = ReadEachAsync(
            targets.Select(t => HuaweiLogin.For(t).KeyPairName ?? ""), name => families.KeyPairs.FindAsync(name, cancellation));
        Task<Dictionary<string, Finding<string?>>> disks = ReadEachAsync(
            targets.Where(t => t.Instance.SystemDiskId is null).Select(t => t.Instance.Id), id => families.Disks.FindSystemDiskAsync(id, cancellation));
        Task<Finding<HuaweiDiskQuota>> quota = Finding<HuaweiDiskQuota>.ReadAsync(() => families.Disks.GetQuotaAsync(cancellation));
        Task<Finding<IReadOnlyDictionary<string, HuaweiVolume>>> volumes = Finding<IReadOnlyDictionary<string, HuaweiVolume>>.ReadAsync(
            () => families.Disks.FindAsync([.. targets.Select(t => t.Instance.SystemDiskId).OfType<string>()], cancellation));
        Task<Finding<IReadOnlyDictionary<string, string>>> generations = Finding<IReadOnlyDictionary<string, string>>.ReadAsync(
            () => families.Sizes.GetGenerationsAsync(cancellation));
        await Task.WhenAll(images, keyPairs, disks, quota, volumes, generations).ConfigureAwait(false);
        return new HuaweiEvidence
        {
            ProjectId = project.Id,
            TargetCount = targets.Count,
            Images = await images.ConfigureAwait(false),
            KeyPairs = await keyPairs.ConfigureAwait(false),
            SystemDisks = await disks.ConfigureAwait(false),
            Quota = await quota.ConfigureAwait(false),
            Volumes = await volumes.ConfigureAwait(false),
            Generations = await generations.ConfigureAwait(false),
        };
    }

    /// <summary>The system disk of a server.</summary>
    /// <param name="instance">The server.</param>
    /// <returns>Its id; null inside if there is none.</returns>
    public Finding<string?> FindSystemDisk(EcsInstance instance) =>
        instance.SystemDiskId is { } id ? new Finding<string?>(id, null) : SystemDisks[instance.Id];

    /// <summary>The image that a fresh system disk would be made from.</summary>
    /// <param name="target">The target.</param>
    /// <returns>The image; null inside if it does not exist.</returns>
    public Finding<HuaweiImage?> FindImage(StepTarget target) =>
        Images.TryGetValue(HuaweiRebuildRequest.FindImageId(target), out Finding<HuaweiImage?>? image) ? image : new Finding<HuaweiImage?>(null, null);

    /// <summary>The system disk as its own service describes it.</summary>
    /// <param name="instance">The server.</param>
    /// <returns>The disk, or null if it could not be read.</returns>
    public HuaweiVolume? FindVolume(EcsInstance instance) =>
        FindSystemDisk(instance).Value is { } id && Volumes.Value is { } volumes && volumes.TryGetValue(id, out HuaweiVolume? volume) ? volume : null;

    private static async Task<Dictionary<string, Finding<T>>> ReadEachAsync<T>(IEnumerable<string> keys, Func<string, Task<T>> read)
    {
        string[] distinct = [.. keys.Where(k => k.Length > 0).Distinct(StringComparer.Ordinal)];
        Finding<T>[] findings = await Task.WhenAll(distinct.Select(k => Finding<T>.ReadAsync(() => read(k)))).ConfigureAwait(false);
        return distinct.Select((k, i) => (k, findings[i])).ToDictionary(p => p.k, p => p.Item2, StringComparer.Ordinal);
    }
}
