using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class AlibabaIniFileTests : IDisposable
{
    private const string Path = "home/.alibabacloud/credentials";
    private const string File = """
        ; shared by the SDKs
        [default]
        type = access_key
        access_key_id = LTAIexample
        access_key_secret = canary-secret=with=signs

        [role]
        TYPE = ram_role_arn
        access_key_id = LTAIexample
        access_key_secret = canary-secret
        role_arn = acs:ram::1:role/ops
        role_session_name = runbook
        policy = {"Version":"1"}

        [instance]
        type = ecs_ram_role
        role_name = ops-instance-role

        [odd]
        type = rsa_key_pair

        [empty]
        """;

    private readonly FakeMachine _machine = new FakeMachine().Write(Path, File).Set("ALIBABA_CLOUD_REGION_ID=cn-hangzhou");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task The_default_is_taken_and_a_variable_chooses_another()
    {
        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("default", "access_key", "cn-hangzhou"), (offer.Profile, offer.Method, offer.Region));
        Assert.Equal("canary-secret=with=signs", (await _machine.GetKeyAsync(offer)).Secret);
        _machine.Set("ALIBABA_CLOUD_PROFILE=instance");
        Assert.Equal("instance", _machine.Choose().Profile);
        _machine.Set("ALIBABA_CLOUD_PROFILE=gone");
        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Fact]
    public async Task A_role_is_assumed()
    {
        _machine.WithSts();

        AccessKey key = await _machine.GetKeyAsync(_machine.ChooseProfile("role"));

        RecordedRequest request = Assert.Single(_machine.Network.Requests);
        Assert.Equal("STS.1", key.Id);
        Assert.Equal(
            ("acs:ram::1:role/ops", "runbook", """{"Version":"1"}"""),
            (request.Query["RoleArn"], request.Query["RoleSessionName"], request.Query["Policy"]));
    }

    [Fact]
    public async Task A_servers_role_is_asked_for()
    {
        _machine.WithMetadata();

        Assert.Equal("STS.metadata", (await _machine.GetKeyAsync(_machine.ChooseProfile("instance"))).Id);
    }

    [Theory]
    [InlineData("odd", EcsErrorId.NotSupported)]
    [InlineData("empty", EcsErrorId.CredentialFileInvalid)]
    public void A_profile_that_cannot_be_used_hides_no_other(string profile, string errorId)
    {
        Assert.Equal(errorId, _machine.Refuse(new() { Profile = profile }).ErrorId);
        Assert.Equal(5, _machine.List().Count);
    }

    [Fact]
    public void A_variable_names_another_file()
    {
        _machine.Write("work/mine.ini", "[default]\ntype=access_key\naccess_key_id=other\naccess_key_secret=s").Set($"ALIBABA_CLOUD_CREDENTIALS_FILE={_machine.At("work/mine.ini")}");
        Assert.Equal(_machine.At("work/mine.ini"), _machine.Choose().Source);

        _machine.Set($"ALIBABA_CLOUD_CREDENTIALS_FILE={_machine.At("work/gone.ini")}");
        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void The_sample_is_read()
    {
        _machine.Write(Path, SampleFiles.ReadFile("alibaba", "alibabacloud.credentials.ini"));

        Assert.Equal(["default", "role", "instance"], _machine.List().Where(o => o.Problem is null).Select(o => o.Profile));
    }
}
