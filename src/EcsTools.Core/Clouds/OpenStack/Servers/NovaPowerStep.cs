using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

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
        options.StopCharging ? ("OpenStack does not support -StopCharging.", "Omit -StopCharging.")
        : options is { Kind: OperationKind.Stop, Hard: true } ? (
            "OpenStack does not support powering off a server at once.",
            "Use -StopMode Soft: the guest is asked to shut down, and the cloud powers the server off after about a minute (set by its operator).")
        : null;

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance instance = target.Instance;
        if (FindRefusal(instance, target.Options.Hard) is { } advice)
        {
            throw new EcsException(EcsErrorId.IncorrectState, $"Skipped {instance}: The server is {instance.ProviderStatus}; the cloud cannot {Kind.ToString().ToLowerInvariant()} it in this state.")
            {
                InstanceId = instance.Id,
                WasNotCarriedOut = true,
                RecommendedAction = advice,
            };
        }

        (string operation, string action, JObject? argument) = Kind switch
        {
            StepKind.Start => FindStart(instance),
            StepKind.Stop => ("StopServer", "os-stop", null),
            _ => ("RebootServer", "reboot", new JObject { ["type"] = target.Options.Hard ? "HARD" : "SOFT" }),
        };
        RequestIdempotency safety = Kind == StepKind.Restart ? RequestIdempotency.NonIdempotent : RequestIdempotency.Idempotent;
        try
        {
            ApiReply reply = await families.Servers.ActAsync(operation, instance.Id, action, argument, safety, cancellation).ConfigureAwait(false);
            return reply.ToHandle();
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

    // Each way to halt a server has its own way back (compute API, POST /servers/{id}/action).
    private static (string Operation, string Action, JObject? Argument) FindStart(EcsInstance instance) => instance.Status switch
    {
        EcsInstanceStatus.Paused => ("UnpauseServer", "unpause", null),
        EcsInstanceStatus.Suspended => ("ResumeServer", "resume", null),
        EcsInstanceStatus.Shelved => ("UnshelveServer", "unshelve", null),
        _ => ("StartServer", "os-start", null),
    };

    // What to do instead where Nova answers 409; null where it takes the request.
    private string? FindRefusal(EcsInstance instance, bool hard) => instance.Status switch
    {
        _ when ServerStatus.IsSettled(instance, ServerStatus.VerifyResize) =>
            $"Confirm its new size first: Set-EcsInstanceSize -Size {instance.Size}, with a -HealthCheck that returns false to go back to the old size.",
        EcsInstanceStatus.Rescued => "End the rescue with Stop-EcsRescue.",
        EcsInstanceStatus.Migrating => "Wait until the server has moved.",
        EcsInstanceStatus.Paused or EcsInstanceStatus.Suspended when Kind == StepKind.Stop => "Run Start-EcsInstance to continue the server, and then stop it.",
        EcsInstanceStatus.Paused or EcsInstanceStatus.Suspended when Kind == StepKind.Restart && !hard => "Run Start-EcsInstance to continue the server, or specify -StopMode Hard.",
        EcsInstanceStatus.Shelved when Kind != StepKind.Start => "Run Start-EcsInstance to bring the server back.",
        _ => null,
    };

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
        NovaAction? action = sent.Handle?.JobId is not { } request ? null : await families.Actions.FindAsync(now.Id, request, cancellation).ConfigureAwait(false);
        return action is { HasFailed: true } || ServerStatus.Is(now, ServerStatus.Error) ? StepObservation.Failed(now, NovaStepObserver.FailureOf(PowerSteps.Describe(Kind), now, action))
            : !isThere ? new StepObservation(ObservedState.Pending, now)
            : PowerSteps.JudgeRestarted(sent, now, isProven: action is not null);
    }

    private bool IsThereOrOnItsWay(EcsInstanceStatus status) => Kind == StepKind.Start
        ? status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting
        : status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Stopping;
}
