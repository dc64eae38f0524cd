using System.Net;

using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Tests.Accounts;

public sealed class AccountFinderTests : IDisposable
{
    private const string Aliyun = "home/.aliyun/config.json";
    private const string KooCli = "home/.hcloud/config.json";
    private const string AliyunText = """{"profiles":[{"name":"default","mode":"AK","access_key_id":"x","access_key_secret":"canary","region_id":"cn-hangzhou"}]}""";
    private const string KooCliText = """{"profiles":[{"name":"default","mode":"AKSK","accessKeyId":"TESTACCESSKEY0000001","secretAccessKey":"canary","region":"cn-north-4"}]}""";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_environment_goes_before_the_files_and_the_files_before_the_server()
    {
        _machine.Write("hardware/product_name", "Alibaba Cloud ECS");
        Assert.Equal("metadata service", _machine.Choose().Source);
        _machine.Write(KooCli, KooCliText);
        Assert.Equal(_machine.At(KooCli), _machine.Choose().Source);
        _machine.Set("ALIBABA_CLOUD_ACCESS_KEY_ID=x", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary");
        Assert.Equal("environment", _machine.Choose().Source);
        AccountCandidate given = _machine.Choose(new() { Cloud = EcsCloud.Huawei, AccessKeyId = "y", AccessKeySecret = new NetworkCredential("", "canary").SecurePassword });
        Assert.Equal(("parameters", EcsCloud.Huawei), (given.Source, given.Cloud));
    }

    [Fact]
    public void Several_clouds_in_one_place_are_not_chosen_among()
    {
        _machine.Write(Aliyun, AliyunText).Write(KooCli, KooCliText);

        Assert.Equal(EcsErrorId.AmbiguousAccount, _machine.Refuse().ErrorId);
        Assert.Equal(EcsErrorId.AmbiguousAccount, _machine.Refuse(new() { Profile = "default" }).ErrorId);
        Assert.Equal(EcsCloud.Huawei, _machine.Choose(new() { Cloud = EcsCloud.Huawei }).Cloud);
        Assert.Equal(EcsCloud.Alibaba, _machine.Choose(new() { Cloud = EcsCloud.Alibaba, Profile = "default" }).Cloud);

        _machine.Set("HW_ACCESS_KEY=x", "HW_SECRET_KEY=canary", "ALIBABA_CLOUD_ACCESS_KEY_ID=x", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary");
        Assert.Equal(EcsErrorId.AmbiguousAccount, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void A_broken_source_is_passed_over_for_another_but_told_where_there_is_none()
    {
        _machine.Write(Aliyun, """{"profiles":[{"canary""");
        EcsException alone = _machine.Refuse();
        Assert.Equal(EcsErrorId.CredentialFileInvalid, alone.ErrorId);
        Assert.Contains(_machine.At(Aliyun), alone.Message, StringComparison.Ordinal);

        _machine.Write(KooCli, KooCliText);
        Assert.Equal(EcsCloud.Huawei, _machine.Choose().Cloud);
        Assert.Equal([true, false], _machine.List().Select(o => o.Problem is not null));
    }

    [Fact]
    public void Two_broken_sources_are_told_together()
    {
        _machine.Write(Aliyun, "canary").Write(KooCli, "canary");

        EcsException error = _machine.Refuse();

        Assert.Equal(EcsErrorId.CredentialFileInvalid, error.ErrorId);
        Assert.Contains(_machine.At(Aliyun), error.Message, StringComparison.Ordinal);
        Assert.Contains(_machine.At(KooCli), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_preferred_profile_that_is_broken_is_replaced_by_no_other()
    {
        _machine.Write(Aliyun, """{"current":"a","profiles":[{"name":"a","mode":"AK"},{"name":"b","mode":"AK","access_key_id":"x","access_key_secret":"canary"},{"name":"c","mode":"AK","access_key_id":"x","access_key_secret":"canary"}]}""");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void A_profile_that_OS_CLOUD_names_and_that_is_broken_is_replaced_by_no_other()
    {
        _machine.Set("OS_CLOUD=a").Write(KooCli, KooCliText).Write("work/clouds.yaml", """
            clouds:
              a: {profile: otc, auth: {username: ops}}
              b: {profile: otc, auth: {username: ops, password: canary}}
            """);

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
        Assert.Equal("b", _machine.ChooseProfile("b").Profile);
    }

    [Theory]
    [InlineData("gone", "home/.alibabacloud/credentials", "[default]\ntype = access_key\naccess_key_id = other\naccess_key_secret = canary\n")]
    [InlineData("a", "home/.alibabacloud/credentials", "[default]\ntype = access_key\naccess_key_id = other\naccess_key_secret = canary\n")]
    [InlineData("gone", KooCli, KooCliText)]
    [InlineData("a", KooCli, KooCliText)]
    public void Choose_CurrentProfileCannotBeUsed_IsReplacedByNoOtherSource(string current, string file, string text)
    {
        _machine.Write(Aliyun, $$"""{"current":"{{current}}","profiles":[{"name":"a","mode":"CloudSSO"}]}""").Write(file, text);

        Assert.Contains($"'{current}'", _machine.Refuse().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KooCli, """{"current":"gone","profiles":[]}""", Aliyun, AliyunText)]
    [InlineData(KooCli, """{"current":"a","profiles":[{"name":"a","mode":"SSO"}]}""", Aliyun, AliyunText)]
    [InlineData("home/.huaweicloud/credentials", "[basic]\nak = TESTACCESSKEY0000001\n[global]\nak = TESTACCESSKEY0000002\nsk = canary\n", "", "")]
    public void Choose_ChosenOrFirstCannotBeUsed_IsReplacedByNoOther(string broken, string brokenText, string file, string text)
    {
        _machine.Write(broken, brokenText).Write(file.Length == 0 ? "home/nothing" : file, text);

        Assert.Contains(_machine.At(broken), _machine.Refuse().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OS_CLOUD=gone", true, EcsErrorId.CredentialFileInvalid)]
    [InlineData("OS_CLOUD=gone", false, EcsErrorId.CredentialNotFound)]
    [InlineData("OS_CLOUD=broken", true, EcsErrorId.CredentialFileInvalid)]
    [InlineData("ALIBABA_CLOUD_PROFILE=gone", true, EcsErrorId.CredentialFileInvalid)]
    [InlineData("ALIBABA_CLOUD_PROFILE=gone", false, EcsErrorId.CredentialFileInvalid)]
    public void Choose_VariableNamesWhatCannotBeUsed_IsReplacedByNoOther(string variable, bool hasFiles, string errorId)
    {
        _machine.Set(variable, $"HW_ACCESS_KEY={FakeMachine.HuaweiKey}", "HW_SECRET_KEY=canary");
        if (hasFiles)
        {
            _machine.Write(Aliyun, AliyunText).Write("home/.config/openstack/clouds.yaml", "clouds:\n  broken: {profile: otc, auth: {username: ops}}\n");
        }

        Assert.Equal(errorId, _machine.Refuse().ErrorId);

        // The user's word for the cloud goes before it.
        AccountCandidate huawei = variable.StartsWith("OS_", StringComparison.Ordinal)
            ? _machine.Set("OS_CLOUD=").Choose(new() { Cloud = EcsCloud.Huawei })
            : _machine.Choose(new() { Cloud = EcsCloud.Huawei });
        Assert.Equal("environment", huawei.Source);
    }

    [Fact]
    public void Choose_NamedProfileNowhere_IsNotReplacedByTheServersRole()
    {
        _machine.WithMetadata().Write("hardware/product_name", "Alibaba Cloud ECS").Set("ALIBABA_CLOUD_PROFILE=gone");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
        _machine.Set("ALIBABA_CLOUD_PROFILE=").Choose();
    }

    [Fact]
    public void ChooseProfile_BrokenHereUsableElsewhere_IsTheError()
    {
        _machine.Write(Aliyun, """{"profiles":[{"name":"prod","mode":"CloudSSO"}]}""")
            .Write("home/.alibabacloud/credentials", "[prod]\ntype = access_key\naccess_key_id = other\naccess_key_secret = canary\n");
        Assert.Equal(EcsErrorId.NotSupported, _machine.Refuse(new() { Profile = "prod" }).ErrorId);

        _machine.Write(Aliyun, "{}").Write(KooCli, """{"profiles":[{"name":"prod","mode":"SSO"}]}""");
        Assert.Equal(EcsErrorId.AmbiguousAccount, _machine.Refuse(new() { Profile = "prod" }).ErrorId);
        Assert.Equal(EcsErrorId.NotSupported, _machine.Refuse(new() { Profile = "prod", Cloud = EcsCloud.Huawei }).ErrorId);
        Assert.Equal("prod", _machine.Choose(new() { Profile = "prod", Cloud = EcsCloud.Alibaba }).Profile);
    }

    [Fact]
    public void Choose_NothingOnTheMachine_IsCredentialNotFound()
    {
        Assert.Empty(_machine.List());
        Assert.Equal(EcsErrorId.CredentialNotFound, _machine.Refuse().ErrorId);
        Assert.Equal(EcsErrorId.CredentialNotFound, _machine.Refuse(new() { Cloud = EcsCloud.OpenStack }).ErrorId);
    }

    [Fact]
    public void Choose_SeveralProfilesAndNoneToUse_IsAmbiguousAccount()
    {
        _machine.Write("work/clouds.yaml", """
            clouds:
              a: {profile: otc, auth: {username: ops, password: canary}}
              b: {profile: otc, auth: {username: ops, password: canary}}
            """);

        EcsException error = _machine.Refuse();

        Assert.Equal(EcsErrorId.AmbiguousAccount, error.ErrorId);
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_ProfileThatDoesNotExist_IsCredentialNotFoundAndNamesThoseThatDo()
    {
        _machine.Write(Aliyun, AliyunText);

        EcsException error = _machine.Refuse(new() { Profile = "prod" });

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        Assert.Contains("default", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(EcsErrorId.CredentialNotFound, _machine.Refuse(new() { Profile = "default", Cloud = EcsCloud.Huawei }).ErrorId);
    }

    [Fact]
    public void Choose_ProfileOfAFileThatCannotBeRead_TellsTheFile()
    {
        _machine.Write(Aliyun, "canary");

        EcsException error = _machine.Refuse(new() { Profile = "prod" });

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        Assert.Contains(_machine.At(Aliyun), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_ProfileThatIsBroken_IsItsProblem()
    {
        _machine.Write(Aliyun, """{"profiles":[{"name":"a","mode":"AK"},{"name":"b","mode":"AK","access_key_id":"x","access_key_secret":"canary"}]}""");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse(new() { Profile = "a" }).ErrorId);
        Assert.Equal("b", _machine.ChooseProfile("b").Profile);
    }

    [Fact]
    public void Choose_SourceThatIsPassedOver_IsWarnedAbout()
    {
        _machine.Write(Aliyun, """{"profiles":[{"canary""").Write(KooCli, KooCliText);
        WarningLog log = new();
        using (AmbientLog.Use(log))
        {
            _machine.Choose();
        }

        string warning = Assert.Single(log.Warnings);
        Assert.Contains(_machine.At(Aliyun), warning, StringComparison.Ordinal);
        FakeMachine.AssertSaysNothing(warning);
    }

    [Fact]
    public void Choose_RoleOrAgency_TakesThePlaceOfTheCredential()
    {
        _machine.Set("HW_USER_NAME=ops", "HW_USER_PASSWORD=canary", "HW_DOMAIN_NAME=acct");

        AccountCandidate agency = _machine.Choose(new() { AgencyName = "ops", AgencyDomainName = "other" });

        Assert.Null(agency.Login);
        Assert.NotNull(agency.Keys);
        Assert.Equal(EcsErrorId.InvalidInput, _machine.Refuse(new() { RoleArn = "acs:ram::1:role/ops" }).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Choose_ProfileInTwoFilesOneOfThemBroken_TheFirstCounts(bool isWholeInFirst)
    {
        string secret = "\"access_key_id\":\"x\",\"access_key_secret\":\"canary\"";
        _machine.Write(Aliyun, $$"""{"profiles":[{"name":"ops","mode":"AK"{{(isWholeInFirst ? "," + secret : "")}}}]}""")
            .Write("home/.alibabacloud/credentials", $"[ops]\ntype = access_key\naccess_key_id = x\n{(isWholeInFirst ? "" : "access_key_secret = canary\n")}");
        Assert.Equal([1, 1], _machine.List().GroupBy(o => o.Problem is null).Select(g => g.Count()));

        Exception? refused = Record.Exception(() => _machine.ChooseProfile("ops"));

        Assert.Equal(isWholeInFirst ? null : EcsErrorId.CredentialFileInvalid, (refused as EcsException)?.ErrorId);
        Assert.Equal(isWholeInFirst, refused is null);
    }

    [Fact]
    public void Choose_EndpointAndDomains_AreTheUsersWhereHeNamesThem()
    {
        _machine.Set("OS_AUTH_URL=https://k.example.com/v3", "OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_PROJECT_NAME=web", "OS_USER_DOMAIN_ID=d1", "OS_PROJECT_DOMAIN_ID=d2");

        AccountCandidate found = _machine.Choose();
        AccountCandidate given = _machine.Choose(new() { Endpoint = new Uri("https://other.example.com/v3"), DomainId = "d8", ProjectDomainId = "d9" });

        Assert.Equal((new Uri("https://k.example.com/v3"), "d1", "d2"), (found.Endpoint, found.Login!.UserDomainId, found.Login.ProjectDomainId));
        Assert.Equal((new Uri("https://other.example.com/v3"), "d8", "d9"), (given.Endpoint, given.Login!.UserDomainId, given.Login.ProjectDomainId));
        Assert.Null(given.Login.AuthUrl);
    }

    [Fact]
    public void What_the_user_gives_goes_before_what_a_profile_says()
    {
        _machine.Write(KooCli, KooCliText.Replace("\"region\"", "\"projectId\":\"p1\",\"region\""));

        AccountCandidate offer = _machine.Choose(new() { Region = "eu-de", ProjectName = "eu-de_team", Endpoint = new Uri("https://proxy.example") });

        Assert.Equal(("eu-de", null, "eu-de_team", new Uri("https://proxy.example")), (offer.Region, offer.ProjectId, offer.ProjectName, offer.Endpoint));
    }

    [Fact]
    public void The_users_domain_goes_before_one_known_by_its_id()
    {
        _machine.Set("HW_USER_NAME=ops", "HW_USER_PASSWORD=canary", "HW_DOMAIN_ID=d1");

        AccountCandidate offer = _machine.Choose(new() { DomainName = "mine" });

        Assert.Equal((null, "mine"), (offer.Login!.UserDomainId, offer.Login.UserDomainName));
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, true)]
    [InlineData(EcsCloud.Alibaba, false)]
    public void Roles_and_agencies_belong_to_their_clouds(EcsCloud cloud, bool isRole)
    {
        ConnectRequest request = new()
        {
            Cloud = cloud,
            AccessKeyId = "x",
            AccessKeySecret = new NetworkCredential("", "canary").SecurePassword,
            RoleArn = isRole ? "acs:ram::1:role/ops" : null,
            AgencyName = isRole ? null : "ops",
            AgencyDomainName = "other",
        };

        Assert.Equal(EcsErrorId.InvalidInput, _machine.Refuse(request).ErrorId);
    }

    [Fact]
    public void A_file_that_others_can_read_is_warned_about()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        _machine.Write(Aliyun, AliyunText);
        Assert.Empty(_machine.Choose().Warnings);

        foreach (UnixFileMode mode in new[] { UnixFileMode.OtherRead, UnixFileMode.GroupRead })
        {
            string warning = Assert.Single(_machine.Share(Aliyun, mode).Choose().Warnings);
            Assert.Contains(_machine.At(Aliyun), warning, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_files_hold_is_not_asked_of_anybody_until_it_is_needed()
    {
        _machine.Write(Aliyun, """{"profiles":[{"name":"default","mode":"External","process_command":"/nowhere/canary"}]}""");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((null, "External"), (offer.Problem, offer.Method));
        Assert.Empty(_machine.Network.Requests);
        await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(offer));
    }
}
