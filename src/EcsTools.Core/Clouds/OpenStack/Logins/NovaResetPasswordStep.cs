using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Sets the administrator's password through an agent in the running guest (<c>changePassword</c>), where image and hypervisor have one.</summary>
internal sealed class NovaResetPasswordStep(NovaServersClient servers) : ICloudStep
{
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

        ApiReply reply = await servers.ActAsync(
            "ChangePassword", target.Instance.Id, "changePassword", new JObject { ["adminPass"] = SecretText.Reveal(password) }, RequestIdempotency.NonIdempotent, cancellation)
            .ConfigureAwait(false);
        return new StepHandle
        {
            RequestId = reply.RequestId,
            Facts = new Dictionary<string, string> { [StepFactKeys.LoginEffect] = EcsLoginEffect.Unverified.ToString() },
        };
    }

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
