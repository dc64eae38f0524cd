using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Makes a system disk anew: reinstall and reset by <c>reinstallos</c>, switch by <c>changeos</c>
/// (docs/contracts/huawei-ecs.md 3.6, 3.7).</summary>
internal sealed class HuaweiRebuildStep : ICloudStep
{
    private readonly HuaweiClientSet _families;
    private readonly HuaweiRebuildObserver _observer;

    public HuaweiRebuildStep(HuaweiClientSet families, HuaweiStepObserver witness)
    {
        _families = families;
        _observer = new HuaweiRebuildObserver(witness, families);
    }

    public StepKind Kind => StepKind.RebuildSystemDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiRebuildPreflightData evidence = await HuaweiRebuildPreflightData.GatherAsync(_families, targets, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, evidence))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        Task<Dictionary<string, LookupResult<HuaweiImage?>>> images = HuaweiRebuildPreflightData.ReadImagesAsync(_families, targets, cancellation);
        Task<Dictionary<string, LookupResult<KeyPair?>>> keyPairs = HuaweiRebuildPreflightData.ReadKeyPairsAsync(_families, targets, cancellation);
        return targets.EachAsync(
            async t => await SendAsync(t, await images.ConfigureAwait(false), await keyPairs.ConfigureAwait(false), cancellation).ConfigureAwait(false), cancellation);
    }

    private async Task<StepHandle> SendAsync(
        StepTarget target,
        IReadOnlyDictionary<string, LookupResult<HuaweiImage?>> images,
        IReadOnlyDictionary<string, LookupResult<KeyPair?>> keyPairs,
        CancellationToken cancellation)
    {
        string id = target.Instance.Id;
        string imageId = RebuildSteps.FindImageId(target);
        HuaweiImage image = (images.TryGetValue(imageId, out LookupResult<HuaweiImage?>? foundImage) ? foundImage.Require() : null)
            ?? throw Refuse(EcsErrorId.ImageNotSuitable, $"Image {imageId} no longer exists.", "Specify another image.", id);
        image = image.For(target);
        string? keyPairName = HuaweiLogin.For(target).KeyPairName;
        KeyPair? keyPair = keyPairName is null
            ? null
            : (keyPairs.TryGetValue(keyPairName, out LookupResult<KeyPair?>? foundPair) ? foundPair.Require() : null)
                ?? throw Refuse(EcsErrorId.RequirementFailed, $"Cannot find key pair '{keyPairName}' for the current user.", "Specify a key pair that this user owns.", id);
        HuaweiRebuildRequest request = HuaweiRebuildRequest.Build(target, _families.Variant, image, keyPair);
        // One that says nothing of its system may well be one with Windows.
        if (target.Instance.OsType != EcsOsType.Linux)
        {
            // Whether a rebuild empties it is not documented (docs/contracts/huawei-ecs.md 3.5).
            await _families.StoredPasswords.DropAsync(target.Instance, ifStored: true, cancellation).ConfigureAwait(false);
        }

        try
        {
            return await _families.Servers.RebuildAsync(id, request, cancellation).ConfigureAwait(false);
        }
        catch (EcsException refusal) when (refusal is { CloudCode: HuaweiErrorCodes.KeyPairUnknown, ErrorId: EcsErrorId.RequirementFailed } && keyPair?.MakerId is not null)
        {
            // Nothing was done: a key pair of the account may want the user who made it.
            HuaweiRebuildRequest byMaker = HuaweiRebuildRequest.Build(target, _families.Variant, image, keyPair with { UserId = keyPair.MakerId });
            return await _families.Servers.RebuildAsync(id, byMaker, cancellation).ConfigureAwait(false);
        }
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _observer.ObserveAsync(sent, cancellation);

    private StepPreview Preview(StepTarget target, HuaweiRebuildPreflightData evidence)
    {
        EcsInstance instance = target.Instance;
        HuaweiVariant variant = _families.Variant;
        HuaweiImage? image = evidence.FindImage(target).Value;
        Volume? volume = evidence.Disks.FindVolume(instance);
        string disk = evidence.Disks.Find(instance).Value ?? "";
        string imageId = RebuildSteps.FindImageId(target);
        HuaweiEncryption encryption = HuaweiEncryption.For(target, evidence);
        string imageName = image is null ? imageId : $"{image.Name} ({imageId})";
        return new StepPreview
        {
            Summary = RebuildSteps.IsChange(target)
                ? $"Replace the system disk with a new one from image {imageName}, and start the server"
                : $"Reinstall the operating system on a new system disk from image {imageName}, and start the server",
            Requirements =
            [
                HuaweiServerChecks.CheckState(target),
                CommonServerChecks.CheckBusy(target),
                CommonServerChecks.CheckLock(target),
                HuaweiServerChecks.CheckSystemDisk(target, evidence.Disks),
                .. encryption.Check(),
                HuaweiQuotaChecks.CheckDiskQuota(target, evidence),
                HuaweiQuotaChecks.CheckServerQuota(target, evidence),
                HuaweiImageChecks.CheckImage(target, evidence, variant),
                .. HuaweiImageChecks.CheckCloudInit(target, evidence),
                HuaweiServerChecks.CheckSize(target, evidence, variant),
                HuaweiLoginChecks.CheckLogin(target, evidence, variant),
                .. HuaweiLoginChecks.CheckUserData(target, image, variant),
                HuaweiImageChecks.CheckLicense(target, evidence),
                .. MakesOrder(target, image) ? [HuaweiOrders.CheckPayment(target)] : Array.Empty<EcsRequirement>(),
                CommonServerChecks.CheckAttempts(target),
            ],
            Losses =
            [
                $"All data on system disk {(disk.Length == 0 ? "of the server" : disk)}{(volume?.SizeGiB is { } size ? $" ({size} GiB)" : "")}.",
                "All snapshots of the system disk: the provider deletes them with it.",
                "The system disk ID. Update references to it (backup policies, Terraform).",
                "OS configuration: passwords, SSH host keys, data disk mounts.",
                .. encryption.Losses(),
            ],
            Costs = FindCosts(target, image, volume),
            ExpectedDowntime = variant.ReinstallTime,
            Facts = CollectFacts(target, disk, image, encryption),
        };
    }

    private static Dictionary<string, string> CollectFacts(StepTarget target, string disk, HuaweiImage? image, HuaweiEncryption encryption)
    {
        Dictionary<string, string> facts = RebuildSteps.CollectFacts(target, disk);
        if (image?.IsBilled == true && HuaweiLicense.Find(target) is { } license)
        {
            facts[HuaweiFact.License] = HuaweiLicense.AsTag(license);
        }

        foreach (KeyValuePair<string, string?> fact in encryption.Facts())
        {
            facts[fact.Key] = fact.Value!;
        }

        return facts;
    }

    private bool MakesOrder(StepTarget target, HuaweiImage? image) => RebuildSteps.IsChange(target) && HuaweiOrders.MayCost(target, image, _families.Variant);

    private IReadOnlyList<string> FindCosts(StepTarget target, HuaweiImage? image, Volume? volume)
    {
        List<string> costs = [];
        if (RebuildSteps.IsChange(target) && volume?.SizeGiB < image?.MinDiskGiB)
        {
            costs.Add($"The system disk grows from {volume!.SizeGiB} to {image!.MinDiskGiB} GiB.");
        }

        if (MakesOrder(target, image))
        {
            costs.Add(HuaweiOrders.DescribeCost(target));
        }

        if (image?.IsBilled == true && HuaweiLicense.Find(target) == LicenseKind.System)
        {
            costs.Add($"The license of {image.Platform} is billed by the provider.");
        }

        return costs;
    }

    private static EcsException Refuse(string errorId, string why, string remedy, string instanceId) => new(errorId, why)
    {
        InstanceId = instanceId,
        WasNotCarriedOut = true,
        RecommendedAction = remedy,
    };
}
