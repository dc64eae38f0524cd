using System.Net.Http.Headers;

using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class AlibabaMetadataTests : IDisposable
{
    private readonly FakeMachine _machine = new FakeMachine().Write("hardware/product_name", "Alibaba Cloud ECS\n").WithMetadata();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_server_of_the_cloud_knows_its_role_and_its_region()
    {
        AccountCandidate offer = _machine.Choose();

        AccessKey key = await _machine.GetKeyAsync(offer);
        string? region = await offer.FindRegion!(TestContext.Current.CancellationToken);

        Assert.Equal((EcsCloud.Alibaba, "metadata service", null), (offer.Cloud, offer.Source, offer.Region));
        Assert.Equal(("STS.metadata", FakeAlibabaMetadata.SecurityToken, "eu-central-1"), (key.Id, key.SecurityToken, region));
        Assert.Equal(
            ["PUT /latest/api/token", "GET /latest/meta-data/ram/security-credentials/", "GET /latest/meta-data/ram/security-credentials/ops-instance-role"],
            _machine.Network.Requests.Take(3).Select(r => $"{r.Method} {r.Path}"));
        Assert.All(_machine.Network.Requests, r => Assert.Equal("http://100.100.100.200", r.Uri.GetLeftPart(UriPartial.Authority)));
        Assert.Equal("21600", _machine.Network.Requests[0].Headers["x-aliyun-ecs-metadata-token-ttl-seconds"]);
        Assert.All(_machine.Network.Requests.Where(r => r.Method == "GET"), r => Assert.Equal(FakeAlibabaMetadata.MetadataToken, r.Headers["x-aliyun-ecs-metadata-token"]));
    }

    [Fact]
    public void Nothing_is_asked_before_the_account_is_opened_and_nowhere_but_on_such_a_server()
    {
        Assert.Single(_machine.List());
        _machine.Write("hardware/product_name", "Standard PC");
        Assert.Empty(_machine.List());
        Assert.Empty(_machine.Network.Requests);
    }

    [Fact]
    public async Task A_variable_names_the_role_wherever_this_runs()
    {
        _machine.Write("hardware/product_name", "Standard PC").Set("ALIBABA_CLOUD_ECS_METADATA=ops-instance-role");

        await _machine.GetKeyAsync(_machine.Choose());

        Assert.Equal(["PUT", "GET"], _machine.Network.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        _machine.Set("ALIBABA_CLOUD_ECS_METADATA_DISABLED=true");
        Assert.Empty(_machine.List());

        _machine.Write("home/.aliyun/config.json", """{"profiles":[{"name":"default","mode":"EcsRamRole"}]}""");
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));
        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        Assert.Empty(_machine.Network.Requests);
    }

    [Fact]
    public async Task A_service_without_tokens_is_asked_without()
    {
        _machine.Network.Answer("PUT", "/latest/api/token", _ => SampleNetwork.Json(404, ""));
        Assert.Equal("STS.metadata", (await _machine.GetKeyAsync(_machine.Choose())).Id);

        _machine.Network.Answer("PUT", "/latest/api/token", FakeAlibabaMetadata.Unreachable);
        Assert.Equal("STS.metadata", (await _machine.GetKeyAsync(_machine.Choose())).Id);
        Assert.All(_machine.Network.Requests.Where(r => r.Method == "GET"), r => Assert.False(r.Headers.ContainsKey("x-aliyun-ecs-metadata-token")));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task Where_only_tokens_are_allowed_nothing_goes_without(int status)
    {
        _machine.Set("ALIBABA_CLOUD_IMDSV1_DISABLED=true").Network.Answer("PUT", "/latest/api/token", _ => SampleNetwork.Json(status, ""));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        Assert.Single(_machine.Network.Requests);
    }

    [Fact]
    public async Task A_server_without_a_role_and_a_machine_that_is_no_server_are_told()
    {
        _machine.Network.Answer("GET", "/ram/security-credentials/", _ => SampleNetwork.Json(404, "canary"));
        EcsException none = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));
        _machine.Network.Answer("PUT", "", FakeAlibabaMetadata.Unreachable).Answer("GET", "", FakeAlibabaMetadata.Unreachable);
        EcsException nowhere = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));

        Assert.Equal((EcsErrorId.CredentialNotFound, EcsErrorId.CannotConnect), (none.ErrorId, nowhere.ErrorId));
        FakeMachine.AssertSaysNothing(none.ToString());
    }

    // A proxy that names a character set of its own, or none there is, must not keep a server from its role.
    [Theory]
    [InlineData("no-such-charset")]
    [InlineData("utf-16")]
    public async Task Answers_are_read_as_UTF_8_whatever_they_say(string charset)
    {
        string sample = SampleFiles.ReadText("alibaba", "imds.security-credentials");
        _machine.Network.Answer("GET", "/ops-instance-role", _ =>
        {
            HttpResponseMessage answer = SampleNetwork.Json(200, sample);
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = charset };
            return answer;
        });

        Assert.Equal("STS.ExampleAccessKeyId", (await _machine.GetKeyAsync(_machine.Choose())).Id);
    }

    [Fact]
    public async Task The_sample_is_read()
    {
        string sample = SampleFiles.ReadText("alibaba", "imds.security-credentials");
        _machine.Network.Answer("GET", "/ops-instance-role", _ => SampleNetwork.Json(200, sample));

        AccessKey key = await _machine.GetKeyAsync(_machine.Choose());

        Assert.Equal(new AccessKey("STS.ExampleAccessKeyId", "ExampleAccessKeySecret", "CAISExampleSecurityToken==", new DateTimeOffset(2026, 9, 10, 10, 0, 0, TimeSpan.Zero)), key);
    }
}
