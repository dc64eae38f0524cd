using System.Security;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Tests.Http;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiRebuildTests
{
    private static readonly ResourceOrigin Origin = new(EcsCloud.OpenTelekom, "test", SampleNetwork.Project, "eu-de");

    [Theory]
    [InlineData("ecs.reinstall.v2.keypair", EcsCloud.OpenTelekom)]
    [InlineData("ecs.reinstall.v2.keypair-byol", EcsCloud.OpenTelekom)]
    [InlineData("ecs.reinstall.v2.password", EcsCloud.Huawei)]
    [InlineData("ecs.reinstall.v1.password", EcsCloud.Huawei)]
    [InlineData("ecs.reinstall.v2.userdata", EcsCloud.Huawei)]
    [InlineData("ecs.change-os.v2.keypair", EcsCloud.OpenTelekom)]
    [InlineData("ecs.change-os.v1.password", EcsCloud.Huawei)]
    public async Task Requests_are_sent_as_the_samples_have_them(string name, EcsCloud cloud)
    {
        Sample sample = Sample.Load(name);
        SampleNetwork network = Network().Answer("POST", sample.Path, r =>
        {
            HttpResponseMessage response = sample.ToResponse();
            response.Headers.Add("X-Request-Id", "req-1");
            return response;
        });
        JToken body = ((JObject)sample.RequestBody!).Properties().Single().Value;
        string path = sample.Path;
        StepTarget target = Target(
            path.EndsWith("changeos") ? OperationKind.SystemDiskSwitch : OperationKind.OsReinstall,
            (string?)body["keyname"],
            (string?)body["adminpass"],
            (string?)body["imageid"],
            body["metadata"]?["BYOL"] is null ? null : LicenseKind.Byol,
            body["metadata"]?["user_data"] is { } data ? Encoding.UTF8.GetString(Convert.FromBase64String((string)data!)) : null);
        bool hasLogin = (body["keyname"] ?? body["adminpass"]) is not null;
        target = target with { Instance = target.Instance with { Id = path.Split('/')[4], KeyPairName = hasLogin ? target.Instance.KeyPairName : null } };
        if (path.StartsWith("/v1/"))
        {
            network.Answer("GET", "/v2/cloudimages", r => Images(r.Query["id"], i => i["__support_fc_inject"] = "true"));
        }

        using HuaweiCloud opened = network.OpenByKey(cloud);
        StepHandle handle = await opened.FindStep(StepKind.RebuildSystemDisk)!.SendAsync(target, TestContext.Current.CancellationToken);

        Assert.Single(network.Writes).AssertIs(sample);
        Assert.Equal(((string?)sample.Body!["job_id"], "req-1"), (handle.JobId, handle.RequestId));
    }

    [Fact]
    public async Task Open_Telekom_never_gets_a_password()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target(OperationKind.OsReinstall, null, "Made-Up.Pass1");

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(target, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.RequirementFailed, error.ErrorId);
        Assert.Empty(network.Writes);
    }

    [Fact]
    public async Task A_key_pair_or_image_that_is_gone_stops_it_before_it_is_sent()
    {
        SampleNetwork network = Network().Answer("GET", "/os-keypairs/kp-ecstools", Sample.Load("error.404.nova"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        EcsException key = await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(Target(), TestContext.Current.CancellationToken));
        network.Answer("GET", "/v2/cloudimages", Sample.Load("ims.images.none"));
        EcsException image = await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(Target(), TestContext.Current.CancellationToken));

        Assert.Equal((EcsErrorId.RequirementFailed, EcsErrorId.ImageNotSuitable), (key.ErrorId, image.ErrorId));
        Assert.Empty(network.Writes);
    }

    [Theory]
    [InlineData(500, "", EcsErrorId.OutcomeUnknown)]
    [InlineData(200, "{}", EcsErrorId.OutcomeUnknown)]
    [InlineData(200, "<html>", EcsErrorId.OutcomeUnknown)]
    [InlineData(400, """{"error":{"code":"Ecs.0100","message":"no"}}""", EcsErrorId.IncorrectState)]
    public async Task It_is_sent_once_whatever_comes_back(int status, string body, string id)
    {
        SampleNetwork network = Network().Answer("POST", "/reinstallos", _ => SampleNetwork.Json(status, body));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(Target(), TestContext.Current.CancellationToken));

        Assert.Equal(id, error.ErrorId);
        Assert.Single(network.Writes);
    }

    [Fact]
    public async Task An_order_without_a_job_is_an_accepted_order()
    {
        SampleNetwork network = Network().Answer("POST", "/reinstallos", _ => SampleNetwork.Json(200, """{"order_id":"CS1"}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepHandle handle = await Step(cloud).SendAsync(Target(), TestContext.Current.CancellationToken);

        Assert.Equal((null, "CS1"), (handle.JobId, handle.Facts[StepFactKeys.OrderId]));
    }

    [Fact]
    public async Task A_server_that_fits_passes_every_requirement()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        StepPreview preview = (await Step(cloud).PreviewAsync([Target()], TestContext.Current.CancellationToken))[0];

        Assert.Equal(
            ["State", "Busy", "Lock", "SystemDisk", "DiskQuota", "ServerQuota", "Image", "Size", "Login", "License", "Attempts"], preview.Requirements.Select(r => r.Id));
        Assert.All(preview.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
        Assert.Equal((SampleNetwork.OldDisk, SampleNetwork.Ubuntu, "Stopped"), (preview.Facts[StepFactKeys.SystemDiskId], preview.Facts[StepFactKeys.ImageId], preview.Facts[StepFactKeys.Status]));
        Assert.Contains(preview.Losses, l => l.Contains(SampleNetwork.OldDisk));
        Assert.Empty(network.Writes);
    }

    [Fact]
    public async Task Plans_of_many_servers_take_few_calls()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        await Step(cloud).PreviewAsync([.. Enumerable.Range(0, 50).Select(_ => Target())], TestContext.Current.CancellationToken);

        Assert.Equal(6, network.Requests.Count);
        RecordedRequest quota = network.Requests.Single(r => r.Path.Contains("os-quota-sets"));
        quota.AssertIs(Sample.Load("evs.quota"));
        network.Requests.Single(r => r.Path == "/v2/cloudimages").AssertIs(Sample.Load("ims.images.by-id"));
        network.Requests.Single(r => r.Path.Contains("os-keypairs")).AssertIs(Sample.Load("ecs.keypairs.show"));
    }

    [Theory]
    [InlineData("running", EcsRequirementId.State)]
    [InlineData("stopping", EcsRequirementId.Busy)]
    [InlineData("prepaid-locked", EcsRequirementId.Lock)]
    [InlineData("h2", EcsRequirementId.Size)]
    [InlineData("deh-rhel", EcsRequirementId.License)]
    [InlineData("windows", EcsRequirementId.License)]
    public async Task Servers_that_do_not_fit_fail_the_requirement(string sample, string id)
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target() with { Instance = Server(sample) };

        Assert.Equal(EcsRequirementOutcome.Failed, await CheckAsync(cloud, target, id));
    }

    [Fact]
    public async Task A_missing_system_disk_fails_and_one_the_list_does_not_tell_is_asked_for()
    {
        SampleNetwork network = Network().Answer("GET", "/block_device", Sample.Load("ecs.block-device").With(b => b["volumeAttachments"]![0]!.Remove()));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target() with { Instance = Server("during-reinstall") };

        Assert.Equal(EcsRequirementOutcome.Failed, await CheckAsync(cloud, target, EcsRequirementId.SystemDisk));
        network.Replay("ecs.block-device");
        Assert.Equal(EcsRequirementOutcome.Passed, await CheckAsync(cloud, target, EcsRequirementId.SystemDisk));
    }

    [Theory]
    [InlineData("evs.quota", EcsRequirementOutcome.Passed)]
    [InlineData("evs.quota.exhausted", EcsRequirementOutcome.Failed)]
    [InlineData("evs.quota.type-exhausted", EcsRequirementOutcome.Failed)]
    [InlineData("error.403.Pdp.0001", EcsRequirementOutcome.Unknown)]
    public async Task The_disk_quota_is_counted(string sample, EcsRequirementOutcome outcome)
    {
        SampleNetwork network = Network().Answer("GET", "/os-quota-sets/" + SampleNetwork.Project, Sample.Load(sample));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(outcome, await CheckAsync(cloud, Target(), EcsRequirementId.DiskQuota));
    }

    [Theory]
    [InlineData("status", "saving", EcsCloud.Huawei, EcsRequirementOutcome.Failed)]
    [InlineData("__isregistered", "false", EcsCloud.Huawei, EcsRequirementOutcome.Failed)]
    [InlineData("__isregistered", null, EcsCloud.Huawei, EcsRequirementOutcome.Unknown)]
    [InlineData("__is_offshelved", "true", EcsCloud.Huawei, EcsRequirementOutcome.Failed)]
    [InlineData("visibility", "private", EcsCloud.Huawei, EcsRequirementOutcome.Failed)]
    [InlineData("member_status", "pending", EcsCloud.Huawei, EcsRequirementOutcome.Failed)]
    [InlineData("virtual_env_type", "Ironic", EcsCloud.Huawei, EcsRequirementOutcome.Failed)]
    [InlineData("__support_fc_inject", "true", EcsCloud.Huawei, EcsRequirementOutcome.Passed)]
    [InlineData("__support_fc_inject", "true", EcsCloud.OpenTelekom, EcsRequirementOutcome.Failed)]
    public async Task Images_are_checked(string property, string? value, EcsCloud cloud, EcsRequirementOutcome outcome)
    {
        SampleNetwork network = Network().Answer("GET", "/v2/cloudimages", r => Images(r.Query["id"], i => i[property] = value));
        using HuaweiCloud opened = network.OpenByKey(cloud);

        Assert.Equal(outcome, await CheckAsync(opened, Target(), EcsRequirementId.Image));
    }

    [Fact]
    public async Task An_image_that_is_gone_fails()
    {
        SampleNetwork network = Network().Answer("GET", "/v2/cloudimages", Sample.Load("ims.images.none"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(EcsRequirementOutcome.Failed, await CheckAsync(cloud, Target(), EcsRequirementId.Image));
    }

    [Theory]
    [InlineData(EcsCloud.OpenTelekom, "Made-Up.Pass1", EcsRequirementOutcome.Failed)]
    [InlineData(EcsCloud.Huawei, "Made-Up.Pass1", EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.Huawei, "short-1", EcsRequirementOutcome.Failed)]
    [InlineData(EcsCloud.Huawei, "onlylowercase", EcsRequirementOutcome.Failed)]
    [InlineData(EcsCloud.Huawei, "Has Blank-123", EcsRequirementOutcome.Failed)]
    [InlineData(EcsCloud.Huawei, "My-Root-1234", EcsRequirementOutcome.Failed)]
    public async Task Passwords_are_checked_and_not_told(EcsCloud cloud, string password, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud opened = Network().OpenByKey(cloud);
        StepPreview preview = (await Step(opened).PreviewAsync([Target(OperationKind.OsReinstall, null, password)], TestContext.Current.CancellationToken))[0];

        Assert.Equal(outcome, preview.Requirements.Single(r => r.Id == EcsRequirementId.Login).Outcome);
        Assert.All(preview.Requirements, r => Assert.DoesNotContain(password, r.Detail));
    }

    [Fact]
    public async Task Without_any_login_it_is_refused()
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target();

        Assert.Equal(EcsRequirementOutcome.Failed, await CheckAsync(cloud, target with { Instance = target.Instance with { KeyPairName = null } }, EcsRequirementId.Login));
        Assert.Equal(EcsRequirementOutcome.Failed, await CheckAsync(cloud, Target(OperationKind.OsReinstall, "someone-elses"), EcsRequirementId.Login));
    }

    // Whoever gives a password hears that the user data may set another one.
    [Theory]
    [InlineData(EcsCloud.Huawei, null, null, EcsRequirementOutcome.Warning)]
    [InlineData(EcsCloud.Huawei, null, "Made-Up.Pass1", EcsRequirementOutcome.Warning)]
    [InlineData(EcsCloud.Huawei, "kp-ecstools", null, EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.OpenTelekom, "kp-ecstools", null, EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.OpenTelekom, null, null, EcsRequirementOutcome.Failed)]
    public async Task User_data_may_bring_the_login_on_Huawei_alone(EcsCloud cloud, string? keyPair, string? password, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud opened = Network().OpenByKey(cloud);
        StepTarget target = Target(keyPair: keyPair, password: password, userData: "#cloud-config");

        Assert.Equal(outcome, await CheckAsync(opened, target with { Instance = target.Instance with { KeyPairName = null } }, EcsRequirementId.Login));
    }

    [Theory]
    [InlineData("#!/bin/sh\ntrue\n", 1, null, EcsRequirementOutcome.Passed)]
    [InlineData("#!/bin/sh\r\ntrue\r\n", 1, null, EcsRequirementOutcome.Warning)]
    [InlineData("#!/bin\n\n", 4096, null, EcsRequirementOutcome.Passed)]
    [InlineData("#!/bin\n\n", 4097, null, EcsRequirementOutcome.Failed)]
    [InlineData("packages: [nginx]\n", 1, null, EcsRequirementOutcome.Failed)]
    [InlineData("<powershell>hostname</powershell>\n", 1, null, EcsRequirementOutcome.Failed)]
    [InlineData("#!/bin/sh\n", 1, "true", EcsRequirementOutcome.Failed)]
    public async Task User_data_is_checked(string text, int times, string? lacksInjection, EcsRequirementOutcome outcome)
    {
        SampleNetwork network = Network().Answer("GET", "/v2/cloudimages", r => Images(r.Query["id"], i => i["__support_fc_inject"] = lacksInjection));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, await CheckAsync(cloud, Target(userData: string.Concat(Enumerable.Repeat(text, times))), EcsRequirementId.UserData));
    }

    [Theory]
    [InlineData(null, EcsRequirementOutcome.Failed)]
    [InlineData(LicenseKind.System, EcsRequirementOutcome.Passed)]
    [InlineData(LicenseKind.Byol, EcsRequirementOutcome.Passed)]
    public async Task A_billed_system_needs_a_licence(LicenseKind? license, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target(license: license);

        Assert.Equal(outcome, await CheckAsync(cloud, target with { Instance = Server("deh-rhel") }, EcsRequirementId.License));
    }

    [Fact]
    public async Task An_own_windows_licence_needs_a_dedicated_host()
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target(license: LicenseKind.Byol);

        Assert.Equal(EcsRequirementOutcome.Failed, await CheckAsync(cloud, target with { Instance = Server("windows") }, EcsRequirementId.License));
        Assert.Equal(EcsRequirementOutcome.Passed, await CheckAsync(cloud, target with { Instance = Server("windows") with { IsOnDedicatedHost = true } }, EcsRequirementId.License));
    }

    private static async Task<EcsRequirementOutcome> CheckAsync(HuaweiCloud cloud, StepTarget target, string id) =>
        (await Step(cloud).PreviewAsync([target], TestContext.Current.CancellationToken))[0].Requirements.Single(r => r.Id == id).Outcome;

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.RebuildSystemDisk)!;

    private static StepTarget Target(
        OperationKind kind = OperationKind.OsReinstall, string? keyPair = null, string? password = null, string? imageId = null, LicenseKind? license = null, string? userData = null)
    {
        SecureString? secure = password?.Aggregate(new SecureString(), (s, c) =>
        {
            s.AppendChar(c);
            return s;
        });
        return new StepTarget(Server("stopped"), new OperationOptions
        {
            Kind = kind,
            ImageId = imageId,
            License = license,
            UserData = userData is null ? null : new UserData(userData),
            Login = new LoginOptions { KeyPairName = keyPair, Password = secure },
        });
    }

    private static EcsInstance Server(string name) => HuaweiServerReader.Read(((JObject)Sample.Load("ecs.server.show." + name).Body!["server"]!).AsRow(), Origin)!;

    internal static SampleNetwork Network() => new SampleNetwork()
        .Replay("evs.quota", "ecs.limits", "ecs.keypairs.show", "ecs.block-device", "ecs.flavors")
        .Answer("GET", "/cloudvolumes/detail", Sample.Load("evs.volumes.detail"))
        .Answer("GET", "/os-keypairs/kp-ecstools-2", Sample.Load("ecs.keypairs.show").With(b => b["keypair"]!["name"] = "kp-ecstools-2"))
        .Answer("GET", "/os-keypairs/someone-elses", Sample.Load("error.404.nova"))
        .Answer("GET", "/v2/cloudimages", r => Images(r.Query["id"], _ => { }));

    internal static HttpResponseMessage Images(string id, Action<JObject> change)
    {
        IEnumerable<JToken> known = new[] { "ims.images.public-linux", "ims.images.windows", "ims.images.by-id" }
            .SelectMany(n => Sample.Load(n).Body!["images"]!).Append(Sample.Load("ims.image.show.private").Body!);
        JObject? image = (JObject?)known.FirstOrDefault(i => (string?)i["id"] == id)?.DeepClone();
        if (image is not null)
        {
            change(image);
        }

        return SampleNetwork.Json(200, new JObject { ["images"] = image is null ? new JArray() : new JArray(image) }.ToString());
    }
}
