using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// What becomes of the encryption of a system disk (docs/contracts/huawei-ecs-lifecycle.md 2.5): left out, the new disk is a plain one. The key
/// is proven before, since with one that cannot be used the job fails only after the old disk is detached.
/// </summary>
/// <param name="Disk">The system disk as its own service shows it; null if there is nothing to lose.</param>
/// <param name="DiskError">Why that service could not be asked, or null.</param>
/// <param name="ImageKeyId">The key of the image, which every disk made from it must have; null for an image that is not encrypted.</param>
/// <param name="EnabledKeys">The keys that can be used, as far as they were asked for.</param>
internal sealed record HuaweiEncryption(
    EcsDisk? Disk, EcsException? DiskError, string? ImageKeyId, LookupResult<ISet<string>> EnabledKeys, OperationOptions Options)
{
    private const string Id = EcsRequirementId.Encryption;

    /// <summary>The key that the new disk would be encrypted with; null if there is none or nothing to encrypt.</summary>
    private string? KeyId => Disk?.IsEncrypted == true ? ImageKeyId ?? Disk.EncryptionKeyId : null;

    // A key that could not be asked for is sent, where that doubt was waived: it is the safer of the two.
    private bool IsUsable => KeyId is { } key && EnabledKeys.Value?.Contains(key) != false;

    private bool ChangesKey => IsUsable && Disk!.EncryptionKeyId is { } present && !Same(present, KeyId);

    private SystemDiskEncryption Shared => new(Disk, IsUsable ? EncryptionTransfer.Requested : EncryptionTransfer.Lost, Options)
    {
        Obstacle = KeyId is not { } key
            ? ("the provider does not report the key, which the request must contain", "Check the console for the key.")
            : ($"key {key}, which the new one must have, is not enabled", "Enable the key in the provider's console."),
    };

    /// <summary>Asks the plan to read which keys are enabled.</summary>
    public static bool NeedsKeys(EcsInstance instance, HuaweiSystemDisks disks) =>
        disks.FindVolume(instance)?.IsEncrypted == true || (disks.Find(instance).Value is null && instance.LostDisk?.IsEncrypted == true);

    /// <summary>What is known of the encryption of the present disk, or of the one that the server had before a reinstallation of ours failed.</summary>
    public static HuaweiEncryption For(StepTarget target, HuaweiRebuildPreflightData evidence)
    {
        string? id = evidence.Disks.Find(target.Instance).Value;
        EcsDisk? disk = id is null ? target.Instance.LostDisk
            : evidence.Disks.FindVolume(target.Instance) is { } volume ? new EcsDisk { Id = id, IsEncrypted = volume.IsEncrypted, EncryptionKeyId = volume.EncryptionKeyId }
            : new EcsDisk { Id = id };
        return new HuaweiEncryption(disk, evidence.Disks.Volumes.Error, evidence.FindImage(target).Value?.EncryptionKeyId, evidence.EnabledKeys, target.Options);
    }

    /// <summary>The requirement, or nothing for a plain disk.</summary>
    public IEnumerable<EcsRequirement> Check() =>
        Disk is { IsEncrypted: null } && DiskError is not null
            ? [Unknown(Id, $"Cannot check whether system disk {Disk.Id} is encrypted; a new disk would not be", DiskError)]
        : KeyId is { } key && EnabledKeys.Error is not null
            ? [Unknown(Id, $"The system disk is encrypted, and key {key} cannot be checked", EnabledKeys.Error)]
        : ChangesKey
            ? [Warned(Id, $"The new system disk will be encrypted with key {KeyId}, that of the image, instead of key {Disk!.EncryptionKeyId}.")]
        : Shared.Check();

    /// <summary>What is lost of it, for the plan.</summary>
    public IEnumerable<string> Losses() => ChangesKey
        ? [$"The key of the system disk ({Disk!.EncryptionKeyId}): the image requires its own ({KeyId})."]
        : Shared.Losses();

    /// <summary>What the new disk is compared with. That the image's key takes the place of the present one is for the cloud to see to.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Facts() => Disk?.IsEncrypted == false && ImageKeyId is not null
        ? [SystemDiskEncryption.ExpectedFact]
        : Shared.Facts().Where(f => f.Value is not null && !(ChangesKey && f.Key == StepFactKeys.EncryptionKeyId));

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
