using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class AliyunCliFileTests : IDisposable
{
    private const string Path = "home/.aliyun/config.json";
    private const string Pair = "\"access_key_id\":\"LTAIexample\",\"access_key_secret\":\"canary-secret\",\"region_id\":\"cn-hangzhou\"";
    private const string Role = "\"ram_role_arn\":\"acs:ram::1:role/ops\",\"ram_session_name\":\"runbook\"";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Every_profile_of_the_sample_is_usable_and_the_current_one_is_taken()
    {
        _machine.Write(Path, SampleFiles.ReadText("alibaba", "aliyun-cli.config"));

        IReadOnlyList<AccountCandidate> offers = _machine.List();

        Assert.Equal(["default", "sts", "role", "ecs", "chain", "oidc", "uri", "ext"], offers.Select(o => o.Profile));
        Assert.Equal(["AK", "StsToken", "RamRoleArn", "EcsRamRole", "ChainableRamRoleArn", "OIDC", "CredentialsURI", "External"], offers.Select(o => o.Method));
        Assert.All(offers, o => Assert.Equal((null, "cn-hangzhou", EcsCloud.Alibaba, _machine.At(Path)), (o.Problem, o.Region, o.Cloud, o.Source)));
        Assert.Equal("default", _machine.Choose().Profile);
        Assert.Empty(_machine.Network.Requests);
    }

    [Theory]
    [InlineData("AK", "")]
    [InlineData("ak", "")]
    [InlineData("StsToken", "token")]
    [InlineData("STSTOKEN", "token")]
    public async Task Keys_are_read_whatever_the_case_of_the_mode(string mode, string token)
    {
        Write($$"""{"name":"p","mode":"{{mode}}",{{Pair}},"sts_token":"{{token}}"}""");

        AccessKey key = await _machine.GetKeyAsync(_machine.ChooseProfile("p"));

        Assert.Equal(new AccessKey("LTAIexample", "canary-secret", token.Length == 0 ? null : token), key);
    }

    [Theory]
    [InlineData("CloudSSO")]
    [InlineData("OAuth")]
    [InlineData("BearerToken")]
    [InlineData("Anonymous")]
    [InlineData("RsaKeyPair")]
    [InlineData("RamRoleArnWithRoleName")]
    [InlineData("SomethingNew")]
    public void Modes_that_are_not_spoken_are_refused_by_name(string mode)
    {
        Write($$"""{"name":"p","mode":"{{mode}}",{{Pair}},"bearer_token":"canary"}""");

        EcsException error = _machine.Refuse(new() { Profile = "p" });

        Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
        Assert.Contains($"'{mode}'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    [Theory]
    [InlineData("AK", "\"access_key_id\":\"x\"", "access_key_secret")]
    [InlineData("AK", "\"access_key_id\":\"\",\"access_key_secret\":\"canary\"", "access_key_id")]
    [InlineData("StsToken", Pair, "sts_token")]
    [InlineData("RamRoleArn", Pair, "ram_role_arn")]
    [InlineData("RamRoleArn", Role, "access_key_id")]
    [InlineData("ChainableRamRoleArn", Role, "source_profile")]
    [InlineData("OIDC", Role, "oidc_provider_arn")]
    [InlineData("CredentialsURI", Pair, "credentials_uri")]
    [InlineData("External", Pair, "process_command")]
    public void A_profile_that_lacks_something_says_what(string mode, string fields, string missing)
    {
        Write($$"""{"name":"p","mode":"{{mode}}",{{fields}}}""");

        EcsException error = _machine.Refuse(new() { Profile = "p" });

        Assert.Equal(EcsErrorId.CredentialFileInvalid, error.ErrorId);
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_contracts_answer_to_a_role_is_read()
    {
        _machine.Network.Answer("POST", "/", _ => SampleNetwork.Json(200, SampleFiles.ReadText("alibaba", "Sts.AssumeRole")));
        Write($$"""{"name":"p","mode":"RamRoleArn",{{Pair}},{{Role}}}""");

        AccessKey key = await _machine.GetKeyAsync(_machine.ChooseProfile("p"));

        Assert.Equal(("STS.ExampleAccessKeyId", "CAISExampleSecurityToken=="), (key.Id, key.SecurityToken));
    }

    [Fact]
    public async Task A_role_is_assumed_with_the_pair_at_the_STS_of_the_profile()
    {
        _machine.WithSts();
        Write($$"""{"name":"p","mode":"RamRoleArn",{{Pair}},{{Role}},"expired_seconds":1800,"external_id":"agreed","sts_region":"cn-shanghai"}""");

        AccessKey key = await _machine.GetKeyAsync(_machine.ChooseProfile("p"));

        RecordedRequest request = Assert.Single(_machine.Network.Requests);
        Assert.Equal("STS.1", key.Id);
        Assert.Equal("https://sts.cn-shanghai.aliyuncs.com/", request.Uri.GetLeftPart(UriPartial.Path));
        Assert.Equal(("AssumeRole", "2015-04-01"), (request.Headers["x-acs-action"], request.Headers["x-acs-version"]));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["RoleArn"] = "acs:ram::1:role/ops",
                ["RoleSessionName"] = "runbook",
                ["DurationSeconds"] = "1800",
                ["ExternalId"] = "agreed",
            },
            request.Query);
        Assert.Contains("Credential=LTAIexample,", request.Headers["authorization"], StringComparison.Ordinal);
        Assert.Empty(request.Bytes);
    }

    [Theory]
    [InlineData("\"sts_endpoint\":\"sts.example.com\"", "sts.example.com")]
    [InlineData("\"enable_vpc\":true", "sts-vpc.cn-hangzhou.aliyuncs.com")]
    [InlineData("\"enable_vpc\":false", "sts.aliyuncs.com")]
    public async Task STS_is_where_the_profile_says(string fields, string host)
    {
        _machine.WithSts();
        Write($$"""{"name":"p","mode":"RamRoleArn",{{Pair}},{{Role}},{{fields}}}""");

        await _machine.GetKeyAsync(_machine.ChooseProfile("p"));

        Assert.Equal(host, _machine.Network.Requests[0].Uri.Host);
    }

    [Fact]
    public async Task A_chain_assumes_the_role_with_the_key_of_its_source()
    {
        _machine.WithSts().WithMetadata();
        Write(
            """{"name":"server","mode":"EcsRamRole","ram_role_name":"ops-instance-role","region_id":"cn-hangzhou"}""",
            $$"""{"name":"p","mode":"ChainableRamRoleArn","source_profile":"server",{{Role}},"region_id":"cn-hangzhou"}""");

        AccessKey key = await _machine.GetKeyAsync(_machine.ChooseProfile("p"));

        RecordedRequest sts = _machine.Network.Requests[^1];
        Assert.Equal("STS.1", key.Id);
        Assert.Equal(["PUT", "GET", "POST"], _machine.Network.Requests.Select(r => r.Method));
        Assert.Equal((FakeAlibabaMetadata.SecurityToken, "STS.metadata"), (sts.Headers["x-acs-security-token"], sts.Headers["x-acs-accesskey-id"]));
    }

    [Theory]
    [InlineData("p")]
    [InlineData("other")]
    [InlineData("gone")]
    public void A_chain_without_an_end_is_refused(string source)
    {
        Write(
            $$"""{"name":"p","mode":"ChainableRamRoleArn","source_profile":"{{source}}",{{Role}}}""",
            $$"""{"name":"other","mode":"ChainableRamRoleArn","source_profile":"p",{{Role}}}""");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse(new() { Profile = "p" }).ErrorId);
    }

    [Fact]
    public async Task A_program_prints_the_key()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        string program = Script("""
            read question && exit 9
            echo "talk" >&2
            echo "{\"mode\":\"StsToken\",\"access_key_id\":\"$1\",\"access_key_secret\":\"canary-secret\",\"sts_token\":\"$2\",\"expiration\":\"2026-09-18T08:00:00Z\"}"
            """);
        Write($$"""{"name":"p","mode":"External","process_command":"\"/bin/sh\" \"{{program}}\" STS.x \"a token\"","region_id":"cn-hangzhou"}""");

        AccessKey key = await _machine.GetKeyAsync(_machine.ChooseProfile("p"));

        Assert.Equal(("STS.x", "canary-secret", "a token"), (key.Id, key.Secret, key.SecurityToken));
        Assert.Equal(new DateTimeOffset(2026, 9, 18, 8, 0, 0, TimeSpan.Zero), key.ExpiresAt);
    }

    [Theory]
    [InlineData("echo canary; exit 3")]
    [InlineData("echo canary")]
    [InlineData("echo '{\"access_key_id\":\"canary\"}'")]
    [InlineData("echo canary >&2")]
    [InlineData("head -c 300000 /dev/zero | tr '\\0' ' '; echo '{\"access_key_id\":\"canary\",\"access_key_secret\":\"canary\",\"mode\":\"AK\"}'")]
    public async Task What_a_program_prints_else_is_not_shown(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        Write($$"""{"name":"p","mode":"External","process_command":"/bin/sh {{Script(script)}}"}""");

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.ChooseProfile("p")));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        FakeMachine.AssertSaysNothing(error.ToString());
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told()
    {
        Write($$"""{"name":"p","mode":"External","process_command":"{{_machine.At("nothing")}} --secret canary"}""");

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.ChooseProfile("p")));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        FakeMachine.AssertSaysNothing(error.ToString());
    }

    [Theory]
    [InlineData("exec sleep 600")]
    [InlineData("yes canary | cat")]
    public async Task A_program_that_does_not_end_is_ended(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        Write($$"""{"name":"p","mode":"External","process_command":"/bin/sh {{Script(script)}}"}""");
        Task<AccessKey> fetching = _machine.GetKeyAsync(_machine.ChooseProfile("p"));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.Network.PassTimeAsync(fetching));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
    }

    [Fact]
    public void A_variable_chooses_the_profile_and_the_parameter_chooses_it_again()
    {
        Write($$"""{"name":"a","mode":"AK",{{Pair}}}""", $$"""{"name":"b","mode":"AK",{{Pair}}}""", $$"""{"name":"c","mode":"AK",{{Pair}}}""");

        Assert.Equal("a", _machine.Choose().Profile);
        _machine.Set("ALIBABA_CLOUD_PROFILE=b");
        Assert.Equal("b", _machine.Choose().Profile);
        _machine.Set("ALIBABACLOUD_PROFILE=c");
        Assert.Equal("c", _machine.Choose().Profile);
        Assert.Equal("a", _machine.ChooseProfile("a").Profile);
    }

    [Fact]
    public void Nothing_takes_the_place_of_a_profile_that_was_chosen()
    {
        Write($$"""{"name":"a","mode":"AK",{{Pair}}}""");
        _machine.WithMetadata().Write("hardware/product_name", "Alibaba Cloud ECS").Set("ALIBABA_CLOUD_PROFILE=gone");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
        Assert.Equal("a", _machine.ChooseProfile("a").Profile);

        // The other file may have it.
        _machine.Write("home/.alibabacloud/credentials", "[gone]\ntype = access_key\naccess_key_id = x\naccess_key_secret = y\n");
        Assert.Equal("gone", _machine.Choose().Profile);
    }

    [Fact]
    public void A_lone_profile_takes_the_place_of_a_current_one_that_is_gone_in_no_case()
    {
        _machine.Write(Path, $$"""{"current":"gone","profiles":[{"name":"a","mode":"AK",{{Pair}}}]}""");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Theory]
    [InlineData("""{"name":"a","mode":"AK"}""", "gone")]
    [InlineData("""{"name":"a","mode":"CloudSSO"}""", "a")]
    [InlineData("""{"name":"a","mode":"AK"}""", "a")]
    [InlineData("""{"name":"a","mode":"AK","access_key_id":"x","access_key_secret":"canary"}""", "gone")]
    public void Choose_CurrentProfileCannotBeUsed_IsTheErrorAndNotTheMetadataService(string profile, string current)
    {
        _machine.WithMetadata().Write("hardware/product_name", "Alibaba Cloud ECS").Write(Path, $$"""{"current":"{{current}}","profiles":[{{profile}}]}""");

        EcsException error = _machine.Refuse();

        Assert.Contains(error.ErrorId, new[] { EcsErrorId.CredentialFileInvalid, EcsErrorId.NotSupported });
        Assert.Contains(_machine.At(Path), error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{current}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_machine.Network.Requests);
    }

    [Fact]
    public void A_profile_that_is_not_there_is_answered_with_those_that_are()
    {
        Write($$"""{"name":"a","mode":"AK",{{Pair}}}""");

        EcsException error = _machine.Refuse(new() { Profile = "b" });

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        Assert.Contains("Specify one of: a.", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true")]
    [InlineData("ALIBABA_CLOUD_IGNORE_PROFILE=TRUE")]
    public void The_file_can_be_switched_off(string variable)
    {
        Write($$"""{"name":"a","mode":"AK",{{Pair}}}""");
        _machine.Set(variable);

        Assert.Empty(_machine.List());
    }

    [Fact]
    public void A_profile_fills_what_it_does_not_say_from_the_environment()
    {
        Write("""{"name":"a","access_key_id":"x","access_key_secret":"y","endpoint":"127.0.0.1:8080"}""");
        _machine.Set("ALIBABA_CLOUD_REGION_ID=cn-beijing");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("AK", "cn-beijing", new Uri("https://127.0.0.1:8080")), (offer.Method, offer.Region, offer.Endpoint));
    }

    private void Write(params string[] profiles) =>
        _machine.Write(Path, $$"""{"current":"{{(profiles[0].Contains("\"a\"", StringComparison.Ordinal) ? "a" : "p")}}","profiles":[{{string.Join(",", profiles)}}]}""");

    // Run by the shell: a file that was just written cannot always be run itself while other tests start programs.
    private string Script(string text)
    {
        _machine.Write("work/a program", text + "\n").Write("work/program", text + "\n");
        return _machine.At(text.Contains("read", StringComparison.Ordinal) ? "work/a program" : "work/program");
    }
}
