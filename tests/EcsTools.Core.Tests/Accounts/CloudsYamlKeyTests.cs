using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>
/// Every key of clouds.yaml that decides who acts or where, wherever openstacksdk takes it from (openstack.config.loader), and who wins:
/// <list type="bullet">
/// <item>layers: vendor's profile, entry, secure.yaml, values of the chosen region; the later wins, <c>auth</c> is merged;</item>
/// <item>project, domains, token and passcode: beside <c>auth</c> before within, <c>project_*</c> before <c>tenant_*</c>;</item>
/// <item>other options of the login: within <c>auth</c> before beside it;</item>
/// <item>region: the first of <c>regions</c>, else <c>region_name</c>, else the vendor's; a variable or a parameter chooses among them.</item>
/// </list>
/// </summary>
public sealed class CloudsYamlKeyTests : IDisposable
{
    private const string Path = "home/.config/openstack/clouds.yaml";
    private const string Login = "auth_url: 'https://k.example', username: u, password: canary";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("project_name: web", "", "web")]
    [InlineData("tenant_name: web", "", "web")]
    [InlineData("project-name: web", "", "web")]
    [InlineData("", "tenant_name: web", "web")]
    [InlineData("", "project-name: web", "web")]
    [InlineData("project_name: web", "project_name: other", "web")]
    [InlineData("tenant_name: other", "project_name: web", "web")]
    [InlineData("project_name: web", "tenant_name: other", "web")]
    public void Project_AnyPlace_IsHonored(string beside, string within, string project) => Assert.Equal(project, Choose(beside, within).ProjectName);

    [Theory]
    [InlineData("tenant_id: p1", "")]
    [InlineData("project_id: p1", "tenant_id: p2")]
    [InlineData("", "project_id: p1, tenant_id: p2")]
    public void ProjectId_AnyPlace_IsHonored(string beside, string within) => Assert.Equal("p1", Choose(beside, within).ProjectId);

    [Theory]
    [InlineData("user_domain_name: d", "", "d", null)]
    [InlineData("user_domain_name: d", "user_domain_name: other", "d", null)]
    [InlineData("project_domain_name: d", "user_domain_name: u", "u", "d")]
    [InlineData("domain_name: d", "", "d", "d")]
    [InlineData("", "domain_name: d, user_domain_name: u", "u", "d")]
    [InlineData("default_domain_name: d", "", "d", "d")]
    [InlineData("domain_name: d", "default_domain_name: other", "d", "d")]
    public void Domain_AnyPlace_IsHonored(string beside, string within, string user, string? project)
    {
        AccountCandidate offer = Choose(beside, $"project_name: web{(within.Length > 0 ? ", " : "")}{within}");

        Assert.Equal((user, project), (offer.Login!.UserDomainName, offer.Login.ProjectDomainName));
    }

    [Fact]
    public void Login_BesideAuth_CountsWhereAuthHasNone()
    {
        _machine.Write(Path, "clouds:\n  lab:\n    auth_url: https://k.example\n    username: other\n    password: canary\n    auth: {username: u}\n");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((new Uri("https://k.example"), "u", "canary"), (offer.Endpoint, offer.Login!.UserName, offer.Login.Password));
    }

    [Fact]
    public void Entry_WithoutAuth_IsRead()
    {
        _machine.Write(Path, "clouds:\n  lab:\n    auth-url: https://k.example\n    auth-type: v3applicationcredential\n    application_credential_id: a1\n    application_credential_secret: canary\n");

        Assert.Equal(("a1", "canary"), (_machine.Choose().Login!.ApplicationCredentialId, _machine.Choose().Login!.ApplicationCredentialSecret));
    }

    [Theory]
    [InlineData(null, "north", "n", "internal")]
    [InlineData("south", "south", "s", "public")]
    [InlineData("west", "west", "web", "public")]
    public void Regions_Values_BelongToTheChosenRegion(string? region, string expected, string project, string side)
    {
        _machine.Write(Path, $$"""
            clouds:
              lab:
                auth: { {{Login}}, project_name: web}
                regions:
                - name: north
                  values: {interface: internal, auth: {project_name: n, auth_url: 'https://north.example'} }
                - {name: south, values: {project_name: s} }
                - west
            """);

        foreach (AccountCandidate offer in new[] { _machine.Choose(new() { Region = region }), _machine.Set("OS_CLOUD=lab", $"OS_REGION_NAME={region}").Choose() })
        {
            Assert.Equal((expected, project, side), (offer.Region, offer.ProjectName, Assert.IsType<OpenStackSettings>(offer.Settings).Interface));
            Assert.Equal(new Uri(expected == "north" ? "https://north.example" : "https://k.example"), offer.Endpoint);
        }
    }

    [Fact]
    public void Regions_NotInTheList_IsRefused()
    {
        _machine.Write(Path, $"clouds:\n  lab:\n    auth: {{{Login}}}\n    regions: [north, south]\n");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse(new() { Region = "east" }).ErrorId);
        _machine.Set("OS_CLOUD=lab", "OS_REGION_NAME=east");
        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Theory]
    [InlineData("region_name: north", null, "north")]
    [InlineData("region_name: north", "east", "east")]
    [InlineData("region_name: 'north,south'", null, "north")]
    [InlineData("region_name: [north, south]", null, "north")]
    public void RegionName_IsTheDefault(string setting, string? given, string region)
    {
        Assert.Null(Choose(setting, "").Problem);
        Assert.Equal(region, _machine.Choose(new() { Region = given }).Region);
    }

    [Fact]
    public void Layers_SecureOverEntryOverVendor_TheLaterWins()
    {
        _machine.Write(Path, "clouds:\n  lab:\n    profile: team\n    project_name: web\n    auth: {username: u}\n")
            .Write("home/.config/openstack/secure.yaml", "clouds:\n  lab:\n    project_name: secret-web\n    auth: {password: canary}\n")
            .Write("home/.config/openstack/clouds-public.yaml", "public-clouds:\n  team:\n    regions: [north, south]\n    auth: {auth_url: 'https://k.example', username: nobody, user_domain_name: d}\n");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("secret-web", "north", "u", "d", "canary"), (offer.ProjectName, offer.Region, offer.Login!.UserName, offer.Login.UserDomainName, offer.Login.Password));
    }

    [Theory]
    [InlineData("trust_id: t", "", "trust_id")]
    [InlineData("", "system_scope: all", "system_scope")]
    [InlineData("compute_interface: internal", "", "compute_interface")]
    [InlineData("compute-region-name: east", "", "compute_region_name")]
    [InlineData("volume_service_name: other", "", "volume_service_name")]
    [InlineData("", "domain_id: d, user_id: u1", "domain_id")]
    [InlineData("domain_name: d", "user_domain_name: d", "domain_name")]
    public void Keys_NotUsed_AreRefusedByName(string beside, string within, string key)
    {
        EcsException error = Assert.Throws<EcsException>(() => Choose(beside, within));

        Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interface: internal", "interface")]
    [InlineData("compute_endpoint_override: https://ecs.example", "compute_endpoint_override")]
    [InlineData("trust_id: t", "trust_id")]
    public void Keys_NotUsedOnOtc_AreRefusedByName(string setting, string key)
    {
        _machine.Write(Path, $"clouds:\n  otc:\n    profile: otc\n    region_name: eu-de\n    {setting}\n    auth: {{username: u, password: canary, user_domain_name: d}}\n");

        EcsException error = _machine.Refuse();

        Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    // By os-service-types; an override by any name goes before an older 'endpoint' by any.
    [Theory]
    [InlineData("compute", ApiService.Compute)]
    [InlineData("image", ApiService.Image)]
    [InlineData("block_storage", ApiService.Volume)]
    [InlineData("volumev3", ApiService.Volume)]
    [InlineData("volumev2", ApiService.Volume)]
    [InlineData("volume", ApiService.Volume)]
    [InlineData("block_store", ApiService.Volume)]
    [InlineData("block-store", ApiService.Volume)]
    public void Endpoints_EveryAlias_IsHonoredOrRefusedByName(string service, object of)
    {
        string variable = service.Replace('-', '_').ToUpperInvariant();
        foreach (string key in new[] { "endpoint_override", "endpoint" })
        {
            Assert.Equal(new Uri("https://s.example"), Overrides(Choose($"{service}_{key}: https://s.example", ""))[(ApiService)of]);

            _machine.Write("home/.config/openstack/clouds.yaml", $"clouds:\n  otc:\n    profile: otc\n    region_name: eu-de\n    {service}_{key}: https://s.example\n    auth: {{username: u, password: canary, user_domain_name: d}}\n");
            Assert.Equal(EcsErrorId.NotSupported, _machine.Refuse().ErrorId);

            using FakeMachine other = new();
            other.Set("OS_AUTH_URL=https://k.example", "OS_USERNAME=u", "OS_PASSWORD=canary", $"OS_{variable}_{key.ToUpperInvariant()}=https://s.example");
            Assert.Equal(new Uri("https://s.example"), Overrides(other.Choose())[(ApiService)of]);
        }
    }

    [Theory]
    [InlineData("volume_endpoint_override: https://b.example, volumev3_endpoint_override: https://a.example")]
    [InlineData("block_store_endpoint_override: https://b.example, block_storage_endpoint_override: https://a.example")]
    [InlineData("block_storage_endpoint: https://b.example, block_store_endpoint_override: https://a.example")]
    [InlineData("volumev2_endpoint_override: https://a.example, volume_endpoint_override: https://b.example")]
    public void Endpoints_Several_TheFirstAliasWins(string settings) =>
        Assert.Equal(new Uri("https://a.example"), Overrides(Choose(settings.Replace(", ", "\n    ", StringComparison.Ordinal), ""))[ApiService.Volume]);

    [Theory]
    [InlineData("project_name: [x, y]", "", "project_name")]
    [InlineData("", "project_name: [x, y]", "project_name")]
    [InlineData("", "user_id: {a: b}", "user_id")]
    [InlineData("project-id: {a: b}", "", "project_id")]
    [InlineData("regions: onlyone", "", "regions")]
    [InlineData("regions: {onlyone: {}}", "", "regions")]
    [InlineData("regions: [{name: r1, values: [a]}]", "", "values")]
    [InlineData("regions: [{name: r1, values: {auth: {project_name: [a]}}}]", "", "project_name")]
    [InlineData("region_name: {a: b}", "", "region_name")]
    [InlineData("interface: [internal]", "", "interface")]
    [InlineData("volumev3_endpoint_override: [https://a.example]", "", "volumev3_endpoint_override")]
    [InlineData("profile: [otc]", "", "profile")]
    [InlineData("auth_type: [token]", "", "auth_type")]
    public void Keys_OfAnotherKind_AreRefusedByName(string beside, string within, string key)
    {
        EcsException error = Assert.Throws<EcsException>(() => Choose(beside, within));

        Assert.Equal(EcsErrorId.CredentialFileInvalid, error.ErrorId);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("home/.config/openstack/secure.yaml", "clouds: {lab: {auth: {project_name: [x]}}}", "project_name")]
    [InlineData("home/.config/openstack/secure.yaml", "clouds: {lab: {auth: canary}}", "auth")]
    [InlineData("home/.config/openstack/clouds-public.yaml", "public-clouds: {team: {project_id: [x]}}", "project_id")]
    public void Keys_OfAnotherKindInAnotherLayer_AreRefusedByName(string file, string text, string key)
    {
        _machine.Write(Path, $"clouds:\n  lab:\n    profile: team\n    auth: {{{Login}}}\n").Write(file, text);

        EcsException error = _machine.Refuse();

        Assert.Equal(EcsErrorId.CredentialFileInvalid, error.ErrorId);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default_domain_name: d", "", "d", null)]
    [InlineData("", "default_domain_name: d", "d", null)]
    [InlineData("", "default_domain_id: d1", null, "d1")]
    [InlineData("", "user_domain_id: d1, default_domain_name: other", null, "d1")]
    [InlineData("domain_name: d", "default_domain_name: other", "d", null)]
    public void Domain_OnOtc_IsHonoredInAnyPlace(string beside, string within, string? name, string? id)
    {
        _machine.Write(Path, $"clouds:\n  otc:\n    profile: otc\n    region_name: eu-de\n    {(beside.Length > 0 ? beside : "verify: true")}\n    auth: {{username: u, password: canary{(within.Length > 0 ? ", " + within : "")}}}\n");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((name, id), (offer.Login!.UserDomainName, offer.Login.UserDomainId));
    }

    [Theory]
    [InlineData("eu-de", null)]
    [InlineData(null, "eu-de")]
    public void Profile_OfOneRegion_RefusesAnother(string? written, string? given)
    {
        _machine.Write(Path, $"clouds:\n  mine:\n    profile: otc-swiss\n    {(written is null ? "verify: true" : $"region_name: {written}")}\n    auth: {{username: u, password: canary, user_domain_name: d}}\n");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse(new() { Region = given }).ErrorId);
    }

    [Theory]
    [InlineData("vexxhost")]
    [InlineData("https://cloud.example")]
    public void Profile_NotKnown_IsRefusedUnlessTheEntryHasItsAddress(string vendor)
    {
        _machine.Write(Path, $"clouds:\n  lab:\n    profile: '{vendor}'\n    auth: {{username: u, password: canary}}\n");
        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);

        _machine.Write(Path, $"clouds:\n  lab:\n    profile: '{vendor}'\n    auth: {{{Login}}}\n");
        Assert.Equal(new Uri("https://k.example"), _machine.Choose().Endpoint);
    }

    [Theory]
    [InlineData("profile: otc-swiss\n    auth: {", EcsCloud.OpenTelekom, "eu-ch2", "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3")]
    [InlineData("region_name: cn-north-4\n    auth: {auth_url: 'https://iam.cn-north-4.myhwclouds.com/v3', ", EcsCloud.Huawei, "cn-north-4", "https://iam.cn-north-4.myhwclouds.com/v3")]
    public void Address_OfKnownClouds_IsRecognized(string entry, EcsCloud cloud, string region, string address)
    {
        _machine.Write(Path, $"clouds:\n  mine:\n    {entry}username: u, password: canary, user_domain_name: d}}\n");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((cloud, region, new Uri(address)), (offer.Cloud, offer.Region, offer.Login!.AuthUrl));
    }

    [Theory]
    [InlineData("<<: *shared\n    auth: {<<: *login, username: u}")]
    [InlineData("auth: {username: u, <<: [*login, *other]}\n    <<: *shared")]
    public void MergeKeys_AreHonored(string entry)
    {
        _machine.Write(Path, $"""
            shared: &shared
              region_name: north
              project_name: web
            login: &login
              auth_url: https://k.example
              username: other
              password: canary
            other: &other
              auth_url: https://other.example
              user_domain_name: d
            clouds:
              lab:
                {entry}
            """);

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("north", "web", "u", "canary", new Uri("https://k.example")), (offer.Region, offer.ProjectName, offer.Login!.UserName, offer.Login.Password, offer.Endpoint));
    }

    [Theory]
    [InlineData("OS_TRUST_ID=t", true)]
    [InlineData("OS_SYSTEM_SCOPE=all", true)]
    [InlineData("OS_COMPUTE_INTERFACE=admin", true)]
    [InlineData("OS_VOLUMEV3_REGION_NAME=other", true)]
    [InlineData("OS_INTERFACE=internal", false)]
    [InlineData("OS_ENDPOINT_TYPE=internalURL", false)]
    [InlineData("OS_COMPUTE_ENDPOINT_OVERRIDE=https://ecs.example", false)]
    [InlineData("OS_BLOCK_STORE_ENDPOINT_OVERRIDE=https://evs.example", false)]
    [InlineData("OS_AUTH_TYPE=v3oidcpassword", true)]
    public void Variables_NotUsed_AreRefusedByName(string variable, bool onOpenStackToo)
    {
        string name = variable.StartsWith("OS_AUTH_TYPE", StringComparison.Ordinal) ? "v3oidcpassword" : variable.Split('=')[0];
        foreach ((string address, EcsCloud cloud) in new[]
        {
            ("https://iam.eu-de.otc.t-systems.com/v3", EcsCloud.OpenTelekom), ("https://iam.cn-north-4.myhuaweicloud.com/v3", EcsCloud.Huawei), ("https://k.example", EcsCloud.OpenStack),
        })
        {
            _machine.Set($"OS_AUTH_URL={address}", "OS_USERNAME=u", "OS_PASSWORD=canary", "OS_USER_DOMAIN_NAME=d", "OS_PROJECT_NAME=web", variable);
            if (cloud == EcsCloud.OpenStack && !onOpenStackToo)
            {
                Assert.Equal(cloud, _machine.Choose().Cloud);
                continue;
            }

            foreach (EcsCloud? given in new EcsCloud?[] { null, cloud })
            {
                EcsException error = _machine.Refuse(new() { Cloud = given });
                Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
                Assert.Contains(cloud == EcsCloud.OpenStack ? "" : name, error.Message, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Theory]
    [InlineData("OS_INTERFACE=public")]
    [InlineData("OS_ENDPOINT_TYPE=publicURL")]
    [InlineData("OS_AUTH_TYPE=v3password")]
    [InlineData("OS_AUTH_TYPE=password")]
    public void Variables_ThatSayWhatIsDone_AreTaken(string variable)
    {
        _machine.Set("OS_AUTH_URL=https://iam.eu-de.otc.t-systems.com/v3", "OS_USERNAME=u", "OS_PASSWORD=canary", "OS_DEFAULT_DOMAIN_NAME=d", variable);

        Assert.Equal((EcsCloud.OpenTelekom, "d"), (_machine.Choose().Cloud, _machine.Choose().Login!.UserDomainName));
    }

    [Fact]
    public void Paths_WithTilde_AreInTheHomeFolder()
    {
        _machine.Write(Path, $"clouds:\n  lab:\n    region_name: r1\n    cacert: ~/ca.pem\n    auth: {{{Login}}}\n");
        Assert.Equal(_machine.At("home/ca.pem"), _machine.Choose().Settings.CaFile);

        _machine.Set("OS_AUTH_URL=https://k.example", "OS_USERNAME=u", "OS_PASSWORD=canary", "OS_CACERT=~/other.pem");
        Assert.Equal(_machine.At("home/other.pem"), _machine.Choose().Settings.CaFile);

        _machine.Set("OS_AUTH_URL=", "OS_CLIENT_CONFIG_FILE=~/.config/openstack/clouds.yaml");
        Assert.Equal(["lab"], _machine.List(EcsCloud.OpenStack).Select(o => o.Profile));

        _machine.Write("home/keys", "[a]\ntype = access_key\naccess_key_id = x\naccess_key_secret = canary\n").Set("ALIBABA_CLOUD_CREDENTIALS_FILE=~/keys");
        Assert.Equal(["a"], _machine.List(EcsCloud.Alibaba).Where(o => o.Step == CredentialSourceKind.File).Select(o => o.Profile));

        _machine.Write("home/hw", "[basic]\nak = TESTACCESSKEY0000001\nsk = canary\n").Set("HUAWEICLOUD_SDK_CREDENTIALS_FILE=~/hw");
        Assert.Equal(["basic"], _machine.List(EcsCloud.Huawei).Where(o => o.Step == CredentialSourceKind.File).Select(o => o.Profile));
    }

    private static IReadOnlyDictionary<ApiService, Uri> Overrides(AccountCandidate offer) => Assert.IsType<OpenStackSettings>(offer.Settings).Overrides;

    private AccountCandidate Choose(string beside, string within)
    {
        _machine.Write(Path, $"clouds:\n  lab:\n    auth: {{{Login}{(within.Length > 0 ? ", " : "")}{within}}}\n{(beside.Length > 0 ? $"    {beside}\n" : "")}");
        return _machine.Choose();
    }
}
