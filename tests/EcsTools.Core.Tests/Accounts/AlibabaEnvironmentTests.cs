using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class AlibabaEnvironmentTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_REGION_ID")]
    [InlineData("ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_REGION_ID")]
    [InlineData("ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_REGION_ID")]
    [InlineData("ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_REGION")]
    public async Task A_pair_is_found_under_every_name(string id, string secret, string region)
    {
        _machine.Set($"{id}={FakeMachine.AlibabaKey}", $"{secret}={FakeMachine.Secret}", $"{region}=cn-shanghai");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((EcsCloud.Alibaba, "environment", "AccessKey", "cn-shanghai"), (offer.Cloud, offer.Source, offer.Method, offer.Region));
        Assert.Equal(new AccessKey(FakeMachine.AlibabaKey, FakeMachine.Secret), await _machine.GetKeyAsync(offer));
        Assert.False(_machine.Open(offer).TryInvalidate());
    }

    [Fact]
    public async Task A_token_makes_the_pair_a_temporary_one()
    {
        _machine.Set($"ALIBABA_CLOUD_ACCESS_KEY_ID=STS.x", $"ALIBABA_CLOUD_ACCESS_KEY_SECRET={FakeMachine.Secret}", "ALIBABA_CLOUD_SECURITY_TOKEN=token");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("StsToken", "token"), (offer.Method, (await _machine.GetKeyAsync(offer)).SecurityToken));
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI")]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary")]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID= ", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary")]
    [InlineData("ALIBABA_CLOUD_ROLE_ARN=acs:ram::1:role/x", "ALIBABA_CLOUD_OIDC_TOKEN_FILE=/nowhere")]
    public void A_part_of_a_credential_is_none(params string[] variables)
    {
        _machine.Set(variables);

        Assert.Equal(EcsErrorId.CredentialNotFound, _machine.Refuse().ErrorId);
    }

    [Fact]
    public async Task A_clusters_token_is_exchanged_unsigned_and_in_the_body()
    {
        _machine.WithSts().Write("work/token", $"{FakeMachine.Canary}-oidc\n").Set(
            "ALIBABA_CLOUD_ROLE_ARN=acs:ram::1:role/ops",
            "ALIBABA_CLOUD_ROLE_SESSION_NAME=runbook",
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN=acs:ram::1:oidc-provider/ack",
            $"ALIBABA_CLOUD_OIDC_TOKEN_FILE={_machine.At("work/token")}",
            "ALIBABA_CLOUD_STS_REGION=cn-beijing",
            "ALIBABA_CLOUD_REGION_ID=cn-hangzhou");

        AccessKey key = await _machine.GetKeyAsync(_machine.Choose());

        RecordedRequest request = Assert.Single(_machine.Network.Requests);
        Dictionary<string, string> form = FakeMachine.Fields(System.Text.Encoding.UTF8.GetString(request.Bytes));
        Assert.Equal(("STS.1", FakeAlibabaMetadata.SecurityToken), (key.Id, key.SecurityToken));
        Assert.Equal("https://sts.cn-beijing.aliyuncs.com/", request.Uri.GetLeftPart(UriPartial.Path));
        Assert.Equal(("AssumeRoleWithOIDC", "2015-04-01"), (request.Query["Action"], request.Query["Version"]));
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["content-type"].Split(';')[0]);
        Assert.Equal(
            ("acs:ram::1:role/ops", "runbook", "acs:ram::1:oidc-provider/ack", $"{FakeMachine.Canary}-oidc"),
            (form["RoleArn"], form["RoleSessionName"], form["OIDCProviderArn"], form["OIDCToken"]));
        Assert.False(request.Headers.ContainsKey("authorization"));
        Assert.DoesNotContain(FakeMachine.Canary, request.Uri.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clusters_token_that_is_gone_is_told_with_its_path()
    {
        _machine.Set(
            "ALIBABA_CLOUD_ROLE_ARN=acs:ram::1:role/ops",
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN=acs:ram::1:oidc-provider/ack",
            $"ALIBABA_CLOUD_OIDC_TOKEN_FILE={_machine.At("work/token")}");

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        Assert.Contains(_machine.At("work/token"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_hands_out_a_key()
    {
        _machine.Set("ALIBABA_CLOUD_CREDENTIALS_URI=http://127.0.0.1:6666/cred").Network
            .Answer("GET", "/cred", _ => SampleNetwork.Json(200, FakeAlibabaMetadata.Key(_machine, "STS.uri")));

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("CredentialsURI", "STS.uri"), (offer.Method, (await _machine.GetKeyAsync(offer)).Id));
    }

    [Fact]
    public async Task The_contracts_answer_of_an_address_is_read()
    {
        _machine.Set("ALIBABA_CLOUD_CREDENTIALS_URI=http://127.0.0.1:6666/cred").Network
            .Answer("GET", "/cred", _ => SampleNetwork.Json(200, SampleFiles.ReadText("alibaba", "credentials-uri")));

        AccessKey key = await _machine.GetKeyAsync(_machine.Choose());

        Assert.Equal(("STS.ExampleAccessKeyId", "CAISExampleSecurityToken=="), (key.Id, key.SecurityToken));
    }

    [Theory]
    [InlineData("http://192.0.2.1/canary", EcsErrorId.InsecureEndpoint)]
    [InlineData("https://user:canary@example.com/", EcsErrorId.InvalidInput)]
    [InlineData("https://", EcsErrorId.InvalidInput)]
    public void An_address_in_the_clear_or_with_a_password_in_it_is_refused(string address, string errorId)
    {
        _machine.Set($"ALIBABA_CLOUD_CREDENTIALS_URI={address}");

        EcsException error = Assert.Throws<EcsException>(() => _machine.Choose());

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("user", error.Message.Split("with a user")[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, "<html>canary</html>")]
    [InlineData(200, """{"Code":"Failed","AccessKeyId":"x","AccessKeySecret":"canary"}""")]
    [InlineData(200, """{"AccessKeyId":"x"}""")]
    [InlineData(302, """{"AccessKeyId":"x","AccessKeySecret":"canary"}""")]
    public async Task An_answer_without_a_key_is_an_error_that_quotes_nothing(int status, string body)
    {
        _machine.Set("ALIBABA_CLOUD_CREDENTIALS_URI=http://127.0.0.1:6666/cred").Network.Answer("GET", "/cred", _ => SampleNetwork.Json(status, body));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));

        Assert.Equal((EcsErrorId.CredentialNotFound, status), (error.ErrorId, error.HttpStatus));
        FakeMachine.AssertSaysNothing(error.ToString());
    }

    [Fact]
    public void The_endpoint_of_the_command_line_tool_is_taken()
    {
        _machine.Set(
            "ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=s", "ALIBABA_CLOUD_ENDPOINT=ecs-vpc.cn-hangzhou.aliyuncs.com");

        Assert.Equal(new Uri("https://ecs-vpc.cn-hangzhou.aliyuncs.com"), _machine.Choose().Endpoint);
        Assert.Equal(new Uri("https://mine.example"), _machine.Choose(new() { Endpoint = new Uri("https://mine.example") }).Endpoint);
        _machine.Set("ALIBABA_CLOUD_ENDPOINT=http://ecs.example.com");
        Assert.Equal(EcsErrorId.InsecureEndpoint, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void The_pair_goes_before_the_cluster_and_the_cluster_before_the_address()
    {
        _machine.Set("ALIBABA_CLOUD_CREDENTIALS_URI=http://127.0.0.1:1/");
        Assert.Equal("CredentialsURI", _machine.Choose().Method);
        _machine.Set("ALIBABA_CLOUD_ROLE_ARN=a", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN=b", "ALIBABA_CLOUD_OIDC_TOKEN_FILE=c");
        Assert.Equal("OIDC", _machine.Choose().Method);
        _machine.Set("ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=s");
        Assert.Equal("AccessKey", _machine.Choose().Method);
        Assert.Equal(["AccessKey", "OIDC", "CredentialsURI"], _machine.List().Select(o => o.Method));
    }
}
