using System.Linq;
using System.Security;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>Which passwords are set in a guest: those that its cloud would take too, so that one rule holds for every way to set them.</summary>
internal static class PasswordPolicy
{
    private const int ShortestElsewhere = 8;

    /// <summary>Checks a password without telling anything of it.</summary>
    /// <param name="password">The password.</param>
    /// <param name="cloud">The cloud.</param>
    /// <param name="os">The family of the guest's system.</param>
    /// <returns>The requirement, checked.</returns>
    public static EcsRequirement Check(SecureString password, EcsCloud cloud, EcsOsType os)
    {
        (EcsRequirementOutcome outcome, string detail) = cloud switch
        {
            EcsCloud.Alibaba => AlibabaPasswordPolicy.Check(CloudFactory.Reveal(password), os),
            EcsCloud.Huawei or EcsCloud.OpenTelekom => FromFlaw(HuaweiPassword.FindFlaw(password, os == EcsOsType.Windows, HuaweiPassword.ResetSpecials)),
            _ => FromFlaw(FindFlaw(CloudFactory.Reveal(password))),
        };
        return new EcsRequirement(
            EcsRequirementId.Login, outcome, detail, outcome == EcsRequirementOutcome.Failed ? "Choose a password that fits, or let one be made with -Generate." : null);
    }

    // OpenStack knows no rule of its own; what no guest could take is refused all the same.
    private static string? FindFlaw(string text) =>
        text.Length < ShortestElsewhere ? $"must have at least {ShortestElsewhere} characters"
        : text.Any(char.IsControl) ? "must not hold control characters"
        : null;

    private static (EcsRequirementOutcome Outcome, string Detail) FromFlaw(string? flaw) => flaw is null
        ? (EcsRequirementOutcome.Passed, "The password fits the policy.")
        : (EcsRequirementOutcome.Failed, $"The password {flaw}.");
}
