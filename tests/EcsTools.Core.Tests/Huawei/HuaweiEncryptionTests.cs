using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiEncryptionTests
{
    private const string Key = "94b05173-426f-4d8a-8139-0bfae8d72645";
    private const string ImageKey = "11b05173-426f-4d8a-8139-0bfae8d72645";
    private const string NewDisk = "8daf4062-315e-4c79-9028-fae9d7c61534";
    private static readonly string[] Waived = [EcsRequirementId.Encryption];

    [Theory]
    [InlineData("ecs.reinstall.v2.keep-encryption", OperationKind.OsReinstall)]
    [InlineData("ecs.change-os.v2.keep-encryption", OperationKind.SystemDiskSwitch)]
    public async Task SendAsync_EncryptedDisk_AsksForTheSameKey(string name, OperationKind kind)
    {
        Sample sample = Sample.LoadLifecycle(name);
        SampleNetwork network = Network().Answer("POST", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        ICloudStep step = Step(cloud);

        await step.SendAsync(await step.AfterAsync(Target(kind)), TestContext.Current.CancellationToken);

        Assert.Single(network.Writes).AssertIs(sample);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task SendAsync_EveryVersionOfThePath_AsksForTheSameKey(string version)
    {
        SampleNetwork network = Network(image: i => i["__support_fc_inject"] = version == "v1" ? "true" : "false")
            .Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        ICloudStep step = Step(cloud);

        await step.SendAsync(await step.AfterAsync(Target()), TestContext.Current.CancellationToken);

        RecordedRequest sent = Assert.Single(network.Writes);
        Assert.StartsWith($"/{version}/", sent.Path);
        Assert.Equal(("1", Key), Asked(sent));
    }

    [Fact]
    public async Task PreviewAsync_PlainDisk_AsksNoKeysAndDemandsNothing()
    {
        SampleNetwork network = HuaweiRebuildTests.Network();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepPreview preview = await PreviewAsync(cloud, Target());

        Assert.Null(Encryption(preview));
        Assert.DoesNotContain(preview.Facts.Keys, k => k is StepFactKeys.Encryption or StepFactKeys.EncryptionKeyId);
        Assert.DoesNotContain(network.Requests, r => r.Path.EndsWith("/kms/list-keys"));
    }

    [Fact]
    public async Task PreviewAsync_EncryptedDisk_ReadsEnabledKeysOnceForAll()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        IReadOnlyList<StepPreview> previews = await Step(cloud).PreviewAsync([Target(), Target()], TestContext.Current.CancellationToken);

        Assert.All(previews, p => Assert.Equal(EcsRequirementOutcome.Passed, Encryption(p)?.Outcome));
        network.Requests.Single(r => r.Path.EndsWith("/kms/list-keys")).AssertIs(Sample.LoadLifecycle("kms.list-keys"));
        Assert.Empty(network.Writes);
    }

    [Fact]
    public async Task PreviewAsync_KeysOnSeveralPages_ReadsAllOfThem()
    {
        SampleNetwork network = Network(keys: [
            Keys(b => (b["keys"], b["truncated"], b["next_marker"]) = (new JArray("other"), "true", "other")),
            Keys(_ => { })]);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(EcsRequirementOutcome.Passed, Encryption(await PreviewAsync(cloud, Target()))?.Outcome);
        Assert.Equal([null, "other"], network.Requests.Where(r => r.Path.EndsWith("/kms/list-keys")).Select(r => (string?)r.Body!["marker"]));
    }

    [Theory]
    [InlineData(false, EcsRequirementOutcome.Failed)]
    [InlineData(true, EcsRequirementOutcome.Unknown)]
    public async Task PreviewAsync_KeyNotProven_IsNoPass(bool refused, EcsRequirementOutcome outcome)
    {
        SampleNetwork network = Network(keys: [refused ? Sample.Load("error.403.Pdp.0001") : Keys(b => b["keys"] = new JArray())]);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, Encryption(await PreviewAsync(cloud, Target()))?.Outcome);
    }

    [Fact]
    public async Task PreviewAsync_DisksOwnServiceRefuses_IsUnknown()
    {
        SampleNetwork network = HuaweiRebuildTests.Network().Answer("GET", "/cloudvolumes/detail", Sample.Load("error.403.Pdp.0001"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(EcsRequirementOutcome.Unknown, Encryption(await PreviewAsync(cloud, Target()))?.Outcome);
    }

    [Fact]
    public async Task SendAsync_DisabledKeyWaived_AsksForAPlainDiskAndThePlanSaysSo()
    {
        SampleNetwork network = Network(keys: [Keys(b => b["keys"] = new JArray())]).Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepTarget target = Target(waivers: Waived);
        StepPreview preview = await PreviewAsync(cloud, target);

        await Step(cloud).SendAsync(target with { Before = preview.Facts }, TestContext.Current.CancellationToken);

        Assert.Contains(preview.Losses, l => l.Contains(Key));
        Assert.Equal((null, null), Asked(Assert.Single(network.Writes)));
    }

    [Fact]
    public async Task SendAsync_KeysUnreadableWaived_StillAsksForTheKey()
    {
        SampleNetwork network = Network(keys: [Sample.Load("error.403.Pdp.0001")]).Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        ICloudStep step = Step(cloud);

        await step.SendAsync(await step.AfterAsync(Target(waivers: Waived)), TestContext.Current.CancellationToken);

        Assert.Equal(("1", Key), Asked(Assert.Single(network.Writes)));
    }

    [Fact]
    public async Task SendAsync_ImageWithAnotherKey_AsksForThatAndWarns()
    {
        SampleNetwork network = Network(image: i => i["__system__cmkid"] = ImageKey, keys: [Keys(b => ((JArray)b["keys"]!).Add(ImageKey))])
            .Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        ICloudStep step = Step(cloud);
        StepPreview preview = await PreviewAsync(cloud, Target());

        await step.SendAsync(Target() with { Before = preview.Facts }, TestContext.Current.CancellationToken);

        Assert.Equal(EcsRequirementOutcome.Warning, Encryption(preview)?.Outcome);
        Assert.Contains(preview.Losses, l => l.Contains(Key));
        Assert.Equal(("1", ImageKey), Asked(Assert.Single(network.Writes)));
    }

    [Fact]
    public async Task SendAsync_DiskLostByAFailedReinstall_AsksForTheKeyItHad()
    {
        SampleNetwork network = Network().Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"))
            .Answer("GET", "/block_device", Sample.Load("ecs.block-device").With(b => b["volumeAttachments"]![0]!.Remove()));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        ICloudStep step = Step(cloud);
        StepTarget target = Target();
        target = target with
        {
            Instance = target.Instance with { SystemDiskId = null, FailedReinstalls = 1, LostDisk = new EcsDisk { IsEncrypted = true, EncryptionKeyId = Key } },
        };

        await step.SendAsync(await step.AfterAsync(target), TestContext.Current.CancellationToken);

        Assert.Equal(("1", Key), Asked(Assert.Single(network.Writes)));
    }

    [Theory]
    [InlineData("1", Key, false, null)]
    [InlineData("1", ImageKey, false, EcsErrorId.EncryptionLost)]
    [InlineData("1", ImageKey, true, null)]
    [InlineData(null, null, false, EcsErrorId.EncryptionLost)]
    [InlineData(null, null, true, EcsErrorId.EncryptionLost)]
    public async Task ObserveAsync_JobSucceeded_ComparesTheNewDisk(string? encrypted, string? key, bool waived, string? errorId) =>
        await CompareAsync(encrypted, key, errorId, cloud => ObserveAsync(cloud, waived));

    [Theory]
    [InlineData("1", ImageKey, null)]
    [InlineData(null, null, EcsErrorId.EncryptionLost)]
    public async Task ObserveAsync_PlainDiskToAnEncryptedImage_ExpectsAnEncryptedDisk(string? encrypted, string? key, string? errorId)
    {
        SampleNetwork network = Network(image: i => i["__system__cmkid"] = ImageKey)
            .Answer("GET", "/cloudvolumes/detail", Volumes(SampleNetwork.OldDisk, "0", null))
            .Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud before = network.OpenByKey(EcsCloud.Huawei);
        StepTarget planned = await Step(before).AfterAsync(Target());
        await Step(before).SendAsync(planned, TestContext.Current.CancellationToken);

        Assert.Equal((null, null), Asked(Assert.Single(network.Writes)));
        await CompareAsync(encrypted, key, errorId, cloud => Step(cloud).ObserveAsync(planned, new StepHandle { JobId = "j1" }, TimeSpan.FromMinutes(2)));
    }

    private static async Task CompareAsync(string? encrypted, string? key, string? errorId, Func<HuaweiCloud, Task<StepObservation>> observe)
    {
        Sample server = Sample.Load("ecs.server.show.after-reinstall");
        string disk = (string)server.Body!["server"]!["os-extended-volumes:volumes_attached"]![0]!["id"]!;
        SampleNetwork network = new SampleNetwork()
            .Answer("GET", "/jobs/j1", Sample.Load("ecs.job.success"))
            .Answer("GET", SampleNetwork.Web01, server)
            .Answer("GET", "/cloudvolumes/detail", Volumes(disk, encrypted, key));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepObservation seen = await observe(cloud);

        Assert.Equal((errorId is null ? ObservedState.TookEffect : ObservedState.Failed, errorId), (seen.State, seen.Error?.ErrorId));
        Assert.False(seen.MayRetry || seen.RepairByStart);
    }

    [Fact]
    public async Task ObserveAsync_DisksOwnServiceLagsBehind_Waits()
    {
        SampleNetwork network = new SampleNetwork()
            .Answer("GET", "/jobs/j1", Sample.Load("ecs.job.success"))
            .Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.after-reinstall"))
            .Answer("GET", "/cloudvolumes/detail", Volumes(NewDisk + "0", "1", Key));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(ObservedState.Pending, (await ObserveAsync(cloud, waived: false)).State);
    }

    private static Task<StepObservation> ObserveAsync(HuaweiCloud cloud, bool waived)
    {
        StepTarget target = new(new EcsInstance { Id = SampleNetwork.Web01, Name = "web-01" }, new OperationOptions { IgnoredRequirements = waived ? Waived : [] })
        {
            Before = HuaweiStepFixture.Facts(
                (StepFactKeys.SystemDiskId, SampleNetwork.OldDisk), (StepFactKeys.Encryption, "required"), (StepFactKeys.EncryptionKeyId, Key)),
        };
        return Step(cloud).ObserveAsync(target, new StepHandle { JobId = "j1" }, TimeSpan.FromMinutes(2));
    }

    private static SampleNetwork Network(Action<JObject>? image = null, Sample[]? keys = null) => HuaweiRebuildTests.Network()
        .Answer("GET", "/cloudvolumes/detail", Volumes(SampleNetwork.OldDisk, "1", Key))
        .Answer("GET", "/v2/cloudimages", r => HuaweiRebuildTests.Images(r.Query["id"], image ?? (_ => { })))
        .Answer("POST", "/kms/list-keys", keys ?? [Keys(_ => { })]);

    private static Sample Keys(Action<JToken> change) => Sample.LoadLifecycle("kms.list-keys").With(change);

    // The field beside the metadata means nothing on Huawei Cloud.
    private static Sample Volumes(string id, string? encrypted, string? key) => Sample.Load("evs.volumes.detail").With(b =>
    {
        JObject volume = (JObject)b["volumes"]![0]!;
        (volume["id"], volume["encrypted"], volume["metadata"]!["__system__encrypted"], volume["metadata"]!["__system__cmkid"]) = (id, false, encrypted, key);
    });

    private static (string?, string?) Asked(RecordedRequest sent)
    {
        JToken? metadata = ((JObject)sent.Body!).Properties().Single().Value["metadata"];
        return ((string?)metadata?["__system__encrypted"], (string?)metadata?["__system__cmkid"]);
    }

    private static EcsRequirement? Encryption(StepPreview preview) => preview.Requirements.SingleOrDefault(r => r.Id == EcsRequirementId.Encryption);

    private static async Task<StepPreview> PreviewAsync(HuaweiCloud cloud, StepTarget target) =>
        (await Step(cloud).PreviewAsync([target], TestContext.Current.CancellationToken))[0];

    private static StepTarget Target(OperationKind kind = OperationKind.OsReinstall, string[]? waivers = null) => HuaweiStepFixture.Target("stopped", new OperationOptions
    {
        Kind = kind,
        ImageId = kind == OperationKind.SystemDiskSwitch ? SampleNetwork.Ubuntu : null,
        IgnoredRequirements = waivers ?? [],
    });

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.RebuildSystemDisk)!;
}
