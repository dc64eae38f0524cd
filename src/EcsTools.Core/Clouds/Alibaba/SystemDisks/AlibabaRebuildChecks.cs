using System.Text.RegularExpressions;

using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>The conditions of ReInitDisk and ReplaceSystemDisk (docs/contracts/alibaba-ecs.md 3.14, 3.15, 4, 6.3). All are told, not only
/// the first that fails.</summary>
internal static class AlibabaRebuildChecks
{
    // Families that come with local disks, for servers whose own word was not read.
    private static readonly Regex LocalDiskFamilies = new(@"^ecs\.(d|i)\d", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TextPattern.Limit);

    /// <summary>Checks everything.</summary>
    public static IReadOnlyList<EcsRequirement> Check(AlibabaRebuildPreflightContext subject, DateTimeOffset now) =>
    [
        AlibabaChecks.Stopped(subject.Instance),
        AlibabaLocks.Check(ServerAction.Rebuild, subject.Instance, subject.Disk?.LockReasons ?? [], now),
        Busy(subject),
        SystemDisk(subject),
        .. subject.Encryption.Check(),
        Image(subject),
        Size(subject),
        Login(subject),
        .. LicenseCheck.RefuseAny(subject.Target, "Alibaba Cloud"),
        .. CloudInitCheck.RefuseAny(subject.Target, "Alibaba Cloud"),
    ];

    private static EcsRequirement Busy(AlibabaRebuildPreflightContext subject)
    {
        if (subject.DiskError is { } error)
        {
            return Requirement.Unknown(EcsRequirementId.Busy, "Cannot check whether a task is running on the system disk", error);
        }

        if (subject.Disk is not { Disk: { } disk })
        {
            return new(EcsRequirementId.Busy, EcsRequirementOutcome.Unknown, "The server has no system disk to check.");
        }

        if (!string.Equals(disk.Status, "In_use", StringComparison.OrdinalIgnoreCase))
        {
            return Requirement.Failed(EcsRequirementId.Busy, $"The system disk {disk.Id} is {disk.Status}; it must be In_use.", "Wait until the other task is complete.");
        }

        return AlibabaChecks.NoSnapshotUnderWay(subject.Snapshots);
    }

    private static EcsRequirement SystemDisk(AlibabaRebuildPreflightContext subject) => subject.Disk is { Disk: { } disk }
        ? Requirement.Passed(EcsRequirementId.SystemDisk, $"The system disk is {disk.Id}, {disk.SizeGiB} GiB.")
        : subject.DiskError is { } error ? Requirement.Unknown(EcsRequirementId.SystemDisk, "Cannot read the system disk", error)
        : Requirement.Failed(EcsRequirementId.SystemDisk, "No system disk is attached to the server for the current user.",
            "Attach a system disk, or grant ecs:DescribeDisks to the current user.");

    private static EcsRequirement Image(AlibabaRebuildPreflightContext subject)
    {
        const string Id = EcsRequirementId.Image;
        bool isSwitch = AlibabaRebuildPreflightContext.IsSwitch(subject.Options);
        if (subject.ImageId.Length == 0)
        {
            return isSwitch
                ? Requirement.Failed(Id, "No image was specified.", "Specify one with -ImageId.")
                : subject.DiskError is { } error ? Requirement.Unknown(Id, "Cannot read the image of the system disk", error)
                : Requirement.Failed(Id, "The provider does not report the image of the system disk.", null);
        }

        if (subject.Image.Error is { } denied)
        {
            return Requirement.Unknown(Id, $"Cannot read image {subject.ImageId}", denied);
        }

        if (subject.Image.Value is not { } image)
        {
            return isSwitch
                ? Requirement.Failed(Id, $"The image {subject.ImageId} does not exist, is not visible to the current user, or does not support the size {subject.Instance.Size}.",
                    "Specify another image.")
                : Requirement.Failed(Id, $"The source image {subject.ImageId} no longer exists.", "Use Switch-EcsSystemDisk and specify another image.");
        }

        if (isSwitch && IsForbiddenChange(subject.Instance, image))
        {
            return Requirement.Failed(Id, $"Outside mainland China {subject.Instance.OsType} cannot be replaced by {image.OsType}.",
                $"Specify an image with {subject.Instance.OsType}.");
        }

        return image.Status switch
        {
            "Available" when !image.IsUsable => Requirement.Failed(Id, $"The image {image.Id} is not usable yet.", "Wait until it is usable, or specify another image."),
            "Available" or "" => Requirement.Passed(Id, $"The image {image.Id} is available."),
            "Deprecated" => Requirement.Warned(Id, $"The image {image.Id} is deprecated."),
            _ => Requirement.Failed(Id, $"The image {image.Id} is {image.Status}.", "Wait until it is Available, or specify another image."),
        };
    }

    // From Linux to Windows or back only in mainland China regions (docs/contracts/alibaba-ecs.md 3.15).
    private static bool IsForbiddenChange(EcsInstance instance, EcsImage image) =>
        instance.OsType != EcsOsType.Unknown && image.OsType != EcsOsType.Unknown && instance.OsType != image.OsType
        && (!instance.Region.StartsWith("cn-", StringComparison.OrdinalIgnoreCase)
            || instance.Region.StartsWith("cn-hongkong", StringComparison.OrdinalIgnoreCase));

    private static EcsRequirement Size(AlibabaRebuildPreflightContext subject)
    {
        string size = subject.Instance.Size;
        return subject.HasLocalDisks == true || LocalDiskFamilies.IsMatch(size)
            ? Requirement.Failed(EcsRequirementId.Size, $"Instance type {size} has local disks. EcsTools does not reinstall such servers.", "Use the provider's console.")
            : Requirement.Passed(EcsRequirementId.Size, $"Size {size} supports it.");
    }

    private static EcsRequirement Login(AlibabaRebuildPreflightContext subject)
    {
        const string Id = EcsRequirementId.Login;
        LoginOptions login = subject.Options.Login;
        if (new[] { login.KeyPairName is not null, login.Password is not null, login.PasswordInherit }.Count(given => given) > 1)
        {
            return Requirement.Failed(Id, "Multiple login methods were specified.", "Specify only one of -KeyPairName, -Password, and -PasswordInherit.");
        }

        if (login.Password is not null)
        {
            (EcsRequirementOutcome outcome, string detail) = AlibabaPasswordPolicy.Check(SecretText.Reveal(login.Password), subject.OsType);
            return new(Id, outcome, detail, outcome == EcsRequirementOutcome.Passed ? null : "Specify a password that meets the policy.");
        }

        if (login.PasswordInherit)
        {
            return AlibabaRebuildPreflightContext.IsSwitch(subject.Options)
                ? Requirement.Passed(Id, "The password of the image is used.")
                : Requirement.Failed(Id, "Alibaba Cloud uses the password of the image only when the system disk is replaced.", "Specify -KeyPairName or -Password.");
        }

        if (AlibabaRebuildPreflightContext.KeyPairOf(subject.Target) is not { } name)
        {
            return Requirement.Failed(Id, "The server has no key pair, and no login method was specified.", "Specify -KeyPairName (Linux) or -Password.");
        }

        if (subject.OsType == EcsOsType.Windows)
        {
            return Requirement.Failed(Id, "Alibaba Cloud accepts no key pair for Windows servers.", "Specify -Password.");
        }

        return subject.KeyPair switch
        {
            { Error: { } denied } => Requirement.Unknown(Id, $"Cannot read key pair {name}", denied),
            { Value: true } => Requirement.Passed(Id, $"Key pair {name} exists."),
            _ => Requirement.Failed(Id, $"Cannot find key pair '{name}' for the current user.", "Specify another one with -KeyPairName, or a -Password."),
        };
    }
}
