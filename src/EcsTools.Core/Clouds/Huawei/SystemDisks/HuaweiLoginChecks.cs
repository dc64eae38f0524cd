using EcsTools.Core.Clouds.OpenStackApi;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The requirement that one can log in afterwards (docs/contracts/huawei-ecs.md 3.5, 3.6, 3.12).</summary>
internal static class HuaweiLoginChecks
{
    private const int MostUserData = 32 * 1024;
    private const string OtherKeyPair = "Specify a key pair that this user owns with -KeyPairName.";

    /// <summary>A key pair that this user sees, a password that fits, or what the image has.</summary>
    public static EcsRequirement CheckLogin(StepTarget target, HuaweiRebuildPreflightData evidence, HuaweiVariant variant)
    {
        HuaweiLogin login = HuaweiLogin.For(target);
        HuaweiImage? image = evidence.FindImage(target).Value;
        bool isWindows = image?.IsWindows ?? target.Instance.OsType == EcsOsType.Windows;
        return login.KeyPairName is { } name ? CheckKeyPair(name, evidence, isWindows && image is not null && HuaweiRebuildRequest.NeedsV1(variant, image))
            : login.TakesPassword ? CheckPassword(target, variant, isWindows)
            : image is not null && HuaweiRebuildRequest.MayLeaveLoginToImage(target, variant, image)
                ? Passed(EcsRequirementId.Login, "The login in the private image is kept.")
            : HuaweiRebuildRequest.IsLeftToUserData(target, variant) ? UserDataRequirement.BringsLogin()
            : Failed(
                EcsRequirementId.Login,
                target.Options.Login.PasswordInherit
                    ? "Keeping the image's own login is only possible on Huawei Cloud, with Switch-EcsSystemDisk and a private image."
                    : "The server has no key pair, and no login method was specified.",
                variant.TakesPassword ? "Specify -KeyPairName or -Password." : OtherKeyPair);
    }

    /// <summary>User data, if there is any, can be given to the fresh system (docs/contracts/huawei-ecs.md 3.6): the v1 path has no field
    /// for it.</summary>
    public static IEnumerable<EcsRequirement> CheckUserData(StepTarget target, HuaweiImage? image, HuaweiVariant variant) => UserDataRequirement.Check(
        target,
        MostUserData,
        image is not null && HuaweiRebuildRequest.NeedsV1(variant, image)
            ? ($"Image {image.Name} has no Cloud-Init to read the user data.", "Omit -UserData, or specify another image with Switch-EcsSystemDisk.")
            : null);

    private static EcsRequirement CheckKeyPair(string name, HuaweiRebuildPreflightData evidence, bool isWindowsWithoutInjection)
    {
        LookupResult<KeyPair?> finding = evidence.KeyPairs[name];
        if (isWindowsWithoutInjection)
        {
            return Failed(EcsRequirementId.Login, "Windows from an image without Cloudbase-Init accepts no key pair.", "Specify -Password.");
        }

        if (finding.Error is not null)
        {
            return Unknown(EcsRequirementId.Login, $"Cannot find key pair {name} for the current user, and the key pairs of the account cannot be read", finding.Error);
        }

        return finding.Value is not { } pair
                ? Failed(EcsRequirementId.Login, $"Cannot find key pair '{name}' for the current user or account.", OtherKeyPair)
            : pair.UserId is null ? Failed(
                EcsRequirementId.Login,
                $"The provider does not report who created key pair {name}, which the request must contain.",
                "Connect with user and password.")
            : Passed(EcsRequirementId.Login, $"Key pair {name} belongs to this {(pair.IsOfAccount ? "account" : "user")}.");
    }

    private static EcsRequirement CheckPassword(StepTarget target, HuaweiVariant variant, bool isWindows)
    {
        if (!variant.TakesPassword)
        {
            return Failed(EcsRequirementId.Login, "This cloud accepts only a key pair here, not a password.", OtherKeyPair);
        }

        string? flaw = HuaweiPassword.FindFlaw(target.Options.Login.Password!, isWindows, HuaweiPassword.RebuildSpecials);
        return flaw is not null ? Failed(EcsRequirementId.Login, $"The password {flaw}.", "Specify a password that meets the policy.")
            : target.Options.UserData is not null && !isWindows ? Warned(
                EcsRequirementId.Login, "The password meets the policy. If the user data also sets a password, that one takes effect.")
            : Passed(EcsRequirementId.Login, "The password meets the policy.");
    }
}
