using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class HuaweiFileTests : IDisposable
{
    private const string KooCli = "home/.hcloud/config.json";
    private const string Ini = "home/.huaweicloud/credentials";
    private const string Keys = "\"accessKeyId\":\"TESTACCESSKEY0000001\",\"secretAccessKey\":\"canary-secret\",\"securityToken\":\"\",\"region\":\"cn-north-4\",\"projectId\":\"p1\"";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task KooCLIs_current_profile_is_taken()
    {
        _machine.Write(KooCli, $$"""{"current":"b","profiles":[{"name":"a","mode":"AKSK",{{Keys}}},{"name":"b","mode":"AKSK",{{Keys}}}]}""");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((EcsCloud.Huawei, "b", "cn-north-4", "p1"), (offer.Cloud, offer.Profile, offer.Region, offer.ProjectId));
        Assert.Equal(new AccessKey(FakeMachine.HuaweiKey, FakeMachine.Secret), await _machine.GetKeyAsync(offer));
    }

    [Theory]
    [InlineData("r1dR2xQpJw8Vq7cPq0n8Jk1sYB6d0n3cCanary==")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("ENC(CANARY)")]
    public void Encrypted_keys_are_recognised_and_explained(string ciphertext)
    {
        _machine.Write(KooCli, $$"""{"profiles":[{"name":"default","mode":"AKSK","accessKeyId":"{{ciphertext}}","secretAccessKey":"{{ciphertext}}","region":"cn-north-4"}]}""");

        EcsException error = _machine.Refuse();

        Assert.Equal(EcsErrorId.CredentialFileInvalid, error.ErrorId);
        Assert.Contains("encrypted", error.Message, StringComparison.Ordinal);
        Assert.Contains("--cli-auth-encrypt=false", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(ciphertext, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSO", EcsErrorId.NotSupported)]
    [InlineData("token", EcsErrorId.NotSupported)]
    [InlineData("AKSK", EcsErrorId.CredentialFileInvalid)]
    [InlineData("agency", EcsErrorId.CredentialFileInvalid)]
    public void KooCLIs_other_modes_are_refused_and_what_lacks_is_told(string mode, string errorId)
    {
        _machine.Write(KooCli, $$"""{"profiles":[{"name":"default","mode":"{{mode}}","secretAccessKey":"canary"}]}""");

        Assert.Equal(errorId, _machine.Refuse().ErrorId);
    }

    [Theory]
    [InlineData("\"agencyDomainName\":\"other\"", "domain_name", "other")]
    [InlineData("\"agencyDomainId\":\"d1\"", "domain_id", "d1")]
    public async Task KooCLIs_agency_is_assumed_for_the_regions_own_project(string domain, string field, string value)
    {
        _machine.Write(KooCli, $$"""{"profiles":[{"name":"default","mode":"agency",{{Keys}},"agencyName":"ops",{{domain}}}]}""");
        _machine.Network.Answer("POST", "/securitytokens", _ => SampleNetwork.Json(201, """{"credential":{"access":"TEMP1","secret":"s","securitytoken":"t"}}"""));

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("TEMP1", null), ((await _machine.GetKeyAsync(offer)).Id, offer.ProjectId));
        Assert.Equal(value, (string?)_machine.Network.Requests[0].Body!.SelectToken("auth.identity.assume_role." + field));
    }

    [Fact]
    public async Task KooCLIs_server_mode_asks_the_metadata_service()
    {
        _machine.Write(KooCli, """{"profiles":[{"name":"default","mode":"ecsAgency","region":"cn-north-4"}]}""").WithServerMetadata();

        Assert.Equal("TEMPACCESSKEY0000001", (await _machine.GetKeyAsync(_machine.Choose())).Id);
    }

    [Fact]
    public async Task The_SDKs_file_has_two_sections()
    {
        _machine.Set("HW_REGION_NAME=cn-north-4").Write(Ini, """
            [global]
            ak = GLOBALKEY00000000001
            sk = canary-secret
            domain_id = d1
            [basic]
            ak = TESTACCESSKEY0000001
            sk = canary-secret
            project_id = p1
            security_token = t
            [other]
            ak = x
            """);

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("basic", "p1", "cn-north-4"), (offer.Profile, offer.ProjectId, offer.Region));
        Assert.Equal(new AccessKey(FakeMachine.HuaweiKey, FakeMachine.Secret, "t"), await _machine.GetKeyAsync(offer));
        Assert.Equal("GLOBALKEY00000000001", (await _machine.GetKeyAsync(_machine.ChooseProfile("global"))).Id);
        Assert.Equal(2, _machine.List().Count);
    }

    [Theory]
    [InlineData("[basic]\nidp_id = x\nid_token_file = y", EcsErrorId.NotSupported)]
    [InlineData("[basic]\nak = TESTACCESSKEY0000001", EcsErrorId.CredentialFileInvalid)]
    public void What_the_SDKs_file_has_else_is_refused(string text, string errorId)
    {
        _machine.Write(Ini, text);

        Assert.Equal(errorId, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void A_variable_names_another_file()
    {
        _machine.Write(Ini, "[basic]\nak = A\nsk = s").Write("work/mine", "[basic]\nak = B\nsk = s").Set($"HUAWEICLOUD_SDK_CREDENTIALS_FILE={_machine.At("work/mine")}");

        Assert.Equal(_machine.At("work/mine"), _machine.Choose().Source);
    }

    [Fact]
    public void The_samples_are_read()
    {
        _machine.Write(KooCli, SampleFiles.ReadText("huawei", "hcloud.config")).Write(Ini, SampleFiles.ReadFile("huawei", "huaweicloud.credentials.ini"));

        Assert.Equal(["default", "basic", "global"], _machine.List().Where(o => o.Problem is null).Select(o => o.Profile));
    }
}
