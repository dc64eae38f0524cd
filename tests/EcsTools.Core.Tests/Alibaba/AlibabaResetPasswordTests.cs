using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaResetPasswordTests : IDisposable
{
    private readonly AlibabaStepFixture _bench = new(StepKind.ResetPassword);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(EcsInstanceStatus.Running, "Aa1!canary", null)]
    [InlineData(EcsInstanceStatus.Stopped, "Aa1!canary", null)]
    [InlineData(EcsInstanceStatus.Starting, "Aa1!canary", EcsRequirementId.State)]
    [InlineData(EcsInstanceStatus.Running, "short", EcsRequirementId.Login)]
    public async Task State_and_policy_are_looked_at_and_no_password_is_told(EcsInstanceStatus status, string password, string? failed)
    {
        _bench.Server = _bench.Server with { Status = status };

        StepPreview preview = await _bench.PreviewAsync(Options(password));

        Assert.Equal(failed, preview.Requirements.SingleOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed)?.Id);
        Assert.DoesNotContain(preview.Requirements.Select(r => r.Detail + r.Remedy).Append(preview.Summary), text => text.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_sent_once()
    {
        _bench.Ecs.On("ModifyInstanceAttribute", Answer.Cut);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options("Aa1!canary")));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Equal("ModifyInstanceAttribute?InstanceId=i-1&Password=Aa1!canary", Assert.Single(_bench.Ecs.Calls).ToString());
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, nameof(ObservedState.TookEffect))]
    [InlineData(false, nameof(ObservedState.Unknown))]
    public async Task Accepted_is_all_that_can_be_known(bool accepted, string state) =>
        Assert.Equal(state, (await _bench.LookAsync(Options("Aa1!canary"), accepted ? new StepHandle() : null, 90)).State.ToString());

    private static OperationOptions Options(string password) =>
        new() { Kind = OperationKind.PasswordReset, NewPassword = RebuildFixture.Password(password).Password };
}
