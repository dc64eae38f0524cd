using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class HuaweiEnvironmentTests : IDisposable
{
    private const string OtcAddress = "OS_AUTH_URL=https://iam.eu-de.otc.t-systems.com/v3";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN", "OS_REGION_NAME", "HUAWEICLOUD_SDK_PROJECT_ID", EcsCloud.Huawei)]
    [InlineData("HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_SECURITY_TOKEN", "HW_REGION_NAME", "HW_PROJECT_ID", EcsCloud.Huawei)]
    [InlineData("OS_ACCESS_KEY", "OS_SECRET_KEY", "OS_SECURITY_TOKEN", "OS_REGION_NAME", "OS_PROJECT_ID", EcsCloud.OpenTelekom, OtcAddress)]
    [InlineData("OS_ACCESS_KEY_ID", "OS_ACCESS_KEY_SECRET", "OS_AKSK_SECURITY_TOKEN", "OS_REGION_ID", "OS_TENANT_ID", EcsCloud.OpenTelekom, OtcAddress)]
    [InlineData("OS_AK", "OS_SK", "OS_ST", "OS_REGION_NAME", "OS_PROJECT_ID", EcsCloud.Huawei, "OS_AUTH_URL=https://iam.myhuaweicloud.com/v3")]
    public async Task A_key_is_found_in_every_style(string id, string secret, string token, string region, string project, EcsCloud cloud, params string[] more)
    {
        _machine.Set(more).Set($"{id}={FakeMachine.HuaweiKey}", $"{secret}={FakeMachine.Secret}", $"{token}=t", $"{region}=eu-de", $"{project}=p1");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((cloud, "environment", "AKSK", "eu-de", "p1"), (offer.Cloud, offer.Source, offer.Method, offer.Region, offer.ProjectId));
        Assert.Equal(new AccessKey(FakeMachine.HuaweiKey, FakeMachine.Secret, "t"), await _machine.GetKeyAsync(offer));
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, "HW_USER_NAME=ops", "HW_USER_PASSWORD=canary", "HW_DOMAIN_NAME=acct", "HW_PROJECT_NAME=eu-de_team")]
    [InlineData(EcsCloud.OpenTelekom, OtcAddress, "OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_USER_DOMAIN_NAME=acct", "OS_TENANT_NAME=eu-de_team")]
    [InlineData(EcsCloud.OpenTelekom, OtcAddress, "OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_DOMAIN_NAME=acct", "OS_PROJECT_NAME=eu-de_team")]
    public void A_login_is_found_in_every_style(EcsCloud cloud, params string[] variables)
    {
        _machine.Set(variables);

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((cloud, "password", "ops", "canary", "acct", "eu-de_team"), (
            offer.Cloud, offer.Method, offer.Login!.UserName, offer.Login.Password, offer.Login.UserDomainName, offer.ProjectName));
        FakeMachine.AssertSaysNothing($"{offer} {offer.Login}");
    }

    [Theory]
    [InlineData("HW_AUTH_TOKEN=canary")]
    [InlineData("OS_AUTH_TOKEN=canary", OtcAddress)]
    [InlineData("OS_TOKEN=canary", OtcAddress)]
    public void A_token_is_found_in_every_style(params string[] variables)
    {
        _machine.Set(variables);

        Assert.Equal(("token", "canary"), (_machine.Choose().Method, _machine.Choose().Login!.Token));
    }

    [Fact]
    public void A_users_id_comes_with_the_one_time_code()
    {
        _machine.Set(OtcAddress, "OS_USER_ID=u1", "OS_PASSWORD=canary", "OS_PASSCODE=123456");

        Assert.Equal(("u1", "123456"), (_machine.Choose().Login!.UserId, _machine.Choose().Login!.Passcode));
    }

    [Fact]
    public void The_common_names_belong_to_the_cloud_that_the_address_or_the_user_tells()
    {
        _machine.Set("OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_USER_DOMAIN_NAME=acct");

        Assert.Equal(EcsErrorId.CredentialNotFound, _machine.Refuse().ErrorId);
        Assert.Equal(EcsCloud.OpenTelekom, _machine.Choose(new() { Cloud = EcsCloud.OpenTelekom }).Cloud);
        Assert.Equal(EcsCloud.Huawei, _machine.Choose(new() { Cloud = EcsCloud.Huawei }).Cloud);

        _machine.Set("OS_AUTH_URL=https://keystone.example.com/v3");
        Assert.Equal(EcsCloud.OpenStack, _machine.Choose().Cloud);
        AccountCandidate named = _machine.Choose(new() { Cloud = EcsCloud.OpenTelekom });
        Assert.Equal(new Uri("https://keystone.example.com/v3"), named.Login!.AuthUrl);

        _machine.Set("OS_AUTH_URL=https://evil-otc.t-systems.com.example/v3");
        Assert.Equal(EcsCloud.OpenStack, _machine.Choose().Cloud);
    }

    [Theory]
    [InlineData("OS_AUTH_URL=http://iam.eu-de.otc.t-systems.com/v3", EcsErrorId.InsecureEndpoint)]
    [InlineData("OS_AUTH_URL=https://canary@iam.eu-de.otc.t-systems.com/v3", EcsErrorId.InvalidInput)]
    public void An_identity_service_in_the_clear_is_refused(string address, string errorId)
    {
        _machine.Set("OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_USER_DOMAIN_NAME=acct", address);

        Assert.Equal(errorId, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void An_identity_service_on_loopback_stands_for_the_whole_cloud()
    {
        _machine.Set("OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_USER_DOMAIN_NAME=acct", "OS_AUTH_URL=http://127.0.0.1:5000/v3");

        Assert.Equal(new Uri("http://127.0.0.1:5000"), _machine.Choose(new() { Cloud = EcsCloud.OpenTelekom }).Endpoint);
    }

    [Fact]
    public async Task An_agency_is_assumed_with_the_key()
    {
        _machine.Set(
            $"HW_ACCESS_KEY={FakeMachine.HuaweiKey}", $"HW_SECRET_KEY={FakeMachine.Secret}", "HW_REGION_NAME=eu-de",
            "HW_ASSUME_ROLE_AGENCY_NAME=ecstools-operators", "HW_ASSUME_ROLE_DOMAIN_NAME=OTC00000000001000099999", "HW_ASSUME_ROLE_DURATION=3600");
        _machine.Network.Answer("POST", "/v3.0/OS-CREDENTIAL/securitytokens", _ => SampleNetwork.Json(201, Issued("TEMP1")));

        AccessKey key = await _machine.GetKeyAsync(_machine.Choose());

        RecordedRequest request = Assert.Single(_machine.Network.Requests);
        Assert.Equal(("TEMP1", "canary-token"), (key.Id, key.SecurityToken));
        Assert.Equal(new DateTimeOffset(2026, 9, 18, 7, 40, 0, TimeSpan.Zero), key.ExpiresAt);
        Assert.Equal("iam.eu-de.myhuaweicloud.com", request.Uri.Host);
        Assert.StartsWith($"SDK-HMAC-SHA256 Access={FakeMachine.HuaweiKey}, ", request.Headers["authorization"], StringComparison.Ordinal);
        Assert.True(JToken.DeepEquals(
            JObject.Parse("""{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"OTC00000000001000099999","agency_name":"ecstools-operators","duration_seconds":3600}}}}"""),
            request.Body));
    }

    [Fact]
    public async Task The_other_name_of_the_field_is_tried_where_it_is_known()
    {
        _machine.Set(OtcAddress, "OS_AK=" + FakeMachine.HuaweiKey, "OS_SK=canary", "OS_REGION_NAME=eu-de", "OS_AGENCY_NAME=ops", "OS_AGENCY_DOMAIN_NAME=other");
        _machine.Network.Answer("POST", "/securitytokens", r => r.Body!.SelectToken("auth.identity.assume_role.xrole_name") is null
            ? SampleNetwork.Json(400, """{"error":{"code":400,"message":"no such field"}}""")
            : SampleNetwork.Json(201, Issued("TEMP1")));

        Assert.Equal("TEMP1", (await _machine.GetKeyAsync(_machine.Choose())).Id);
        Assert.Equal(2, _machine.Network.Requests.Count);
    }

    [Fact]
    public async Task An_agency_is_assumed_with_a_login_for_the_whole_account()
    {
        _machine.Set(
            OtcAddress, "OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_USER_DOMAIN_NAME=acct", "OS_REGION_NAME=eu-de", "OS_PROJECT_ID=own",
            "OS_TARGET_AGENCY_NAME=ops", "OS_TARGET_DOMAIN_NAME=other", "OS_DELEGATED_PROJECT=eu-de_theirs");
        _machine.Network
            .Answer("POST", "/securitytokens", _ => SampleNetwork.Json(201, Issued("TEMP1")))
            .Answer("POST", "/auth/tokens", _ =>
            {
                System.Net.Http.HttpResponseMessage response = SampleNetwork.Json(201, """{"token":{"expires_at":"2026-09-19T06:40:00Z","issued_at":"2026-09-18T06:40:00Z"}}""");
                response.Headers.Add("X-Subject-Token", "canary-token");
                return response;
            });

        AccountCandidate offer = _machine.Choose();
        AccessKey key = await _machine.GetKeyAsync(offer);

        Assert.Equal(("agency", "TEMP1", null, "eu-de_theirs"), (offer.Method, key.Id, offer.ProjectId, offer.ProjectName));
        Assert.True(JToken.DeepEquals(JObject.Parse("""{"domain":{"name":"acct"}}"""), _machine.Network.Requests[0].Body!.SelectToken("auth.scope")));
        Assert.Equal("canary-token", _machine.Network.Requests[1].Headers["x-auth-token"]);
    }

    [Fact]
    public void An_agency_without_its_account_is_refused()
    {
        _machine.Set("HW_ACCESS_KEY=" + FakeMachine.HuaweiKey, "HW_SECRET_KEY=canary", "HW_ASSUME_ROLE_AGENCY_NAME=ops");

        Assert.Equal(EcsErrorId.InvalidInput, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void Where_an_entry_of_clouds_yaml_is_named_the_common_names_are_not_read()
    {
        _machine.Set(OtcAddress, "OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_USER_DOMAIN_NAME=acct", "OS_CLOUD=otc");
        _machine.Write("work/clouds.yaml", "clouds:\n  otc:\n    profile: otc\n    auth: {username: ops, password: canary, user_domain_name: acct}\n");

        Assert.Equal(("otc", _machine.At("work/clouds.yaml")), (_machine.Choose().Profile, _machine.Choose().Source));
    }

    private static string Issued(string id) => FakeHuaweiMetadata.Key.Replace("TEMPACCESSKEY0000001", id, StringComparison.Ordinal);
}
