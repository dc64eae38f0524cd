using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>A way to set a Linux password in the guest itself: what the ways have in common.</summary>
internal abstract class PasswordWay : ICloudStep
{
    /// <inheritdoc/>
    public StepKind Kind => StepKind.ResetPassword;

    /// <inheritdoc/>
    public abstract Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation);

    /// <inheritdoc/>
    public Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation) =>

        // The command has ended when its receipt is there; whether one without took effect can only be told with the password.
        Task.FromResult(new StepObservation(receipt is null ? ObservedState.Unknown : ObservedState.TookEffect));

    /// <summary>Whose password is set.</summary>
    /// <param name="target">The server.</param>
    /// <returns>The user's name.</returns>
    protected static string UserOf(StepTarget target) => target.Options.GuestUserName ?? GuestUser.Root;

    /// <summary>The conditions of every way into a Linux guest.</summary>
    /// <param name="target">The server.</param>
    /// <returns>The requirements, checked.</returns>
    protected static IEnumerable<EcsRequirement> CheckCommon(StepTarget target)
    {
        EcsInstance instance = target.Instance;
        yield return instance.Status == EcsInstanceStatus.Running
            ? new(EcsRequirementId.State, EcsRequirementOutcome.Passed, "The server runs.")
            : new(EcsRequirementId.State, EcsRequirementOutcome.Failed, $"The server is {instance.Status}: nobody can be asked in it.", "Start it, or use -Method Api.");
        yield return instance.LockReasons.Count == 0
            ? new(EcsRequirementId.Lock, EcsRequirementOutcome.Passed, "The server is not locked.")
            : new(EcsRequirementId.Lock, EcsRequirementOutcome.Failed, $"The server is locked: {string.Join(", ", instance.LockReasons)}.", "Have the lock lifted first.");
        yield return target.Options.NewPassword is { } password
            ? PasswordPolicy.Check(password, instance.Cloud, instance.OsType)
            : new(EcsRequirementId.Login, EcsRequirementOutcome.Failed, "No password is given.", "Give -Password, -Credential or -Generate.");
        if (instance.OsType == EcsOsType.Windows)
        {
            yield return new(EcsRequirementId.GuestLogin, EcsRequirementOutcome.Failed, "The server runs Windows; this way is for Linux.", "Use -Method Api.");
        }
        else if (!GuestUser.IsLinuxName(UserOf(target)))
        {
            yield return new(EcsRequirementId.GuestLogin, EcsRequirementOutcome.Failed, "The user's name cannot be that of a Linux user.", "Check -UserName.");
        }
    }
}
