using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiResetPasswordTests
{
    private const string Password = "Made-Up.Pass1";

    [Fact]
    public void Open_Telekom_has_none()
    {
        using HuaweiCloud cloud = new SampleNetwork().OpenByKey(EcsCloud.OpenTelekom);

        Assert.Null(cloud.FindStep(StepKind.ResetPassword));
    }

    [Fact]
    public async Task The_cloud_is_told_to_check()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.reset-password");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepHandle handle = await Step(cloud).SendAsync(Target(Password));

        Assert.Single(network.Writes).AssertIs(Sample.Load("ecs.reset-password"));
        Assert.Equal(ObservedState.TookEffect, (await Step(cloud).ObserveAsync(Target(Password), handle)).State);
        Assert.Equal(ObservedState.Unknown, (await Step(cloud).ObserveAsync(Target(Password), null)).State);
    }

    [Fact]
    public async Task Servers_that_come_together_with_one_password_take_one_call()
    {
        Sample sample = Sample.Load("ecs.reset-password.batch");
        SampleNetwork network = new SampleNetwork().Replay("ecs.reset-password.batch");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepTarget target = Target(Password);

        await Task.WhenAll(Step(cloud).SendAsync([.. sample.RequestBody!["servers"]!.Select(s => Of((string)s["id"]!))], TestContext.Current.CancellationToken));

        Assert.Single(network.Writes).AssertIs(sample);

        StepTarget Of(string id) => target with { Instance = target.Instance with { Id = id } };
    }

    [Theory]
    [InlineData(Password, EcsRequirementOutcome.Passed)]
    [InlineData("Made-Up$Pass1", EcsRequirementOutcome.Failed)] // taken at a reinstall, not at a reset
    [InlineData("short-1A", EcsRequirementOutcome.Passed)]
    [InlineData(null, EcsRequirementOutcome.Failed)]
    public async Task The_policy_of_resets_is_checked(string? password, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = new SampleNetwork().Replay("ecs.reset-password.flag").OpenByKey(EcsCloud.Huawei);

        EcsRequirement login = await Step(cloud).CheckAsync(Target(password), EcsRequirementId.Login);

        Assert.Equal(outcome, login.Outcome);
        Assert.DoesNotContain(password ?? "?", login.Detail);
    }

    [Theory]
    [InlineData("True", EcsRequirementOutcome.Passed)]
    [InlineData("False", EcsRequirementOutcome.Failed)]
    [InlineData("", EcsRequirementOutcome.Unknown)]
    public async Task The_plug_in_must_be_there(string flag, EcsRequirementOutcome outcome)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/os-resetpwd-flag", Sample.Load("ecs.reset-password.flag").With(b => b["resetpwd_flag"] = flag));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await Step(cloud).CheckAsync(Target(Password), EcsRequirementId.Agent)).Outcome);
    }

    private static StepTarget Target(string? password)
    {
        SecureString? secure = password?.Aggregate(new SecureString(), (s, c) =>
        {
            s.AppendChar(c);
            return s;
        });
        return HuaweiStepFixture.Target("running", new OperationOptions { Kind = OperationKind.PasswordReset, NewPassword = secure });
    }

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.ResetPassword)!;
}
