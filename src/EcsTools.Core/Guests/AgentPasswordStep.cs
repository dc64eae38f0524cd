using System.Globalization;
using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Providers;
using EcsTools.Core.Security;

using static EcsTools.Core.Clouds.GuestPasswordChecks;
using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Guests;

/// <summary>
/// Sets a Linux password by a command that the cloud's agent runs in the guest. An agent's commands have no standard input, so the hash
/// (never the password) stands in the command, and stays in the cloud's history.
/// </summary>
internal sealed class AgentPasswordStep : ICloudStep
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly IAgentCommands _agent;
    private readonly CloudCapabilities _traits;

    public AgentPasswordStep(IAgentCommands agent, CloudCapabilities traits)
    {
        _agent = agent;
        _traits = traits;
    }

    public StepKind Kind => StepKind.ResetPassword;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        EcsInstance[] running = [.. targets.Select(t => t.Instance).Where(i => i.Status == EcsInstanceStatus.Running)];
        IReadOnlyDictionary<string, EcsException>? unfit = running.Length == 0
            ? null
            : await _agent.FindUnfitAsync(running, new GuestCommand("") { Kind = EcsCommandType.Shell }, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, t.Instance.Status == EcsInstanceStatus.Running && unfit?.ContainsKey(t.Instance.Id) != true))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance instance = target.Instance;
        SecureString password = target.Options.NewPassword
            ?? throw StepErrors.NoPassword(instance);
        GuestCommand command = new(Script(GuestUser.Of(target.Instance, target.Options), password)) { Kind = EcsCommandType.Shell, Timeout = Limit };
        EcsCommandResult? result = null;
        await _agent.RunAsync([instance], command, r => result = r, cancellation).ConfigureAwait(false);
        return result switch
        {
            { Succeeded: true } => new StepHandle { Facts = new Dictionary<string, string> { [StepFactKeys.LoginEffect] = EcsLoginEffect.Unverified.ToString() } },
            { ExitCode: not null } => throw Refused(instance, result),
            { Error: { ErrorId: EcsErrorId.GuestCommandTimeout } lost } => throw OutcomeUnknown(instance, lost),
            { Error: { } error } => throw error,
            _ => throw OutcomeUnknown(instance, null),
        };
    }

    // The guest has confirmed it, or nobody can tell.
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        StepObservation.OfAnswersAlone(sent);

    /// <summary>The script. Neither a checked name nor a hash holds a quote, and printf is the shell's own, so no process list shows the hash.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> for what cannot be the name of a user.</exception>
    internal static string Script(string userName, SecureString password) =>
        $"PATH=$PATH:/usr/sbin:/sbin\nprintf '%s\\n' '{GuestUser.Require(userName)}:{Sha512Crypt.Hash(SecretText.Reveal(password))}' | chpasswd -e\n";

    private StepPreview Preview(StepTarget target, bool isReady) => new()
    {
        Summary = $"Set the password of {GuestUser.Of(target.Instance, target.Options)} in the guest, by a command of the provider's agent",
        Requirements =
        [
            CheckState(target.Instance),
            ServerLocks.Check(_traits, ServerAction.Command, target.Instance),
            target.Instance.OsType == EcsOsType.Windows
                ? Failed(EcsRequirementId.GuestLogin, "The agent does not set Windows passwords.", "Specify -Method Api where the cloud supports it, or use Get-EcsPassword.")
                : Passed(EcsRequirementId.GuestLogin, "The agent needs no login."),
            isReady
                ? Passed(EcsRequirementId.Agent, "The cloud's agent responds in the guest.")
                : Failed(EcsRequirementId.Agent, "The cloud's agent does not respond in the guest.", "Wait a few minutes after a start, or specify -Method Ssh or -Method Api."),
            CheckPassword(target, p => CloudProviders.Get(target.Instance.Cloud).CheckPassword(p, target.Instance.OsType)),
        ],
        Losses = ["The current password.", "The secrecy of a hash of the new password: it stays in the provider's command history for weeks, visible to anyone with read access."],
        Facts = new Dictionary<string, string> { [StepFactKeys.Status] = target.Instance.Status.ToString() },
    };

    // What a guest says may quote its input.
    private static EcsException Refused(EcsInstance instance, EcsCommandResult output)
    {
        string said = output.Output.Trim();
        return new EcsException(
            EcsErrorId.GuestCommandFailed,
            string.Format(CultureInfo.InvariantCulture, "chpasswd on {0} ended with {1}", instance, output.ExitCode)
            + (said.Length == 0 || said.IndexOf("$6$", StringComparison.Ordinal) >= 0 ? "." : $": {said}"))
        {
            InstanceId = instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = "Check that the user exists in the guest (-UserName).",
        };
    }

    private static EcsException OutcomeUnknown(EcsInstance instance, EcsException? lost) => new(
        EcsErrorId.OutcomeUnknown, $"The outcome of the password reset of {instance} is unknown{(lost is null ? "." : $": {lost.Message}")}", lost)
    {
        InstanceId = instance.Id,
        RecommendedAction = "Try the old and the new password, or run the command again.",
    };
}
