using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>New servers as docs/contracts/huawei-ecs-lifecycle.md 9.1 has them.</summary>
public sealed class HuaweiCreateInstanceTests
{
    private const string Token = "46436810d999454cbd85e515fd258600";
    private const string Created = "b6d27395-6481-4fac-835b-2d1c0af94867";
    private const string Job = "ff8080829a1b2c3d019a1b2c4e5f0240";

    [Theory]
    [InlineData(EcsCloud.Huawei, "ecs.create.postpaid", false)]
    [InlineData(EcsCloud.Huawei, "ecs.create.prepaid", true)]
    [InlineData(EcsCloud.OpenTelekom, "ecs.create.otc", false)]
    public async Task Send_Server_IsAskedForAsTheSampleHasIt(EcsCloud cloud, string name, bool isSubscription)
    {
        Sample sample = Sample.LoadLifecycle(name);
        SampleNetwork network = new SampleNetwork().Answer("POST", "/cloudservers", sample)
            .Answer("GET", "/os-keypairs/kp-ecstools", _ => SampleNetwork.Json(200, $$$"""{"keypair":{"name":"kp-ecstools","user_id":"{{{SampleNetwork.User}}}"}}"""));
        using HuaweiCloud opened = network.OpenByKey(cloud);
        bool isOtc = cloud == EcsCloud.OpenTelekom;
        OperationOptions options = Usual(isOtc) with
        {
            ChargeType = isSubscription ? EcsChargeType.Subscription : null,
            Period = isSubscription ? 1 : null,
            Bandwidth = isOtc ? 10 : null,
        };

        StepHandle handle = await opened.FindStep(StepKind.CreateInstance)!.SendAsync(Target(options), TestContext.Current.CancellationToken);

        RecordedRequest sent = Assert.Single(network.Writes);
        JObject expected = (JObject)sample.RequestBody!["server"]!.DeepClone();
        expected["count"] = 1;
        (expected["publicip"] as JObject)?.Remove("delete_on_termination");
        JObject ours = (JObject)sent.Body!["server"]!.DeepClone();
        if (name == "ecs.create.postpaid")
        {
            expected["metadata"] = ours["metadata"]; // required with a subscription only
        }

        Assert.Equal(SampleNetwork.User, (string?)ours["metadata"]!["op_svc_userid"]);
        Assert.Equal(sample.Path, sent.Path);
        Assert.True(JToken.DeepEquals(expected, ours), $"{expected}\n{ours}");
        Assert.Equal((string?)sample.Body!["job_id"], handle.JobId);
        Assert.Equal(Created, handle.Facts[StepFactKeys.InstanceId]);
        Assert.Equal((string?)sample.Body["order_id"], handle.Facts.TryGetValue(StepFactKeys.OrderId, out string? order) ? order : null);
    }

    [Theory]
    [InlineData("ecs.job.create.running", null, nameof(ObservedState.Pending))]
    [InlineData("ecs.job.create.success", null, nameof(ObservedState.Pending))] // 404 is no deletion while the job says otherwise
    [InlineData("ecs.job.create.success", "ACTIVE", nameof(ObservedState.TookEffect))]
    [InlineData("ecs.job.create.success", "ERROR", nameof(ObservedState.Failed))]
    [InlineData("ecs.job.create.partial", null, nameof(ObservedState.Failed))]
    public async Task Observe_JobThenServer_Tell(string job, string? status, string state)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/jobs/" + Job, Sample.LoadLifecycle(job));
        if (status is not null)
        {
            network.Answer("GET", "/cloudservers/" + Created, _ => SampleNetwork.Json(200, $$$"""{"server":{"id":"{{{Created}}}","name":"app","status":"{{{status}}}"}}"""));
        }
        else
        {
            network.Answer("GET", "/cloudservers/" + Created, Sample.LoadLifecycle("error.404.server.creating"));
        }

        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepHandle handle = new() { JobId = Job, Facts = new Dictionary<string, string> { [StepFactKeys.InstanceId] = Created } };

        StepObservation seen = await cloud.FindStep(StepKind.CreateInstance)!.ObserveAsync(Target(Usual(isOtc: false)), handle, TimeSpan.FromMinutes(1));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(job == "ecs.job.create.partial" ? "Ecs.0319" : null, seen.Error?.CloudCode);
    }

    private static StepTarget Target(OperationOptions options) => new(new EcsInstance { Id = "new-0123456789ab", Name = "app", Cloud = EcsCloud.Huawei }, options)
    {
        Token = Token,
        Before = new Dictionary<string, string> { [StepFactKeys.VpcId] = "0c5e9f3a-1b2d-4c6e-8f70-a1b2c3d4e5f6", [StepFactKeys.DiskSize] = "40", [StepFactKeys.OsType] = "Linux", [StepFactKeys.SameName] = "" },
    };

    private static OperationOptions Usual(bool isOtc) => new()
    {
        Kind = OperationKind.InstanceCreate,
        ImageId = SampleNetwork.Ubuntu,
        Size = "s3.large.2",
        NetworkId = "9b1c2d3e-4f50-4617-8a9b-0c1d2e3f4a5b",
        SecurityGroupIds = ["6e0f1a2b-3c4d-4e5f-8607-182939a0b1c2"],
        Zone = isOtc ? "eu-de-01" : "cn-north-4a",
        Login = new LoginOptions { KeyPairName = "kp-ecstools" },
        Encrypted = true,
        EncryptionKeyId = "94b05173-426f-4d8a-8139-0bfae8d72645",
        Tags = ["env=test"],
    };
}
