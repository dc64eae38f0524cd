using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>One server whose system disk is to be made anew, with all that was looked up about it.</summary>
/// <param name="Disk">Its system disk, or null.</param>
internal sealed record AlibabaRebuildPreflightContext(StepTarget Target, AlibabaDisk? Disk)
{
    /// <summary>The fact that tells how big the fresh disk will be, in GiB.</summary>
    public const string SizeFact = "systemDiskSize";

    /// <summary>The fact that tells how one will log in.</summary>
    public const string LoginFact = "login";

    /// <summary>Tells which call does it.</summary>
    /// <returns>True for ReplaceSystemDisk, which makes a new disk from another image; false for ReInitDisk.</returns>
    public static bool IsSwitch(OperationOptions options) => options.Kind == OperationKind.SystemDiskSwitch;

    /// <summary>The key pair one will log in with: the chosen one, or the server's own if nothing was chosen.</summary>
    /// <returns>Its name, or null.</returns>
    public static string? KeyPairOf(StepTarget target) =>
        target.Options.Login.IsDefault ? target.Instance.KeyPairName : target.Options.Login.KeyPairName;

    /// <summary>The server.</summary>
    public EcsInstance Instance => Target.Instance;

    /// <summary>What the user chose.</summary>
    public OperationOptions Options => Target.Options;

    /// <summary>The image the fresh disk will be made from; empty if it cannot be told.</summary>
    public string ImageId => IsSwitch(Options) ? Options.ImageId ?? "" : Instance.ImageId.Length > 0 ? Instance.ImageId : Disk?.Disk.ImageId ?? "";

    /// <summary>The image as it was found.</summary>
    public LookupResult<EcsImage?> Image { get; init; } = LookupResult<EcsImage?>.None;

    /// <summary>Whether the key pair was found; false if there is none to look for.</summary>
    public LookupResult<bool> KeyPair { get; init; } = LookupResult<bool>.None;

    /// <summary>Snapshots of the system disk that are being made.</summary>
    public LookupResult<IReadOnlyList<string>> Snapshots { get; init; } = LookupResult<IReadOnlyList<string>>.None;

    /// <summary>Why the system disk could not be read, or null.</summary>
    public EcsException? DiskError { get; init; }

    /// <summary>The automatic snapshot policies of a system disk that is to be replaced.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Whether the account encrypts every new disk.</summary>
    public bool EncryptsByDefault { get; init; }

    /// <summary>What becomes of the disk's encryption: ReInitDisk keeps the disk, ReplaceSystemDisk can ask for it.</summary>
    public SystemDiskEncryption Encryption => new(Disk?.Disk, IsSwitch(Options) ? EncryptionTransfer.Requested : EncryptionTransfer.Stays, Options)
    {
        IsDefault = IsSwitch(Options) && (EncryptsByDefault || Image.Value is { IsEncrypted: true }),
        HasDefaultKey = true,
    };

    /// <summary>
    /// <c>Active</c> where the provider can put its security agent into the fresh system, which only its public images allow; without a word
    /// it leaves the agent out (docs/contracts/alibaba-ecs.md 3.14, 3.15). No operation tells whether the present system has one, so it is taken
    /// to have: an agent too many protects, a missing one does not.
    /// </summary>
    public string? SecurityEnhancement => Image.Value is { Owner: AlibabaImagesClient.PublicOwner } ? "Active" : null;

    /// <summary>Whether servers of this size have local disks; null if it was not read.</summary>
    public bool? HasLocalDisks { get; init; }

    /// <summary>The family of the operating system that the fresh disk will hold.</summary>
    public EcsOsType OsType => Image.Value is { OsType: not EcsOsType.Unknown } image ? image.OsType : Instance.OsType;

    /// <summary>How big the fresh disk will be: never smaller than the present one (docs/contracts/alibaba-ecs.md 3.15).</summary>
    public int NewSizeGiB => Math.Max(Disk?.Disk.SizeGiB ?? 0, IsSwitch(Options) ? Image.Value?.SizeGiB ?? 0 : 0);

    /// <summary>Tells how one will log in.</summary>
    /// <returns>For example <c>key pair ops</c>; no secret.</returns>
    public string DescribeLogin() => KeyPairOf(Target) is { } name ? $"key pair {name}" : Options.Login.IsDefault ? "no login" : Options.Login.ToString();

    /// <summary>What must not change before the step is sent, and what later tells whether it took effect.</summary>
    /// <returns>The facts; what is not known is left out.</returns>
    public IReadOnlyDictionary<string, string> Facts() => new Dictionary<string, string?>
    {
        [StepFactKeys.SystemDiskId] = Disk?.Disk.Id,
        [StepFactKeys.ImageId] = ImageId,
        [StepFactKeys.Status] = Instance.Status.ToString(),
        // Without the old disk's size the new one might be made too small: then there is no size, and nothing is sent.
        [SizeFact] = NewSizeGiB > 0 && DiskError is null ? FormattableString.Invariant($"{NewSizeGiB}") : null,
        [LoginFact] = DescribeLogin(),
        [StepFactKeys.SnapshotPolicies] = string.Join(",", Policies),
        [AlibabaFact.SecurityEnhancement] = SecurityEnhancement,
    }.Concat(Encryption.Facts()).Where(f => !string.IsNullOrEmpty(f.Value)).ToDictionary(f => f.Key, f => f.Value!);
}
