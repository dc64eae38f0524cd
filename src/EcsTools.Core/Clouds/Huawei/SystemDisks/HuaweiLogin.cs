using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>How one will log in after the system disk was made anew (docs/contracts/huawei-ecs.md 3.6): by key pair, by password, or as the
/// image has it.</summary>
/// <param name="KeyPairName">The key pair, or null.</param>
internal sealed record HuaweiLogin(string? KeyPairName, bool TakesPassword)
{
    /// <summary>True if neither is given, so that the image's own login stays.</summary>
    public bool IsLeftToImage => KeyPairName is null && !TakesPassword;

    /// <summary>The login of a target.</summary>
    public static HuaweiLogin For(StepTarget target)
    {
        LoginOptions choice = target.Options.Login;
        string? keyPair = choice.IsDefault ? target.Instance.KeyPairName : choice.KeyPairName;
        return new HuaweiLogin(string.IsNullOrEmpty(keyPair) ? null : keyPair, choice.Password is not null);
    }
}
