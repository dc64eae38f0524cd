using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>Sets a password by a command that the cloud's agent runs in the guest.</summary>
internal sealed class AgentPasswordWay : PasswordWay
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly IGuestCommands _agent;

    /// <summary>Makes the way.</summary>
    /// <param name="agent">Runs commands.</param>
    public AgentPasswordWay(IGuestCommands agent) => _agent = agent;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        EcsInstance[] running = [.. targets.Select(t => t.Instance).Where(i => i.Status == EcsInstanceStatus.Running)];
        IReadOnlyCollection<string> ready = running.Length == 0 ? [] : await _agent.FindAgentsAsync(running, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, ready.Contains(t.Instance.Id)))];
    }

    /// <inheritdoc/>
    public override async Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        GuestScript script = new(GuestLanguage.Shell, PasswordCommand.ForAgent(UserOf(target), target.Options.NewPassword!));
        GuestRun run = (await _agent.RunScriptAsync(script, [target.Instance], Limit, cancellation).ConfigureAwait(false))[target.Instance.Id];
        PasswordCommand.RequireSuccess(run.Output ?? throw run.Error!, target.Instance, UserOf(target));
        return new StepReceipt { Facts = PasswordFacts.Of(EcsLoginEffect.Unverified) };
    }

    private static StepPreview Preview(StepTarget target, bool isReady) => new()
    {
        Summary = $"Set the password of {UserOf(target)} in the guest, by a command of the cloud's agent; it holds at once",
        Requirements =
        [
            .. CheckCommon(target),
            isReady
                ? new(EcsRequirementId.Agent, EcsRequirementOutcome.Passed, "The cloud's agent answers in the guest.")
                : new(EcsRequirementId.Agent, EcsRequirementOutcome.Failed, "The cloud's agent does not answer in the guest.", "Wait some minutes after a start, or use -Method Ssh or -Method Api."),
            new(EcsRequirementId.Login, EcsRequirementOutcome.Warning, "A hash of the password stays in the cloud's history of commands for weeks, for everybody who may read that."),
        ],
        Losses = [$"The present password of {UserOf(target)}."],
        Facts = new Dictionary<string, string> { [StepFact.Status] = target.Instance.Status.ToString() },
    };
}
