using System.Net;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Core.Tests.Http;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>How an OpenStack cloud's answers are read: such as a real one gave them, and such as others give them.</summary>
public sealed class OpenStackReadingTests
{
    private const string Server =
        """
        {"id": "s-1", "name": "web-01", "status": "ACTIVE", "metadata": {"env": "prod"}, "image": {"id": "i-1"},
         "flavor": {"vcpus": 1, "ram": 1024, "disk": 10, "original_name": "s1.small"}, "created": "2026-11-23T10:50:41Z",
         "addresses": {"lab-net": [{"version": 4, "addr": "10.77.0.254", "OS-EXT-IPS:type": "fixed"}, {"version": 6, "addr": "fd00::1", "OS-EXT-IPS:type": "fixed"},
                                   {"version": 4, "addr": "192.0.2.9", "OS-EXT-IPS:type": "floating"}]},
         "key_name": "k1", "OS-EXT-STS:task_state": null, "os-extended-volumes:volumes_attached": [], "locked": true, "locked_reason": "mine", "tags": ["a", "env=test"]}
        """;

    private static readonly ResourceOrigin Origin = new(EcsCloud.OpenStack, "lab", "p-1", "r-1", "u-1");

    [Fact]
    public void A_server_is_read()
    {
        EcsInstance server = NovaServerReader.Read(JsonRowExtensions.Row(Server), Origin)!;

        Assert.Equal(("s-1", "web-01", EcsInstanceStatus.Running, "s1.small", 1024), (server.Id, server.Name, server.Status, server.Size, server.MemoryMiB));
        Assert.Equal(("10.77.0.254", "192.0.2.9", "lab-net", "k1"), (server.PrivateIp, server.PublicIp, server.VpcId, server.KeyPairName));
        Assert.Equal(["locked: mine"], server.LockReasons);
        Assert.Equal(("OpenStack/p-1/r-1", "s-1/root"), (server.AccountKey, server.SystemDiskId));
        Assert.Equal([("a", ""), ("env", "prod")], server.Tags.Select(t => (t.Key, t.Value)));
    }

    [Theory]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.31.255.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("203.0.113.5", false)]
    [InlineData("51.38.1.1", true)]
    [InlineData("172.32.0.1", true)]
    public void A_fixed_address_is_public_if_all_the_world_routes_to_it(string address, bool isPublic)
    {
        JObject json = JsonParser.ParseObject(Server);
        json["addresses"] = new JObject { ["net"] = new JArray(new JObject { ["version"] = 4, ["addr"] = address, ["OS-EXT-IPS:type"] = "fixed" }) };

        EcsInstance server = NovaServerReader.Read(json.AsRow(), Origin)!;

        Assert.Equal(isPublic ? (address, null) : (null, address), (server.PublicIp, server.PrivateIp));
    }

    [Theory]
    [InlineData("ACTIVE", null, EcsInstanceStatus.Running)]
    [InlineData("ACTIVE", "powering-off", EcsInstanceStatus.Stopping)]
    [InlineData("SHUTOFF", "powering-on", EcsInstanceStatus.Starting)]
    [InlineData("ACTIVE", "rebuild_spawning", EcsInstanceStatus.Reinstalling)]
    [InlineData("ACTIVE", "image_uploading", EcsInstanceStatus.Running)]
    [InlineData("VERIFY_RESIZE", null, EcsInstanceStatus.Resizing)]
    [InlineData("SHELVED", null, EcsInstanceStatus.Shelved)]
    [InlineData("SHELVED_OFFLOADED", null, EcsInstanceStatus.Shelved)]
    [InlineData("SHELVED_OFFLOADED", "spawning", EcsInstanceStatus.Starting)]
    [InlineData("SHELVED", "unshelving", EcsInstanceStatus.Starting)]
    [InlineData("ACTIVE", "shelving_image_uploading", EcsInstanceStatus.Stopping)]
    [InlineData("PAUSED", null, EcsInstanceStatus.Paused)]
    [InlineData("PAUSED", "unpausing", EcsInstanceStatus.Starting)]
    [InlineData("SUSPENDED", null, EcsInstanceStatus.Suspended)]
    [InlineData("RESCUE", null, EcsInstanceStatus.Rescued)]
    [InlineData("MIGRATING", null, EcsInstanceStatus.Migrating)]
    [InlineData("ACTIVE", "migrating", EcsInstanceStatus.Migrating)]
    [InlineData("UNKNOWN", null, EcsInstanceStatus.Unknown)]
    [InlineData(null, null, EcsInstanceStatus.Unknown)]
    public void States_have_our_words(string? status, string? task, EcsInstanceStatus word) => Assert.Equal(word, ServerStatus.Read(status, task));

    [Theory]
    [InlineData(409, """{"conflictingRequest": {"code": 409, "message": "Instance s-1 is locked"}}""", EcsErrorId.IncorrectState, "conflictingRequest")]
    [InlineData(404, """{"itemNotFound": {"code": 404, "message": "Instance s-1 could not be found."}}""", EcsErrorId.InstanceNotFound, "itemNotFound")]
    [InlineData(401, """{"error": {"code": 401, "title": "Unauthorized", "message": "no"}}""", EcsErrorId.InvalidCredential, "Unauthorized")]
    [InlineData(403, """{"forbidden": {"code": 403, "message": "Quota exceeded for cores: Requested 4, but already used 8 of 10 cores"}}""", EcsErrorId.QuotaExceeded, "forbidden")]
    [InlineData(403, """{"forbidden": {"code": 403, "message": "Policy doesn't allow it"}}""", EcsErrorId.AccessDenied, "forbidden")]
    [InlineData(406, """{"errors": [{"title": "", "code": "", "detail": "Version 3.0 is not supported"}]}""", EcsErrorId.NotSupported, "")]
    [InlineData(429, "slow down", EcsErrorId.ThrottledByService, null)]
    [InlineData(501, "{}", EcsErrorId.NotSupported, null)]
    [InlineData(503, "<html><h1>Service Unavailable</h1></html>", EcsErrorId.OutcomeUnknown, null)]
    [InlineData(302, "", EcsErrorId.OutcomeUnknown, null)]
    [InlineData(400, "[]", EcsErrorId.CloudError, null)]
    public void Refusals_have_ids(int status, string body, string errorId, string? code)
    {
        CloudRequest call = new("RebuildServer", HttpMethod.Post, new Uri("https://nova.example.com/"), RequestIdempotency.NonIdempotent) { InstanceId = "s-1" };

        EcsException error = OpenStackErrorMapper.Judge(call, new CloudResponse(status, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>()))!;

        Assert.Equal((errorId, code is "" ? null : code), (error.ErrorId, error.CloudCode));
        Assert.Equal(status is >= 400 and < 500 or 501, error.WasNotCarriedOut);
    }

    [Fact]
    public void A_secret_that_the_cloud_quotes_is_not_repeated()
    {
        CloudRequest call = new("ChangePassword", HttpMethod.Post, new Uri("https://nova.example.com/"), RequestIdempotency.NonIdempotent) { Body = """{"changePassword": {"adminPass": "canary"}}""" };

        EcsException error = OpenStackErrorMapper.Judge(call, new CloudResponse(400, """{"badRequest": {"message": "canary is too short"}}"""u8.ToArray(), new Dictionary<string, string>()))!;

        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://nova.example.com/v2.1", "https://nova.example.com/v2.1/servers/detail")]
    [InlineData("https://nova.example.com/v2.1/p-1/", "https://nova.example.com/v2.1/p-1/servers/detail")]
    [InlineData("https://example.com/compute", "https://example.com/compute/v2.1/servers/detail")]
    [InlineData("https://example.com:8774", "https://example.com:8774/v2.1/servers/detail")]
    public async Task Addresses_with_and_without_version_and_project_are_understood(string address, string asked)
    {
        Scripted cloud = new(address, """{"version": {"id": "v2.1", "version": "2.60", "min_version": "2.1"}, "versions": [{"id": "v2.0"}, {"id": "v2.1", "version": "2.60", "min_version": "2.1"}]}""");
        using NovaCloud nova = cloud.Open();

        await nova.ListInstancesAsync(new InstanceQuery(), null, TestContext.Current.CancellationToken);

        HttpRequestMessage last = cloud.Requests[^1];
        Assert.Equal(asked, last.RequestUri!.GetLeftPart(UriPartial.Path));
        Assert.Equal(["compute 2.60"], last.Headers.GetValues("OpenStack-API-Version"));
        Assert.Equal(["token-1"], last.Headers.GetValues("X-Auth-Token"));
    }

    [Fact]
    public async Task A_service_that_is_too_new_in_the_clear_or_elsewhere_is_refused()
    {
        using NovaCloud tooNew = new Scripted("https://nova.example.com/v2.1", """{"version": {"version": "2.200", "min_version": "2.150"}}""").Open();
        using NovaCloud clear = new Scripted("http://nova.example.com/v2.1", "{}").Open();
        using NovaCloud elsewhere = new Scripted("https://nova.example.com/v2.1", "{}").Open("r-2");

        Assert.Equal(EcsErrorId.NotSupported, await RefusalOfAsync(tooNew));
        Assert.Equal(EcsErrorId.InsecureEndpoint, await RefusalOfAsync(clear));
        Assert.Equal(EcsErrorId.RegionNotFound, await RefusalOfAsync(elsewhere));

        static async Task<string> RefusalOfAsync(NovaCloud cloud) => (await Assert.ThrowsAsync<EcsException>(
            () => cloud.ListInstancesAsync(new InstanceQuery(), null, TestContext.Current.CancellationToken))).ErrorId;
    }

    private sealed class Scripted(string compute, string versions) : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        public NovaCloud Open(string region = "r-1") => NovaCloud.Open(
            new CloudConnection
            {
                Cloud = EcsCloud.OpenStack,
                Region = region,
                AccountName = "lab",
                Endpoint = new Uri("https://keystone.example.com/v3"),
                HandlerFactory = () => this,
                Time = TimeProvider.System,
                Wall = TimeProvider.System,
            },
            new KeystoneLogin { UserId = "u-1", Password = "canary", ProjectId = "p-1" },
            new OpenStackSettings());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            string path = request.RequestUri!.AbsolutePath;
            bool isLogin = path.EndsWith("/auth/tokens", StringComparison.Ordinal);
            string body = isLogin
                ? $$$"""{"token": {"project": {"id": "p-1"}, "user": {"id": "u-1", "name": "ops"}, "catalog": [{"type": "compute", "endpoints": [{"interface": "public", "region_id": "r-1", "url": "{{{compute}}}"}]}]}}"""
                : path.EndsWith("/servers/detail", StringComparison.Ordinal) ? """{"servers": []}""" : versions;

            // Asked at an address without a version, services answer 300.
            HttpResponseMessage answer = new(isLogin || path.Contains("/v2.1", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.MultipleChoices)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            if (isLogin)
            {
                answer.Headers.Add("X-Subject-Token", "token-1");
            }

            return Task.FromResult(answer);
        }
    }
}
