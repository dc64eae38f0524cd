using System.Security;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>The conditions of every way to set a password in the guest itself.</summary>
internal static class GuestPasswordChecks
{
    /// <summary>Only a running guest can be spoken to.</summary>
    public static EcsRequirement CheckState(EcsInstance instance) => instance.Status == EcsInstanceStatus.Running
        ? Passed(EcsRequirementId.State, "The server is running.")
        : Failed(EcsRequirementId.State, $"The server is {StatusText.Of(instance)}; it must be running.", "Run Start-EcsInstance.");

    /// <summary>The password must fit the cloud's policy.</summary>
    public static EcsRequirement CheckPassword(StepTarget target, Func<SecureString, EcsRequirement> policy) => target.Options.NewPassword is { } password
        ? policy(password)
        : Failed(EcsRequirementId.Login, "No password was specified.", "Specify -Password, -Credential, or -Generate.");
}
