using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>
/// What becomes of the encryption of a system disk that is rebuilt, by one rule for all clouds: an encrypted disk is encrypted afterwards, with
/// the same key, or the plan lists it as lost and only <c>-IgnoreRequirement Encryption</c> allows that.
/// </summary>
/// <param name="Disk">The present system disk, or null.</param>
internal sealed record SystemDiskEncryption(EcsDisk? Disk, EncryptionTransfer Transfer, OperationOptions Options)
{
    private const string Id = EcsRequirementId.Encryption;
    private const string Required = "required";
    private const string Expected = "expected";

    /// <summary>True if the provider encrypts every new disk of the account or of the image, also that of a plain one.</summary>
    public bool IsDefault { get; init; }

    /// <summary>True if the provider's default key takes the place of one that it refuses, where that was waived by name.</summary>
    public bool HasDefaultKey { get; init; }

    /// <summary>Why the encryption is lost, where it is not for the provider, with what to do besides a waiver; or null.</summary>
    public (string Why, string Remedy)? Obstacle { get; init; }

    /// <summary>True if the new disk must be encrypted.</summary>
    public bool IsRequired => Transfer != EncryptionTransfer.Lost && (Disk?.IsEncrypted == true || IsDefault);

    /// <summary>The key that the new disk must be encrypted with; null if the provider chooses it or the disk is not encrypted.</summary>
    public string? KeyId => Disk?.IsEncrypted == true ? Disk.EncryptionKeyId : null;

    /// <summary>The requirement, or nothing for a disk without encryption, so that plans of plain disks stay as they were.</summary>
    public IEnumerable<EcsRequirement> Check()
    {
        if (Disk is { IsEncrypted: null } && Transfer != EncryptionTransfer.Stays)
        {
            yield return Requirement.Unknown(Id, $"The provider does not show whether the system disk {Disk.Id} is encrypted; a new disk might not be", null);
        }
        else if (Disk?.IsEncrypted == true)
        {
            yield return Transfer switch
            {
                EncryptionTransfer.Stays => Requirement.Passed(Id, $"The system disk stays encrypted{With(KeyId)}."),
                EncryptionTransfer.Requested => Requirement.Passed(Id, $"The new system disk will be encrypted{With(KeyId)}, like the present one."),
                _ => Requirement.Failed(
                    Id,
                    $"The system disk is encrypted{With(KeyId)}; {Obstacle?.Why ?? "the provider cannot encrypt the new one"}.",
                    $"{Obstacle?.Remedy} Specify -IgnoreRequirement Encryption to accept a system disk that is not encrypted.".TrimStart()),
            };
        }
    }

    /// <summary>What is lost of it, for the plan.</summary>
    public IEnumerable<string> Losses()
    {
        if (Disk is { IsEncrypted: true } && Transfer == EncryptionTransfer.Lost)
        {
            yield return $"The encryption of the system disk{With(KeyId)}: the new disk is not encrypted.";
        }
        else if (HasDefaultKey && Disk is { IsEncrypted: true, EncryptionKeyId: not null } && Transfer == EncryptionTransfer.Requested && Options.Ignores(Id))
        {
            yield return $"The key of the system disk ({KeyId}), if the provider refuses it for the new disk: the key of the image, or the provider's default key, is used then.";
        }
    }

    /// <summary>The fact of a disk that the provider encrypts without being asked: nothing is sent for it, and it is compared all the same.</summary>
    public static KeyValuePair<string, string?> ExpectedFact { get; } = new(StepFactKeys.Encryption, Expected);

    /// <summary>The facts by which <see cref="FindLoss"/> compares the new disk. A disk that stays needs none.</summary>
    public IReadOnlyDictionary<string, string?> Facts() => new Dictionary<string, string?>
    {
        [StepFactKeys.Encryption] = IsRequired && Transfer == EncryptionTransfer.Requested ? Required : null,
        [StepFactKeys.EncryptionKeyId] = IsRequired && Transfer == EncryptionTransfer.Requested ? KeyId : null,
    };

    /// <summary>Tells whether a plan asks for an encrypted disk.</summary>
    public static bool IsPlanned(StepTarget target) => target.Before.TryGetValue(StepFactKeys.Encryption, out string? planned) && planned == Required;

    /// <summary>Tells whether the new disk must be encrypted, asked for or not.</summary>
    public static bool IsCompared(StepTarget target) => target.Before.TryGetValue(StepFactKeys.Encryption, out string? planned) && planned is Required or Expected;

    /// <summary>The key that a plan asks for, or null.</summary>
    public static string? PlannedKey(StepTarget target) =>
        IsPlanned(target) && target.Before.TryGetValue(StepFactKeys.EncryptionKeyId, out string? key) && key.Length > 0 ? key : null;

    /// <summary>Compares the new disk with what was planned.</summary>
    /// <returns>The error for a disk that is less protected than planned; null if it is as planned.</returns>
    public static EcsException? FindLoss(StepTarget target, EcsDisk disk)
    {
        string? key = PlannedKey(target);
        string? fault = !IsCompared(target) ? null
            : disk.IsEncrypted == null ? "the provider does not show it as encrypted"
            : disk.IsEncrypted == false ? "it is not encrypted"
            : key is not null && !target.Options.Ignores(Id) && !string.Equals(key, disk.EncryptionKeyId, StringComparison.OrdinalIgnoreCase)
                ? $"it is encrypted{With(disk.EncryptionKeyId)} instead of key {key}"
            : null;
        return fault is null ? null : new EcsException(
            EcsErrorId.EncryptionLost, $"The system disk of {target.Instance} was rebuilt, but the new disk {disk.Id} lost its encryption: {fault}.")
        {
            InstanceId = target.Instance.Id,
            RecommendedAction = "Do not put data on the disk that must be encrypted. Check the key in the provider's console, then run Switch-EcsSystemDisk again.",
        };
    }

    private static string With(string? key) => key is null ? "" : $" with key {key}";
}
