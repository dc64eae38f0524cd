using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;
using EcsTools.Core.Tests.Http;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>Facts that real answers of Huawei Cloud have shown, or its contract tells, each in an answer of our own.</summary>
public sealed class HuaweiFactTests
{
    private static readonly ResourceOrigin Origin = new(EcsCloud.Huawei, "test", SampleNetwork.Project, "cn-north-4");

    [Fact]
    public void Read_AddressesAndGroups_AreRead()
    {
        EcsInstance server = Read(
            """
            {"addresses": {"vpc-1": [{"version": "4", "addr": "10.0.0.1", "OS-EXT-IPS:type": "fixed"}, {"version": "6", "addr": "fd00::1", "OS-EXT-IPS:type": "fixed"}]},
             "security_groups": [{"id": "g-1", "name": "default"}, {"id": "g-2", "name": "default"}, {"id": "g-1", "name": "default"}],
             "OS-EXT-SRV-ATTR:hostname": "web-01.internal", "enterprise_project_id": "0", "auto_terminate_time": "2026-12-31T23:59:59Z", "updated": "2026-11-30T08:00:00Z",
             "os-extended-volumes:volumes_attached": [{"id": "v-1", "bootIndex": "0"}, {"id": "v-2"}]}
            """);

        Assert.Equal(["fd00::1"], server.Ipv6Addresses!);
        Assert.Equal(["g-1", "g-2"], server.SecurityGroupIds!);
        Assert.Equal(["default"], server.SecurityGroupNames!);
        Assert.Equal(["v-1", "v-2"], server.DiskIds!);
        Assert.Equal(("web-01.internal", "0"), (server.HostName, server.EnterpriseProjectId));
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero), server.AutoReleaseTime);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), server.UpdatedAt);
    }

    [Fact]
    public void Read_FieldsLeftOut_AreNotTold()
    {
        EcsInstance server = Read("{}");

        Assert.Equal((null, null, null, null), (server.Ipv6Addresses, server.SecurityGroupIds, server.SecurityGroupNames, server.DiskIds));
        Assert.Equal((null, null, null, null, null), (server.HostName, server.EnterpriseProjectId, server.AutoReleaseTime, server.UpdatedAt, server.SystemTags));
        Assert.Equal((null, null), (server.GpuCount, server.GpuModel));
        Assert.Empty(server.Tags);
    }

    [Fact]
    public void Read_SystemTags_AreToldApart()
    {
        EcsInstance server = Read("""{"tags": ["env=prod", "_sys_type"], "sys_tags": [{"key": "_sys_enterprise_project_id", "value": "0"}]}""");

        Assert.Equal(new Dictionary<string, string> { ["env"] = "prod", ["_sys_type"] = "" }, server.Tags);
        Assert.Equal(new Dictionary<string, string> { ["_sys_type"] = "", ["_sys_enterprise_project_id"] = "0" }, server.SystemTags);
    }

    [Theory]
    [InlineData("""{"flavor": {"gpus": []}}""", 0, null)]
    [InlineData("""{"flavor": {"gpus": [{"name": "T4", "count": 2}, {"name": "T4"}]}}""", 3, "T4")]
    [InlineData("""{"flavor": {"gpus": [{"count": 2147483647}, {"count": 2147483647}]}}""", int.MaxValue, null)]
    public void Read_Gpus_AreCounted(string fields, int count, string? model)
    {
        EcsInstance server = Read(fields);

        Assert.Equal((count, model), (server.GpuCount, server.GpuModel));
    }

    [Theory]
    [InlineData("null", EcsInstanceStatus.Error)]
    [InlineData("\"2026-11-29T12:00:00.000000\"", EcsInstanceStatus.ReinstallFailed)]
    public void Read_ErrorWithoutDisk_IsAFailedReinstallationOnlyOfAServerThatWasLaunched(string launched, EcsInstanceStatus status) => Assert.Equal(
        status,
        Read($$$"""{"status": "ERROR", "OS-SRV-USG:launched_at": {{{launched}}}, "os-extended-volumes:volumes_attached": [], "fault": {"message": "No valid host"}}""").Status);

    [Theory]
    [InlineData("""{"error": {"code": "Ecs.0614", "message": "no"}}""")]
    [InlineData("""{"itemNotFound": {"code": 404, "message": "no"}}""")]
    [InlineData("""{"error": {"code": "Ecs.9999", "message": "no"}}""")]
    [InlineData("{}")]
    public async Task FindInstancesAsync_404OfTheService_IsGone(string body)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", SampleNetwork.Web01, _ => SampleNetwork.Json(404, body));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Empty(await cloud.FindInstancesAsync([SampleNetwork.Web01], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"error_code": "APIGW.0101", "error_msg": "The API does not exist"}""")]
    [InlineData("""{"error_code": "APIG.0101", "error_msg": "The API does not exist"}""")]
    [InlineData("""{"error_code": "APIGW.9999", "error_msg": "A code that nobody has listed"}""")]
    [InlineData("<html>not here</html>")]
    [InlineData("")]
    public async Task FindInstancesAsync_404OfTheGateway_IsNoProof(string body)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", SampleNetwork.Web01, _ => SampleNetwork.Json(404, body));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        await Assert.ThrowsAsync<EcsException>(() => cloud.FindInstancesAsync([SampleNetwork.Web01], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(400, "Common.0011")]
    [InlineData(404, "Common.0011")]
    [InlineData(404, "Ecs.9999")]
    public async Task FindAsync_JobThatTheServiceDoesNotKnow_IsNone(int status, string code) =>
        Assert.Null(await new HuaweiJobsClient(new OneAnswer(status, $$"""{"error_code": "{{code}}"}""")).FindAsync("j-1", ApiService.Compute, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("""{"error_code": "APIGW.0101"}""")]
    [InlineData("""{"error_code": "APIGW.9999"}""")]
    [InlineData("<html>not here</html>")]
    public async Task FindAsync_JobAndA404OfTheGateway_IsNoProof(string body) => Assert.Equal(
        404,
        (await Assert.ThrowsAsync<EcsException>(
            () => new HuaweiJobsClient(new OneAnswer(404, body)).FindAsync("j-1", ApiService.Compute, TestContext.Current.CancellationToken))).HttpStatus);

    [Fact]
    public async Task ListImagesAsync_TagsAndProject_AreRead()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/cloudimages", _ => SampleNetwork.Json(
            200, """{"images": [{"id": "i-1", "__isregistered": "True", "tags": ["env=prod"], "enterprise_project_id": "0", "__system__cmkid": "k-1"}, {"id": "i-2"}]}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        IReadOnlyList<EcsImage> images = (await cloud.Inventory.ListImagesAsync(new(), null, TestContext.Current.CancellationToken)).Items;

        Assert.Equal(new Dictionary<string, string> { ["env"] = "prod" }, images[0].Tags);
        Assert.Equal(("0", "k-1"), (images[0].EnterpriseProjectId, images[0].EncryptionKeyId));
        Assert.Null(images[1].Tags);
    }

    [Theory]
    [InlineData("""{"encrypted": false, "metadata": {"__system__encrypted": "1", "__system__cmkid": "k-1"}}""", true, "k-1")]
    [InlineData("""{"encrypted": true, "metadata": {"__system__encrypted": "0", "__system__cmkid": "k-1"}}""", false, null)]
    [InlineData("""{"encrypted": true, "metadata": {}}""", true, null)]
    [InlineData("""{"encrypted": "False", "metadata": {}}""", false, null)]
    [InlineData("{}", null, null)]
    public async Task ListDisksAsync_Encryption_IsWhatTheMetadataTell(string fields, bool? isEncrypted, string? key)
    {
        EcsDisk disk = await FindDiskAsync(fields);

        Assert.Equal((isEncrypted, key), (disk.IsEncrypted, disk.EncryptionKeyId));
    }

    [Fact]
    public async Task ListDisksAsync_Disk_IsReadWhole()
    {
        EcsDisk disk = await FindDiskAsync(
            """
            {"availability_zone": "z-1", "tags": {"env": "prod"}, "enterprise_project_id": "0", "bootable": "False", "updated_at": "2026-11-30T08:00:00.123456",
             "attachments": [{"server_id": "s-1", "device": "/dev/vdb"}, {"server_id": "s-2", "device": "/dev/vdc"}]}
            """);

        Assert.Equal(("z-1", "prod", "0"), (disk.Zone, disk.Tags!["env"], disk.EnterpriseProjectId));
        Assert.Equal(["s-1", "s-2"], disk.InstanceIds!);
        Assert.NotNull(disk.UpdatedAt);
    }

    // What a release deletes is looked for by server.
    [Fact]
    public async Task ListAttachedAsync_DiskOfTwoServers_BelongsToBoth()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/cloudvolumes/detail", _ => SampleNetwork.Json(
            200, """{"volumes": [{"id": "v-1", "attachments": [{"server_id": "s-1", "device": "/dev/vdb"}, {"server_id": "s-2", "device": "/dev/vdc"}]}]}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepTarget[] targets = [.. new[] { "s-1", "s-2" }.Select(id => new StepTarget(new EcsInstance { Id = id }, new OperationOptions { DeleteDataDisks = true }))];

        IReadOnlyList<StepPreview> previews = await cloud.FindStep(StepKind.Release)!.PreviewAsync(targets, TestContext.Current.CancellationToken);

        Assert.All(previews, p => Assert.Equal("v-1", p.Facts[ApiFact.DataDiskIds]));
    }

    private static async Task<EcsDisk> FindDiskAsync(string fields)
    {
        JObject volume = JsonParser.ParseObject(fields);
        volume["id"] = "v-1";
        SampleNetwork network = new SampleNetwork().Answer("GET", "/cloudvolumes/detail", _ => SampleNetwork.Json(200, new JObject { ["volumes"] = new JArray(volume) }.ToString()));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        return Assert.Single((await cloud.Inventory.ListDisksAsync(new(), null, TestContext.Current.CancellationToken)).Items);
    }

    private static EcsInstance Read(string fields)
    {
        JObject server = new() { ["id"] = "s-1", ["name"] = "web-01", ["status"] = "ACTIVE" };
        server.Merge(JsonParser.ParseObject(fields));
        foreach (JProperty none in JsonParser.ParseObject(fields).Properties().Where(p => p.Value.Type == JTokenType.Null))
        {
            server[none.Name] = JValue.CreateNull();
        }

        return HuaweiServerReader.Read(server.AsRow(), Origin)!;
    }

    private sealed class OneAnswer(int status, string body) : IOpenStackApi
    {
        public TimeProvider Wall => TimeProvider.System;

        public Task<ResourceOrigin> GetOriginAsync(CancellationToken cancellation) => Task.FromResult(Origin);

        public Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation)
        {
            CloudRequest call = new(request.Operation, request.Method, new Uri("https://ecs.example.com/"), request.Safety);
            CloudResponse answer = new(status, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>());
            return HuaweiErrorMapper.Judge(call, answer) is { } error ? Task.FromException<ApiReply>(error) : Task.FromResult(new ApiReply(call, answer, null));
        }
    }
}
