using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Contracts;
using EcsTools.Core.Tests.Recorded;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Facts that real answers of OpenStack clouds have shown, each in an answer of our own.</summary>
public sealed class OpenStackFactTests
{
    private const string Servers = "/v2.1/servers/detail";

    private const string Whole =
        """
        {"servers": [{"id": "s-1", "name": "web-01", "status": "ACTIVE", "image": {"id": "i-1"}, "flavor": {"id": "m1.small 2"},
          "addresses": {"net-a": [{"version": 4, "addr": "10.0.0.1"}, {"version": 6, "addr": "fd00::1"}], "net-b": [{"version": 6, "addr": "fd00::2"}]},
          "security_groups": [{"name": "default"}, {"name": "web"}, {"name": "default"}], "OS-EXT-SRV-ATTR:hostname": "web-01.internal",
          "updated": "2026-11-30T08:00:00Z", "os-extended-volumes:volumes_attached": [{"id": "v-1"}]}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProveAsync_TokenOfTheYear9999_IsTaken()
    {
        (NovaCloud cloud, _) = RecordedOpenStack.Open([RecordedOpenStack.LoginTo("p-1", "9999-12-31T23:59:59.999999Z")]);
        using (cloud)
        {
            Assert.Equal("p-1", (await cloud.ProveAsync(Token)).AccountId);
        }
    }

    [Theory]
    [InlineData(403, """{"forbidden": {"code": 403, "message": "no"}}""")]
    [InlineData(404, """{"error": {"code": 404, "message": "no"}}""")]
    [InlineData(302, "")]
    [InlineData(200, "<html>Log in here</html>")]
    [InlineData(405, "{}")]
    public async Task ListInstancesAsync_VersionDocumentClosed_RootIsAsked(int status, string body)
    {
        (NovaCloud cloud, RecordedNetwork network) = RecordedOpenStack.Open(
        [
            RecordedOpenStack.Get("/v2.1/", body, status),
            RecordedOpenStack.Get("/", """{"versions": [{"id": "v2.0"}, {"id": "v2.1", "version": "2.60", "min_version": "2.1"}]}""", 300),
        ]);
        using (cloud)
        {
            await cloud.ListInstancesAsync(new(), null, Token);
        }

        Assert.Equal(["compute 2.60"], network.Requests.Single(r => r.RequestUri!.AbsolutePath == Servers).Headers.GetValues("OpenStack-API-Version"));
    }

    [Theory]
    [InlineData(403, "{}")]
    [InlineData(200, "<html>Welcome</html>")]
    public async Task ListInstancesAsync_NoVersionDocumentAtAll_FirstVersionIsSpoken(int status, string body)
    {
        (NovaCloud cloud, RecordedNetwork network) = RecordedOpenStack.Open([RecordedOpenStack.Get("/v2.1/", body, status), RecordedOpenStack.Get("/", body, status)]);
        using (cloud)
        {
            await cloud.ListInstancesAsync(new(), null, Token);
        }

        Assert.False(network.Requests.Single(r => r.RequestUri!.AbsolutePath == Servers).Headers.Contains("OpenStack-API-Version"));
    }

    [Fact]
    public async Task ListInstancesAsync_AddressesAndGroups_AreRead()
    {
        EcsInstance server = Assert.Single(await ListAsync(RecordedOpenStack.Get(Servers, Whole)));

        Assert.Equal(["fd00::1", "fd00::2"], server.Ipv6Addresses!);
        Assert.Equal(["default", "web"], server.SecurityGroupNames!);
        Assert.Equal(("web-01.internal", new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero)), (server.HostName, server.UpdatedAt!.Value));
        Assert.Equal(["v-1"], server.DiskIds!);
    }

    [Fact]
    public async Task ListInstancesAsync_FieldsLeftOut_AreNotTold()
    {
        EcsInstance server = Assert.Single(await ListAsync(RecordedOpenStack.Get(Servers, """{"servers": [{"id": "s-1", "status": "ACTIVE"}]}""")));

        Assert.Equal((null, null, null, null), (server.Ipv6Addresses, server.SecurityGroupNames, server.SecurityGroupIds, server.DiskIds));
        Assert.Equal((null, null, null), (server.HostName, server.UpdatedAt, server.SystemTags));
    }

    [Fact]
    public async Task ListInstancesAsync_AddressesWithoutIpv6_AreNone()
    {
        EcsInstance server = Assert.Single(await ListAsync(RecordedOpenStack.Get(Servers, """{"servers": [{"id": "s-1", "status": "ACTIVE", "addresses": {}, "security_groups": []}]}""")));

        Assert.Empty(server.Ipv6Addresses!);
        Assert.Empty(server.SecurityGroupNames!);
    }

    // A cloud that speaks 2.60 may still answer as one before 2.47.
    [Fact]
    public async Task ListInstancesAsync_SizeByIdOnly_IsNamedWhateverVersionWasAgreed()
    {
        EcsInstance server = Assert.Single(await ListAsync(
            RecordedOpenStack.Get("/v2.1/", """{"version": {"id": "v2.1", "version": "2.60", "min_version": "2.1"}}"""),
            RecordedOpenStack.Get(Servers, Whole),
            RecordedOpenStack.Get("/v2.1/flavors/detail", """{"flavors": [{"id": "m1.small 2", "name": "small", "vcpus": 1, "ram": 2048}]}""")));

        Assert.Equal(("small", 1, 2048), (server.Size, server.Vcpu, server.MemoryMiB));
    }

    [Fact]
    public async Task ListInstancesAsync_SizesMayNotBeListed_EachIsAskedFor()
    {
        EcsInstance server = Assert.Single(await ListAsync(
            RecordedOpenStack.Get(Servers, Whole),
            RecordedOpenStack.Get("/v2.1/flavors/detail", """{"forbidden": {"code": 403, "message": "no"}}""", 403),
            RecordedOpenStack.Get("/v2.1/flavors/m1.small%202", """{"flavor": {"id": "m1.small 2", "name": "small", "vcpus": 1, "ram": 2048}}""")));

        Assert.Equal(("small", 1, 2048), (server.Size, server.Vcpu, server.MemoryMiB));
    }

    // No list shows a community image or a hidden one. Unless its system is known, the old password of a Windows server would be kept.
    [Fact]
    public async Task ListInstancesAsync_ImageInNoList_IsAskedForByItsId()
    {
        EcsInstance server = Assert.Single(await ListAsync(
            RecordedOpenStack.Get(Servers, Whole),
            RecordedOpenStack.Get("/v2/images", """{"images": []}"""),
            RecordedOpenStack.Get("/v2/images/i-1", """{"id": "i-1", "name": "Windows 2022", "os_type": "windows", "visibility": "community", "status": "active"}""")));

        Assert.Equal((EcsOsType.Windows, "Windows 2022"), (server.OsType, server.OsName));
    }

    [Fact]
    public async Task ListInstancesAsync_ImageThatIsGone_IsAskedForOnce()
    {
        (NovaCloud cloud, RecordedNetwork network) = RecordedOpenStack.Open([RecordedOpenStack.Get(Servers, Whole), RecordedOpenStack.Get("/v2/images", """{"images": []}""")]);
        using (cloud)
        {
            await cloud.ListInstancesAsync(new(), null, Token);
            EcsInstance server = Assert.Single((await cloud.ListInstancesAsync(new(), null, Token)).Items);
            Assert.Equal(EcsOsType.Unknown, server.OsType);
        }

        Assert.Single(network.Requests, r => r.RequestUri!.AbsolutePath == "/v2/images/i-1");
    }

    [Fact]
    public async Task FindInstancesAsync_404OfTheService_IsGone()
    {
        (NovaCloud cloud, _) = RecordedOpenStack.Open([RecordedOpenStack.Get("/v2.1/servers/s-1", """{"itemNotFound": {"code": 404, "message": "no"}}""", 404)]);
        using (cloud)
        {
            Assert.Empty(await cloud.FindInstancesAsync(["s-1"], Token));
        }
    }

    [Theory]
    [InlineData("SOFT_DELETED", true)]
    [InlineData("DELETED", false)]
    public async Task ObserveAsync_ReleasedServer_WarnsWhileItIsKept(string status, bool isKept)
    {
        (NovaCloud cloud, _) = RecordedOpenStack.Open([RecordedOpenStack.Get("/v2.1/servers/s-1", $$$"""{"server": {"id": "s-1", "name": "web-01", "status": "{{{status}}}"}}""")]);
        using (cloud)
        {
            SentStep sent = new(new StepTarget(new EcsInstance { Id = "s-1" }, new OperationOptions { Kind = OperationKind.Release }), new StepHandle());

            StepObservation seen = await cloud.FindStep(StepKind.Release)!.ObserveAsync([sent], Token)[0];

            Assert.Equal((ObservedState.TookEffect, isKept), (seen.State, seen.Warning is not null));
        }
    }

    [Theory]
    [InlineData("<html>404 Not Found</html>")]
    [InlineData("""{"message": "no Route matched with those values"}""")]
    [InlineData("")]
    public async Task FindInstancesAsync_404OfAProxy_IsNoProof(string body)
    {
        (NovaCloud cloud, _) = RecordedOpenStack.Open([RecordedOpenStack.Get("/v2.1/servers/s-1", body, 404)]);
        using (cloud)
        {
            Assert.Equal(EcsErrorId.NotFound, (await Assert.ThrowsAsync<EcsException>(() => cloud.FindInstancesAsync(["s-1"], Token))).ErrorId);
        }
    }

    [Fact]
    public async Task ListImagesAsync_TagsOfImages_AreNamesWithoutValues()
    {
        (NovaCloud cloud, _) = RecordedOpenStack.Open(
            [RecordedOpenStack.Get("/v2/images", """{"images": [{"id": "i-1", "tags": ["golden", "env=prod"], "updated_at": "2026-11-30T08:00:00Z"}, {"id": "i-2"}]}""")]);
        using (cloud)
        {
            IReadOnlyList<EcsImage> images = (await cloud.Inventory.ListImagesAsync(new(), null, Token)).Items;

            Assert.Equal(new Dictionary<string, string> { ["golden"] = "", ["env"] = "prod" }, images[0].Tags);
            Assert.NotNull(images[0].UpdatedAt);
            Assert.Null(images[1].Tags);
        }
    }

    private const string Shared =
        """
        {"volume": {"id": "v-1", "status": "in-use", "size": 10, "bootable": "false", "availability_zone": "nova", "encrypted": true, "metadata": {"env": "prod"},
          "multiattach": true, "updated_at": "2026-11-30T08:00:00.000000",
          "attachments": [{"server_id": "s-1", "device": "/dev/vdb", "attached_at": "2026-11-30T07:00:00.000000"}, {"server_id": "s-2", "device": "/dev/vdc"}]}}
        """;

    [Fact]
    public async Task ListDisksAsync_VolumeOfTwoServers_NamesBoth()
    {
        EcsDisk disk = await FindDiskAsync(new() { Ids = ["v-1"] }, RecordedOpenStack.Get("/v3/p-1/volumes/v-1", Shared));

        Assert.Equal(["s-1", "s-2"], disk.InstanceIds!);
        Assert.Equal(("nova", true, null, "prod"), (disk.Zone, disk.IsEncrypted!.Value, disk.EncryptionKeyId, disk.Tags!["env"]));
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 7, 0, 0, TimeSpan.Zero), disk.AttachedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), disk.UpdatedAt);
    }

    [Fact]
    public async Task ListDisksAsync_VolumeOfTwoServers_IsAttachedAsToTheOneAskedFor()
    {
        EcsDisk disk = await FindDiskAsync(
            new() { InstanceId = "s-2" },
            RecordedOpenStack.Get("/v2.1/servers/s-2", """{"server": {"id": "s-2", "image": "", "os-extended-volumes:volumes_attached": [{"id": "v-1"}]}}"""),
            RecordedOpenStack.Get("/v3/p-1/volumes/v-1", Shared));

        Assert.Equal(("s-2", "/dev/vdc", null), (disk.InstanceId, disk.Device, disk.AttachedAt));
        Assert.Equal(["s-1", "s-2"], disk.InstanceIds!);
    }

    [Fact]
    public async Task ListDisksAsync_FieldsLeftOut_AreNotTold()
    {
        EcsDisk disk = await FindDiskAsync(new() { Ids = ["v-1"] }, RecordedOpenStack.Get("/v3/p-1/volumes/v-1", """{"volume": {"id": "v-1"}}"""));

        Assert.Equal((null, null, null, null), (disk.Zone, disk.IsEncrypted, disk.EncryptionKeyId, disk.Tags));
        Assert.Empty(disk.InstanceIds!);
    }

    // The boot disk of the second server is a data disk of the first.
    [Fact]
    public async Task ListInstancesAsync_BootVolumeSharedWithAnotherServer_IsFoundForItsOwn()
    {
        IReadOnlyList<EcsInstance> servers = await ListAsync(
            RecordedOpenStack.Get(Servers, """{"servers": [{"id": "s-2", "status": "ACTIVE", "image": "", "os-extended-volumes:volumes_attached": [{"id": "v-1"}, {"id": "v-2"}]}]}"""),
            RecordedOpenStack.Get("/v3/p-1/volumes/v-1", Shared),
            RecordedOpenStack.Get(
                "/v3/p-1/volumes/v-2",
                """{"volume": {"id": "v-2", "bootable": "true", "attachments": [{"server_id": "s-1", "device": "/dev/vdb"}, {"server_id": "s-2", "device": "/dev/vda"}]}}"""));

        Assert.Equal("v-2", Assert.Single(servers).SystemDiskId);
    }

    private static async Task<EcsDisk> FindDiskAsync(DiskQuery query, params RecordedCall[] calls)
    {
        (NovaCloud cloud, _) = RecordedOpenStack.Open(calls);
        using (cloud)
        {
            return Assert.Single((await cloud.Inventory.ListDisksAsync(query, null, Token)).Items);
        }
    }

    private static async Task<IReadOnlyList<EcsInstance>> ListAsync(params RecordedCall[] calls)
    {
        (NovaCloud cloud, _) = RecordedOpenStack.Open(calls);
        using (cloud)
        {
            return (await cloud.ListInstancesAsync(new(), null, Token)).Items;
        }
    }
}
