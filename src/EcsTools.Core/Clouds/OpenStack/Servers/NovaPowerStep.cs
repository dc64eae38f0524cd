using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Start, stop and restart: a call for each server, and one list for all that are waited for.</summary>
internal sealed class NovaPowerStep(OpenStackClientSet families, StepKind kind) : ICloudStep
{
    public StepKind Kind { get; } = kind;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(t => StepPreview.OfPower(Kind, t))]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        families.Witness.ObserveAsync(sent, (s, now) => JudgeAsync(s, now, cancellation), cancellation);

    /// <summary>Finds why the cloud does not offer a request.</summary>
    /// <returns>Why, and what to do instead; null if it offers it.</returns>
    public static (string Why, string Advice)? FindUnoffered(OperationOptions options) =>
        options.StopCharging ? ("OpenStack has no stop that ends billing.", "Omit -StopCharging.")
        : options is { Kind: OperationKind.Stop, Hard: true } ? (
            "OpenStack has no stop that cuts the power at once.",
            "Use -StopMode Soft: the guest is asked, and after a minute or so (as its operator has set) the cloud cuts the power itself.")
        : null;

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance instance = target.Instance;
        (string operation, string action, JObject? argument) = Kind switch
        {
            StepKind.Start => ("StartServer", "os-start", null),
            StepKind.Stop => ("StopServer", "os-stop", null),
            _ => ("RebootServer", "reboot", new JObject { ["type"] = target.Options.Hard ? "HARD" : "SOFT" }),
        };
        RequestIdempotency safety = Kind == StepKind.Restart ? RequestIdempotency.NonIdempotent : RequestIdempotency.Idempotent;
        try
        {
            ApiReply reply = await families.Servers.ActAsync(operation, instance.Id, action, argument, safety, cancellation).ConfigureAwait(false);
            return reply.ToReceipt();
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.IncorrectState && Kind != StepKind.Restart)
        {
            // A start or stop whose answer was lost is sent again, and the second is refused for what the first has begun.
            EcsInstance? now = (await families.Inventory.FindAsync([instance.Id], cancellation).ConfigureAwait(false)).SingleOrDefault();
            if (now is not null && IsThereOrOnItsWay(now.Status))
            {
                return new StepHandle();
            }

            throw;
        }
    }

    private async Task<StepObservation> JudgeAsync(SentStep sent, EcsInstance? now, CancellationToken cancellation)
    {
        if (now is null)
        {
            return StepObservation.Gone(sent.Target);
        }

        bool isThere = PowerSteps.IsThere(Kind, now);
        if (isThere && Kind != StepKind.Restart)
        {
            return new StepObservation(ObservedState.TookEffect, now);
        }

        if (sent.IsPassive || now.TaskState is not null)
        {
            sent.SawWork |= !isThere;
            return new StepObservation(isThere ? ObservedState.TookEffect : ObservedState.Pending, now);
        }

        // Nova marks the server before it answers, so that one at rest has come to the end of what was accepted.
        NovaAction? action = sent.Receipt?.JobId is not { } request ? null : await families.Actions.FindAsync(now.Id, request, cancellation).ConfigureAwait(false);
        return action is { HasFailed: true } || ServerStatus.Is(now, ServerStatus.Error) ? StepObservation.Failed(now, NovaStepObserver.FailureOf(PowerSteps.Describe(Kind), now, action))
            : !isThere ? new StepObservation(ObservedState.Pending, now)
            : PowerSteps.JudgeRestarted(sent, now, isProven: action is not null);
    }

    private bool IsThereOrOnItsWay(EcsInstanceStatus status) => Kind == StepKind.Start
        ? status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting
        : status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Stopping;
}
