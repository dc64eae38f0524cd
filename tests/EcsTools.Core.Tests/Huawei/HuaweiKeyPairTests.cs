using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiKeyPairTests
{
    private const string Team = "kp-team";
    private const string Maker = "0b2c9d4e1f6a48b3905c6d7e8f9a0b1c";

    [Fact]
    public async Task PreviewAsync_KeyPairOfTheAccount_Passes()
    {
        using HuaweiCloud cloud = Network(Sample.LoadLifecycle("kps.show")).OpenByKey(EcsCloud.Huawei);

        Assert.Equal(EcsRequirementOutcome.Passed, (await Step(cloud).CheckAsync(Target(), EcsRequirementId.Login)).Outcome);
    }

    [Theory]
    [InlineData("error.400.KPS.4016", true, EcsRequirementOutcome.Failed)]
    [InlineData("error.403.Pdp.0001", false, EcsRequirementOutcome.Unknown)]
    [InlineData("error.404.APIGW.0101", false, EcsRequirementOutcome.Unknown)]
    public async Task PreviewAsync_NotFound_FailsOnlyIfTheAccountHasNoneEither(string answer, bool isLifecycle, EcsRequirementOutcome outcome)
    {
        Sample sample = isLifecycle ? Sample.LoadLifecycle(answer) : Sample.Load(answer);
        using HuaweiCloud cloud = Network(sample).OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await Step(cloud).CheckAsync(Target(), EcsRequirementId.Login)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_OpenTelekom_AsksNoAccountKeyPairs()
    {
        SampleNetwork network = Network(Sample.LoadLifecycle("kps.show"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(EcsRequirementOutcome.Failed, (await Step(cloud).CheckAsync(Target(), EcsRequirementId.Login)).Outcome);
        Assert.DoesNotContain(network.Requests, r => r.Path.Contains("/v3/"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_KeyPairOfTheAccount_NamesItsMakerWhereThePresentUserIsRefused(bool needsMaker)
    {
        SampleNetwork network = Network(Sample.LoadLifecycle("kps.show").With(b => b["keypair"]!["user_id"] = Maker)).Answer(
            "POST",
            "/reinstallos",
            r => needsMaker && (string?)r.Body!["os-reinstall"]!["userid"] != Maker
                ? SampleNetwork.Json(400, """{"error":{"code":"Ecs.0314","message":"no"}}""")
                : Sample.Load("ecs.reinstall.v2.keypair").ToResponse());
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.Huawei);

        await Step(cloud).SendAsync(Target(), TestContext.Current.CancellationToken);

        JToken[] sent = [.. network.Writes.Select(r => r.Body!["os-reinstall"]!)];
        Assert.All(sent, f => Assert.Equal(Team, (string?)f["keyname"]));
        Assert.Equal(needsMaker ? Maker : SampleNetwork.User, (string?)sent[^1]["userid"]);
        Assert.Equal(needsMaker ? 2 : 1, sent.Length);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(400, """{"error":{"code":"Ecs.0100","message":"no"}}""")]
    public async Task SendAsync_AnyOtherAnswer_IsNotFollowedByAnother(int status, string body)
    {
        SampleNetwork network = Network(Sample.LoadLifecycle("kps.show").With(b => b["keypair"]!["user_id"] = Maker))
            .Answer("POST", "/reinstallos", _ => SampleNetwork.Json(status, body));
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.Huawei);

        await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(Target(), TestContext.Current.CancellationToken));

        Assert.Single(network.Writes);
    }

    private static SampleNetwork Network(Sample account) => HuaweiRebuildTests.Network()
        .Answer("POST", "/v3/auth/tokens", Sample.Load("iam.token.password-project-nocatalog"))
        .Answer("GET", "/os-keypairs/" + Team, Sample.Load("error.404.nova"))
        .Answer("GET", "/v3/" + SampleNetwork.Project + "/keypairs/" + Team, account);

    private static StepTarget Target() =>
        HuaweiStepFixture.Target("stopped", new OperationOptions { Kind = OperationKind.OsReinstall, Login = new LoginOptions { KeyPairName = Team } });

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.RebuildSystemDisk)!;
}
