using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>
/// Refuses what must not be sent to a server as it is now, for commands that make no plan; the planner has the same rules as
/// requirements. None of them is waived.
/// </summary>
public static class InstanceGuard
{
    /// <summary>Refuses a start, stop or restart.</summary>
    /// <param name="instance">The server as just read.</param>
    /// <param name="options">What is to be sent: a kind among Start, Stop and Restart, and how.</param>
    /// <returns>The refusal, or null.</returns>
    public static EcsException? RefusePower(ConnectedAccount account, EcsInstance instance, OperationOptions options)
    {
        CloudCapabilities traits = account.Cloud.Capabilities;
        ServerAction action = options.Kind switch { OperationKind.Start => ServerAction.Start, OperationKind.Stop => ServerAction.Stop, _ => ServerAction.Restart };
        return traits.FindUnofferedPower(options) is var (why, advice) ? Refusal(instance, EcsErrorId.NotSupported, why, advice)
            : RefuseDuringReinstall(instance)
            ?? (action == ServerAction.Start ? null : RefuseSettling(instance))
            ?? (action == ServerAction.Stop ? null : RefuseRescued(instance))
            ?? ServerLocks.Refuse(traits, action, instance)
            ?? RefuseStoppedInAnotherWay(instance, options);
    }

    /// <summary>Refuses a change of name, description or protection.</summary>
    /// <param name="instance">The server as just read.</param>
    /// <returns>The refusal, or null.</returns>
    public static EcsException? RefuseEdit(ConnectedAccount account, EcsInstance instance) =>
        RefuseDuringReinstall(instance) ?? ServerLocks.Refuse(account.Cloud.Capabilities, ServerAction.Edit, instance);

    /// <summary>Refuses the consent to an event of the provider, which restarts the server or moves it.</summary>
    /// <param name="instance">The server as just read.</param>
    /// <returns>The refusal, or null.</returns>
    public static EcsException? RefuseEvent(EcsInstance instance) => RefuseDuringReinstall(instance) ?? RefuseSettling(instance);

    /// <summary>Refuses a command in the guest.</summary>
    /// <param name="instance">The server as just read.</param>
    /// <param name="byAgent">true if the cloud's agent runs it, which a lock concerns; false over SSH.</param>
    /// <returns>The refusal, or null.</returns>
    public static EcsException? RefuseCommand(ConnectedAccount account, EcsInstance instance, bool byAgent) =>
        RefuseDuringReinstall(instance) ?? (byAgent ? ServerLocks.Refuse(account.Cloud.Capabilities, ServerAction.Command, instance) : null);

    private static EcsException? RefuseRescued(EcsInstance instance) => instance.Status != EcsInstanceStatus.Rescued ? null : Refusal(
        instance, EcsErrorId.IncorrectState, "The server is in rescue.", "End the rescue with Stop-EcsRescue, which starts the server.");

    // The mode of a stop cannot be changed while the server is stopped (docs/contracts/alibaba-ecs.md 3.7).
    private static EcsException? RefuseStoppedInAnotherWay(EcsInstance instance, OperationOptions options) =>
        options is not { Kind: OperationKind.Stop, StopCharging: true } || instance.Status != EcsInstanceStatus.Stopped ? null : Refusal(
            instance,
            EcsErrorId.IncorrectState,
            $"The server is already stopped, but still billed (StoppedMode {instance.StoppedMode ?? "unknown"}). A stopped server cannot change that.",
            "Start it, and then run Stop-EcsInstance -StopCharging.");

    // Whoever touches the cloud's temporary server makes the reinstallation fail (docs/contracts/huawei-ecs.md 5).
    private static EcsException? RefuseDuringReinstall(EcsInstance instance) =>
        instance.IsTemporary ? Refusal(
            instance,
            EcsErrorId.RequirementFailed,
            $"The server appears to be a temporary server of an OS reinstall in progress. ({EcsRequirementId.Temporary})",
            "Wait until the reinstall is finished; see Get-EcsOperation.")
        : OpenRebuilds.IsShownOn(instance) ? Refusal(
            instance,
            EcsErrorId.OperationInProgress,
            $"The operating system of the server is being reinstalled. ({EcsRequirementId.Reinstalling})",
            "Wait for the operation with Wait-EcsOperation; Get-EcsOperation lists it.")
        : null;

    // A stop or restart in the middle of that leaves a server that nobody can log in to (docs/contracts/huawei-ecs.md 3.6).
    private static EcsException? RefuseSettling(EcsInstance instance) => instance.SettlesUntil is not { } until ? null : Refusal(
        instance,
        EcsErrorId.GuestSettling,
        $"The server was reinstalled recently and is still applying its key or password. ({EcsRequirementId.Settling})",
        $"Wait until {until:u}.");

    private static EcsException Refusal(EcsInstance instance, string errorId, string why, string advice) => new(errorId, $"Skipped {instance}: {why}")
    {
        InstanceId = instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = advice,
    };
}
