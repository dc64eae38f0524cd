using EcsTools.Core.Contracts;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Sets the administrator's password with ModifyInstanceAttribute (docs/contracts/alibaba-ecs.md 3.10); it holds from the next
/// start or restart through the API on.</summary>
internal sealed class AlibabaResetPasswordStep : ICloudStep
{
    private readonly AlibabaApi _api;
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaInstancesClient _instances;

    public AlibabaResetPasswordStep(AlibabaApi api, AlibabaInstancesClient instances)
    {
        _api = api;
        _writer = new AlibabaMutationClient(api);
        _instances = instances;
    }

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

        AlibabaParameters parameters = new AlibabaParameters().Add("InstanceId", target.Instance.Id).Add("Password", SecretText.Reveal(password));
        JObject answer = await _writer.SendAsync(
            "ModifyInstanceAttribute", parameters, RequestIdempotency.NonIdempotent, target, () => IsAtRestAsync(target, cancellation), cancellation).ConfigureAwait(false);
        return new StepHandle { RequestId = answer.Text("RequestId") };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        StepObservation.OfAnswersAlone(sent);

    private async Task<bool> IsAtRestAsync(StepTarget target, CancellationToken cancellation) =>
        (await _instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault()
            is { Status: EcsInstanceStatus.Running or EcsInstanceStatus.Stopped, LockReasons.Count: 0 };

    private StepPreview Preview(StepTarget target) => new()
    {
        Summary = "Set a new password for the administrator; it takes effect at the next start or restart with this module, not at a restart inside the guest.",
        Requirements = [AlibabaChecks.AtRest(target.Instance), CheckLock(target), CheckPassword(target)],
        Losses = ["The current password."],
        Facts = new Dictionary<string, string> { [StepFactKeys.Status] = target.Instance.Status.ToString() },
    };

    // A password that is to hold by a restart of ours needs that one, too.
    private EcsRequirement CheckLock(StepTarget target) => AlibabaLocks.Check(
        target.Options.Restart && target.Instance.Status == EcsInstanceStatus.Running ? ServerAction.Restart : ServerAction.Password,
        target.Instance,
        [],
        _api.Connection.Wall.GetUtcNow());

    private static EcsRequirement CheckPassword(StepTarget target)
    {
        if (target.Options.NewPassword is not { } password)
        {
            return Requirement.Failed(EcsRequirementId.Login, "No password was specified.", "Specify -Password or -Generate.");
        }

        (EcsRequirementOutcome outcome, string detail) = AlibabaPasswordPolicy.Check(SecretText.Reveal(password), target.Instance.OsType);
        return new EcsRequirement(EcsRequirementId.Login, outcome, detail, outcome == EcsRequirementOutcome.Passed ? null : "Specify a password that meets the policy.");
    }
}
