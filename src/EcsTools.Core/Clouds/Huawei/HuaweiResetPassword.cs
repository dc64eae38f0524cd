using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Contracts;
using EcsTools.Core.Security;
using EcsTools.Model;

using static EcsTools.Core.Clouds.Requirement;
using static EcsTools.Core.Clouds.ServerChecks;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Sets a password through the plug-in in the guest; Huawei Cloud only (docs/contracts/huawei-ecs.md 3.5).</summary>
internal sealed class HuaweiResetPassword : ICloudStep
{
    private const int ServersPerCall = 1000;
    private readonly HuaweiFamilies _families;
    private readonly StepGatherer<SecureString> _gatherer;

    /// <summary>Makes the step.</summary>
    /// <param name="families">The calls.</param>
    public HuaweiResetPassword(HuaweiFamilies families)
    {
        _families = families;

        // Only what is one object for all servers is compared: nothing has to be revealed for that.
        _gatherer = new StepGatherer<SecureString>(ResetAsync, ServersPerCall, EqualityComparer<SecureString>.Default);
    }

    /// <inheritdoc/>
    public StepKind Kind => StepKind.ResetPassword;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        Dictionary<string, LookupResult<bool?>> plugIns = await LookupResult<bool?>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => _families.Passwords.HasPlugInAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, plugIns[t.Instance.Id]))];
    }

    /// <inheritdoc/>
    public Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation) => target.Options.NewPassword is { } password
        ? _gatherer.SendAsync(password, target, cancellation)
        : throw new EcsException(EcsErrorId.RequirementFailed, "No password is given.") { InstanceId = target.Instance.Id, WasNotCarriedOut = true };

    /// <inheritdoc/>
    public Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation) =>

        // The cloud tells of no end and of no failure in the guest: accepted is all that can be known, and a lost answer leaves nothing.
        Task.FromResult(new StepObservation(receipt is null ? ObservedState.Unknown : ObservedState.TookEffect));

    // Set twice before the next start it is the same password, so that those a refused batch has done come to no harm.
    private Task<StepReceipt> ResetAsync(SecureString password, IReadOnlyList<StepTarget> targets) => targets.Count == 1
        ? _families.Passwords.ResetAsync(targets[0].Instance.Id, SecretText.Reveal(password), CancellationToken.None)
        : _families.Passwords.ResetManyAsync(targets.Select(t => t.Instance.Id), SecretText.Reveal(password), CancellationToken.None);

    private static StepPreview Preview(StepTarget target, LookupResult<bool?> plugIn) => new()
    {
        Summary = "Set a new password through the plug-in in the guest; it holds from the next start or restart on, and the guest does not confirm it",
        Requirements = [CheckBusy(target), CheckLock(target), CheckPassword(target), CheckPlugIn(plugIn)],
        Losses = ["The present password."],
        Facts = new Dictionary<string, string> { [StepFact.Status] = target.Instance.Status.ToString() },
    };

    private static EcsRequirement CheckPassword(StepTarget target)
    {
        string? flaw = target.Options.NewPassword is { } password
            ? HuaweiPassword.FindFlaw(password, target.Instance.OsType == EcsOsType.Windows, HuaweiPassword.ResetSpecials)
            : "is not given";
        return flaw is null
            ? Passed(EcsRequirementId.Login, "The password fits the policy.")
            : Failed(EcsRequirementId.Login, $"The password {flaw}.", "Choose a password that fits.");
    }

    private static EcsRequirement CheckPlugIn(LookupResult<bool?> plugIn) => plugIn.Value switch
    {
        true => Passed(EcsRequirementId.Agent, "The plug-in that resets passwords is in the guest."),
        false => Failed(
            EcsRequirementId.Agent,
            "The plug-in that resets passwords is not in the guest.",
            "Install the one-click password plug-in, or reset the password with -Method Ssh."),
        null => Unknown(EcsRequirementId.Agent, "Whether the plug-in that resets passwords is in the guest could not be read", plugIn.Error),
    };
}
