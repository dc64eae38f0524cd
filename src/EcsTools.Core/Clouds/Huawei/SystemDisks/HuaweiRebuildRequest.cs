using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Path and body of a reinstall or a change of OS (docs/contracts/huawei-ecs.md 3.6, 3.7). Holds the password and the user data,
/// if there are such.</summary>
/// <param name="Version"><c>v2</c>, or <c>v1</c> for images without injection.</param>
/// <param name="Action"><c>reinstallos</c> or <c>changeos</c>.</param>
internal sealed record HuaweiRebuildRequest(string Version, string Action, JObject Body)
{
    /// <summary>Tells whether the v1 path is needed.</summary>
    public static bool NeedsV1(HuaweiVariant variant, HuaweiImage image) => variant.HasV1Rebuild && image.LacksInjection;

    /// <summary>Makes the request. <c>mode</c> is never sent: who wants a running server stopped stops it first.</summary>
    /// <exception cref="EcsException">The login cannot be sent to this cloud.</exception>
    public static HuaweiRebuildRequest Build(StepTarget target, HuaweiVariant variant, HuaweiImage image, KeyPair? keyPair)
    {
        JObject fields = new();
        if (RebuildSteps.IsChange(target))
        {
            fields["imageid"] = image.Id;
            if (target.Options.AutoPay && variant.HasOrders && target.Instance.ChargeType == EcsChargeType.Subscription)
            {
                fields["isAutoPay"] = "true";
            }
        }

        HuaweiLogin login = HuaweiLogin.For(target);
        if (keyPair is not null)
        {
            fields["keyname"] = keyPair.Name;
            fields["userid"] = keyPair.UserId ?? throw Unusable(target, $"The provider does not report who created key pair {keyPair.Name}.");
        }
        else if (login.TakesPassword && variant.TakesPassword)
        {
            fields["adminpass"] = SecretText.Reveal(target.Options.Login.Password!);
        }
        else if (!login.IsLeftToImage || !(MayLeaveLoginToImage(target, variant, image) || IsLeftToUserData(target, variant)))
        {
            throw Unusable(target, "No login method was specified that this cloud supports.");
        }

        JObject metadata = [];

        // Left out it means the license of the system on both clouds; any value but 'true' may be refused.
        if (HuaweiLicense.Find(target) == LicenseKind.Byol)
        {
            metadata["BYOL"] = "true";
        }

        if (target.Options.UserData is { } userData)
        {
            metadata["user_data"] = userData.Encode();
        }

        // Left out, the new disk is a plain one (docs/contracts/huawei-ecs-lifecycle.md 2.5).
        if (SystemDiskEncryption.IsPlanned(target))
        {
            metadata["__system__encrypted"] = "1";
            metadata["__system__cmkid"] = image.EncryptionKeyId ?? SystemDiskEncryption.PlannedKey(target)
                ?? throw Unusable(target, "The encryption key of the new system disk is unknown.", "Check the key of the disk in the console.");
        }

        if (metadata.Count > 0)
        {
            fields["metadata"] = metadata;
        }

        return new HuaweiRebuildRequest(
            NeedsV1(variant, image) ? "v1" : "v2",
            RebuildSteps.IsChange(target) ? "changeos" : "reinstallos",
            new JObject { [RebuildSteps.IsChange(target) ? "os-change" : "os-reinstall"] = fields });
    }

    /// <summary>Tells whether login data may be left out: Huawei, another image, a private one
    /// (docs/contracts/huawei-ecs.md 3.7).</summary>
    public static bool MayLeaveLoginToImage(StepTarget target, HuaweiVariant variant, HuaweiImage image) =>
        target.Options.Login.PasswordInherit && variant.TakesPassword && RebuildSteps.IsChange(target) && image.Kind == "private";

    /// <summary>Tells whether login data may be left out since user data brings it (docs/contracts/huawei-ecs.md 3.6). Open Telekom always
    /// gets a key pair.</summary>
    public static bool IsLeftToUserData(StepTarget target, HuaweiVariant variant) =>
        variant.TakesPassword && target.Options.UserData is not null && !target.Options.Login.PasswordInherit;

    /// <summary>The action only.</summary>
    public override string ToString() => Action;

    private static EcsException Unusable(StepTarget target, string why, string remedy = "Specify a key pair that this user owns.") => new(EcsErrorId.RequirementFailed, why)
    {
        InstanceId = target.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = remedy,
    };
}
