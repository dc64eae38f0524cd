using System.Security;
using EcsTools.Core.Contracts;
using EcsTools.Core.Security;
using static EcsTools.Core.Clouds.CommonServerChecks;
using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Sets a password through the plug-in in the guest; Huawei Cloud only (docs/contracts/huawei-ecs.md 3.5).</summary>
internal sealed class HuaweiResetPasswordStep(HuaweiClientSet families) : ICloudStep
{
    private const int ServersPerCall = 1000;

    public StepKind Kind => StepKind.ResetPassword;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        // It costs a call for each server: what the plan has read holds for the look before the step is sent.
        Dictionary<string, LookupResult<bool?>> plugIns = await LookupResult<bool?>.ReadEachAsync(
            targets.Where(t => !HadPlugIn(t)).Select(t => t.Instance.Id), id => families.Passwords.HasPlugInAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, HadPlugIn(t) ? new LookupResult<bool?>(true, null) : plugIns[t.Instance.Id]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        // Only what is one object for all servers is compared: nothing has to be revealed for that.
        Dictionary<StepTarget, Task<StepHandle>> sent = [];
        foreach (IGrouping<SecureString?, StepTarget> same in targets.GroupBy(t => t.Options.NewPassword))
        {
            StepTarget[] servers = [.. same];
            IReadOnlyList<Task<StepHandle>> tasks = same.Key is { } password
                ? servers.SendTogetherAsync(ServersPerCall, batch => SendAsync(password, batch, cancellation))
                : [.. servers.Select(t => Task.FromException<StepHandle>(StepErrors.NoPassword(t.Instance)))];
            for (int i = 0; i < servers.Length; i++)
            {
                sent[servers[i]] = tasks[i];
            }
        }

        return [.. targets.Select(t => sent[t])];
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        StepObservation.OfAnswersAlone(sent);

    // Set twice before the next start it is the same password, so that those a refused batch has done come to no harm.
    private Task<StepHandle> SendAsync(SecureString password, IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.Count == 1
        ? families.Passwords.ResetAsync(targets[0].Instance.Id, SecretText.Reveal(password), cancellation)
        : families.Passwords.ResetManyAsync(targets.Select(t => t.Instance.Id), SecretText.Reveal(password), cancellation);

    private static StepPreview Preview(StepTarget target, LookupResult<bool?> plugIn) => new()
    {
        Summary = "Set a new password through the plug-in in the guest; it takes effect at the next start or restart, and the guest does not confirm it",
        Requirements = [CheckBusy(target), CheckLock(target), CheckPassword(target), CheckPlugIn(plugIn)],
        Losses = ["The current password."],
        Facts = new Dictionary<string, string>
        {
            [StepFactKeys.Status] = target.Instance.Status.ToString(),
            [HuaweiFact.PlugIn] = plugIn.Value?.ToString() ?? "",
        },
    };

    private static bool HadPlugIn(StepTarget target) => target.Before.TryGetValue(HuaweiFact.PlugIn, out string? had) && had == bool.TrueString;

    private static EcsRequirement CheckPassword(StepTarget target)
    {
        string? flaw = target.Options.NewPassword is { } password
            ? HuaweiPassword.FindFlaw(password, target.Instance.OsType == EcsOsType.Windows, HuaweiPassword.ResetSpecials)
            : "is not given";
        return flaw is null
            ? Passed(EcsRequirementId.Login, "The password meets the policy.")
            : Failed(EcsRequirementId.Login, $"The password {flaw}.", "Specify a password that meets the policy.");
    }

    private static EcsRequirement CheckPlugIn(LookupResult<bool?> plugIn) => plugIn.Value switch
    {
        true => Passed(EcsRequirementId.Agent, "The password reset plug-in is installed in the guest."),
        false => Failed(
            EcsRequirementId.Agent,
            "The password reset plug-in is not installed in the guest.",
            "Install the one-click password plug-in, or reset the password with -Method Ssh."),
        null => Unknown(EcsRequirementId.Agent, "Cannot check whether the guest has the password reset plug-in", plugIn.Error),
    };
}
