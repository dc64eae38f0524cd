using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Sets the administrator's password through an agent in the running guest (<c>changePassword</c>), where image and hypervisor have one.</summary>
internal sealed class NovaResetPasswordStep(OpenStackClientSet families) : ICloudStep
{
    private const int NotOffered = 501;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // So long a guest may take to boot, on a slow host too.
    private static readonly TimeSpan BootTime = TimeSpan.FromMinutes(10);

    public StepKind Kind => StepKind.ResetPassword;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(Preview)]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        if (target.Options.NewPassword is not { } password)
        {
            throw StepErrors.NoPassword(target.Instance);
        }

        ApiReply reply = await SendOnceAgentIsThereAsync(target.Instance, SecretText.Reveal(password), cancellation).ConfigureAwait(false);
        return new StepHandle
        {
            RequestId = reply.RequestId,
            Facts = new Dictionary<string, string> { [StepFactKeys.LoginEffect] = EcsLoginEffect.Unverified.ToString() },
        };
    }

    // While the guest boots, its agent does not answer, and Nova says what it says where there is none (docs/contracts/openstack-lifecycle.md 2).
    private async Task<ApiReply> SendOnceAgentIsThereAsync(EcsInstance instance, string password, CancellationToken cancellation)
    {
        TimeProvider time = families.Client.Time;
        long begun = time.GetTimestamp();
        TimeSpan? limit = null;
        ServerWait wait = new(time);
        while (true)
        {
            EcsException refusal;
            try
            {
                return await families.Servers.ActAsync(
                    "ChangePassword", instance.Id, "changePassword", new JObject { ["adminPass"] = password }, RequestIdempotency.NonIdempotent, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (error.HttpStatus == NotOffered)
            {
                refusal = error;
            }

            limit ??= BootTime - (await families.Actions.FindUptimeAsync(instance.Id, cancellation).ConfigureAwait(false) ?? BootTime);
            TimeSpan most = limit < ThrottleTimeout.Current ? limit.Value : ThrottleTimeout.Current;
            if (time.GetElapsedTime(begun) + Pause > most)
            {
                throw NoAgent(instance, refusal);
            }

            wait.Report([instance], "ChangePassword", refusal.CloudCode, most);
            await time.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    private static EcsException NoAgent(EcsInstance instance, EcsException refusal) => new(refusal.ErrorId, refusal.Message, refusal)
    {
        InstanceId = instance.Id,
        CloudCode = refusal.CloudCode,
        HttpStatus = refusal.HttpStatus,
        RequestId = refusal.RequestId,
        WasNotCarriedOut = true,
        RecommendedAction = "The guest has no agent that answers, or the hypervisor does not offer it. Check that the guest runs qemu-guest-agent, or use -Method Ssh.",
    };

    // Nova asks the agent before it answers. Whose answer was lost cannot look it up: the password can only be tried.
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        StepObservation.OfAnswersAlone(sent);

    private static StepPreview Preview(StepTarget target) => new()
    {
        Summary = $"Set the password of {GuestUser.AdministratorOf(target.Instance.OsType)} through the cloud's agent in the guest, at once. The cloud refuses it if the image or hypervisor has no agent",
        Requirements = [GuestPasswordChecks.CheckState(target.Instance), CommonServerChecks.CheckBusy(target), CommonServerChecks.CheckLock(target), GuestPasswordChecks.CheckPassword(target, OpenStackPassword.Check)],
        Losses = ["The current password."],
        Facts = new Dictionary<string, string> { [StepFactKeys.Status] = target.Instance.Status.ToString() },
    };
}
