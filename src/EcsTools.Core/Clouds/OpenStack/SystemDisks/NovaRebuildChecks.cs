using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Requirements of a rebuild.</summary>
internal static class NovaRebuildChecks
{
    // Before this minor version a rebuild left a boot volume as it was; before that one it took no key pair.
    private const int RewritesVolumes = 93;
    private const int TakesKeyPair = 54;
    private const int TakesUserData = 57;

    // 65,535 characters of base64.
    private const int MostUserData = 49149;
    private const string OtherImage = "Use Switch-EcsSystemDisk with an image that can be used.";

    /// <summary>Stopped, or failed. Nova would rebuild a running server too; what runs is not wiped here by mistake.</summary>
    public static EcsRequirement CheckState(StepTarget target) => target.Instance.Status switch
    {
        EcsInstanceStatus.Stopped => Passed(EcsRequirementId.State, "The server is stopped."),
        EcsInstanceStatus.ReinstallFailed or EcsInstanceStatus.ChangeOsFailed =>
            Passed(EcsRequirementId.State, "The last reinstallation failed; it can be repeated."),
        EcsInstanceStatus.Error => Passed(EcsRequirementId.State, "The server is faulty; a rebuild is how Nova repairs it."),
        EcsInstanceStatus.Paused or EcsInstanceStatus.Suspended or EcsInstanceStatus.Shelved => Failed(
            EcsRequirementId.State, $"The server is {target.Instance.ProviderStatus}; it must be stopped.", "Run Start-EcsInstance, and then stop the server or specify -StopFirst."),
        EcsInstanceStatus.Rescued or EcsInstanceStatus.Unknown => Failed(
            EcsRequirementId.State, $"The server is {target.Instance.ProviderStatus}; it must be stopped.", ServerStatus.FindWayBack(target.Instance)!),
        _ => Failed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}; it must be stopped.", "Specify -StopFirst, or stop the server."),
    };

    /// <summary>The disk is one that a rebuild really writes anew.</summary>
    public static EcsRequirement CheckDisk(StepTarget target, NovaRebuildPreflightData evidence) =>
        !NovaServerReader.IsVolumeBacked(target.Instance)
            ? Passed(EcsRequirementId.SystemDisk, "The system disk is on the server's host.")
        : evidence.ComputeVersion >= RewritesVolumes
            ? Passed(EcsRequirementId.SystemDisk, $"The server boots from volume {target.Instance.SystemDiskId}, which the cloud rewrites in place.")
        : Failed(
            EcsRequirementId.SystemDisk,
            $"The server boots from a volume, which a rebuild does not change on this cloud: it requires compute API 2.{RewritesVolumes}, and the cloud has 2.{evidence.ComputeVersion}.",
            "Create a new server from a new volume.");

    /// <summary>The image is there, may be used and fits.</summary>
    public static EcsRequirement CheckImage(StepTarget target, NovaRebuildPreflightData evidence)
    {
        string id = RebuildSteps.FindImageId(target);
        LookupResult<GlanceImage?> finding = evidence.FindImage(target);
        if (RebuildSteps.CheckImageExists(target, finding, OtherImage) is { } missing)
        {
            return missing;
        }

        GlanceImage image = finding.Value!;
        int memory = target.Instance.MemoryMiB;
        int disk = evidence.FindDiskSize(target.Instance);
        string? flaw = !image.IsActive ? $"is {(image.Status.Length == 0 ? "in no known state" : image.Status)}, not active"
            : memory > 0 && image.MinMemoryMiB > memory ? $"needs {image.MinMemoryMiB} MiB of memory, and the server has {memory}"
            : image.HoldsOnlySnapshots ? "has no data of its own: it refers to snapshots of volumes, from which only new servers boot"
            : disk > 0 && image.MinDiskGiB > disk ? $"needs a disk of {image.MinDiskGiB} GiB, and the server has {disk}"
            : null;
        return flaw is null
            ? Passed(EcsRequirementId.Image, $"Image {image.Name} ({id}) can be used.")
            : Failed(EcsRequirementId.Image, $"Image {image.Name} ({id}) {flaw}.", OtherImage);
    }

    /// <summary>One can log in afterwards: by a key pair, by a password that the guest may take, or as the image has it.</summary>
    public static EcsRequirement CheckLogin(StepTarget target, NovaRebuildPreflightData evidence)
    {
        LoginOptions login = target.Options.Login;
        EcsInstance instance = target.Instance;
        if (login.KeyPairName is { } name)
        {
            return CheckKeyPair(name, instance, evidence);
        }

        if (login.Password is { } password)
        {
            EcsRequirement fits = OpenStackPassword.Check(password);
            return fits.Outcome != EcsRequirementOutcome.Passed ? fits : Warned(
                EcsRequirementId.Login, "The password is passed to the guest; no response confirms that its image applies it.");
        }

        return login.PasswordInherit ? Passed(EcsRequirementId.Login, "The login in the image is used.")
            : instance.KeyPairName is { Length: > 0 } own ? Passed(EcsRequirementId.Login, $"The server keeps its key pair {own}.")
            : target.Options.UserData is not null ? UserDataRequirement.BringsLogin()
            : Failed(EcsRequirementId.Login, "The server has no key pair, and no login method was specified.", "Specify -KeyPairName, -Password, or -PasswordInherit.");
    }

    /// <summary>User data, if there is any, can be given to the fresh system.</summary>
    public static IEnumerable<EcsRequirement> CheckUserData(StepTarget target, NovaRebuildPreflightData evidence) => UserDataRequirement.Check(
        target,
        MostUserData,
        evidence.ComputeVersion >= TakesUserData ? null : (
            $"A rebuild accepts no user data on this cloud: it requires compute API 2.{TakesUserData}, and the cloud has 2.{evidence.ComputeVersion}.",
            "Omit -UserData. The new system runs the user data that the server was created with."));

    private static EcsRequirement CheckKeyPair(string name, EcsInstance instance, NovaRebuildPreflightData evidence)
    {
        LookupResult<bool> finding = evidence.KeyPairs[name];
        return name == instance.KeyPairName ? Passed(EcsRequirementId.Login, $"The server keeps its key pair {name}.")
            : evidence.ComputeVersion < TakesKeyPair ? Failed(
                EcsRequirementId.Login,
                $"A rebuild accepts no other key pair on this cloud: it requires compute API 2.{TakesKeyPair}, and the cloud has 2.{evidence.ComputeVersion}.",
                "Omit -KeyPairName to keep the server's key pair.")
            : finding.Error is not null ? Unknown(EcsRequirementId.Login, $"Cannot read key pair {name}", finding.Error)
            : finding.Value ? Passed(EcsRequirementId.Login, $"Key pair {name} belongs to the current user.")
            : Failed(EcsRequirementId.Login, $"Cannot find key pair '{name}' for the current user.", "Specify a key pair that Get-EcsKeyPair lists.");
    }
}
