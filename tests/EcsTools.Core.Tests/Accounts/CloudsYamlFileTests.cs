using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class CloudsYamlFileTests : IDisposable
{
    private const string Auth = "auth: {username: ops, password: canary, user_domain_name: acct, project_name: eu-de}";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_sample_is_read()
    {
        _machine.Write("work/clouds.yaml", SampleFiles.ReadFile("huawei", "clouds.yaml"));

        IReadOnlyList<AccountCandidate> offers = _machine.List();

        Assert.Equal(["otc-password", "otc-aksk", "otc-agency"], offers.Select(o => o.Profile));
        Assert.Equal(["password", "aksk", "agency"], offers.Select(o => o.Method));
        Assert.All(offers, o => Assert.Equal((null, EcsCloud.OpenTelekom, "eu-de", "eu-de"), (o.Problem, o.Cloud, o.Region, o.ProjectName)));
        Assert.Equal(EcsErrorId.AmbiguousAccount, _machine.Refuse().ErrorId);
    }

    [Theory]
    [InlineData("work/clouds.yaml")]
    [InlineData("work/clouds.yml")]
    [InlineData("home/.config/openstack/clouds.yaml")]
    [InlineData("etc/openstack/clouds.json")]
    public void It_is_found_wherever_it_may_lie_and_a_lone_entry_is_taken(string path)
    {
        // JSON is YAML too.
        _machine.Write(path, """
            {"clouds": {"mine": {
              "profile": "otc", "region_name": "eu-nl",
              "auth": {"username": "ops", "password": "canary", "user_domain_name": "acct"}
            }}}
            """);

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((EcsCloud.OpenTelekom, "mine", "eu-nl"), (offer.Cloud, offer.Profile, offer.Region));
        Assert.Equal(new Uri("https://iam.eu-nl.otc.t-systems.com/v3"), offer.Login!.AuthUrl);
        Assert.Equal(("ops", "canary", "acct"), (offer.Login.UserName, offer.Login.Password, offer.Login.UserDomainName));
    }

    [Fact]
    public void The_nearest_file_is_read_alone_and_a_variable_names_another()
    {
        _machine.Write("work/clouds.yaml", $"clouds:\n  near:\n    profile: otc\n    {Auth}\n").Write("home/.config/openstack/clouds.yaml", $"clouds:\n  far:\n    profile: otc\n    {Auth}\n");
        Assert.Equal(["near"], _machine.List().Select(o => o.Profile));

        _machine.Set($"OS_CLIENT_CONFIG_FILE={_machine.At("home/.config/openstack/clouds.yaml")}");
        Assert.Equal(["far"], _machine.List().Select(o => o.Profile));

        _machine.Set($"OS_CLIENT_CONFIG_FILE={_machine.At("work/gone.yaml")}");
        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void Secrets_may_lie_in_a_file_of_their_own_and_vendors_in_another()
    {
        _machine.Write("home/.config/openstack/clouds.yaml", """
            clouds:
              mine:
                profile: team
                auth: {username: ops, project_name: eu-de}
            """).Write("home/.config/openstack/secure.yaml", """
            clouds:
              mine:
                auth: {password: canary}
              other:
                auth: {password: wrong}
            """).Write("etc/openstack/clouds-public.yaml", """
            public-clouds:
              team:
                region_name: eu-nl
                auth: {auth_url: "https://iam.{region_name}.otc.t-systems.com/v3", user_domain_name: acct, username: nobody}
            """);

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((EcsCloud.OpenTelekom, "eu-nl"), (offer.Cloud, offer.Region));
        Assert.Equal(("ops", "canary", "acct"), (offer.Login!.UserName, offer.Login.Password, offer.Login.UserDomainName));
        Assert.Equal(new Uri("https://iam.eu-nl.otc.t-systems.com/v3"), offer.Login.AuthUrl);
    }

    [Fact]
    public void A_variable_chooses_the_entry()
    {
        _machine.Write("home/.config/openstack/clouds.yaml", $"clouds:\n  a:\n    profile: otc\n    {Auth}\n  b:\n    profile: otc\n    auth: {{username: ops, user_domain_name: acct}}\n");
        _machine.Set("OS_CLOUD=b", "OS_PASSWORD=canary-other", "OS_REGION_NAME=eu-de");

        AccountCandidate offer = _machine.Choose();
        Assert.Equal(("b", "canary-other", "eu-de"), (offer.Profile, offer.Login!.Password, offer.Region));

        _machine.Set("OS_CLOUD=gone");
        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Fact]
    public void Plain_OpenStack_stands_beside_OTC()
    {
        _machine.Write("work/clouds.yaml", $"clouds:\n  otc:\n    profile: otc\n    {Auth}\n  lab:\n    auth: {{auth_url: 'https://keystone.example.com/v3', username: u, password: canary}}\n");

        Assert.Equal("otc", _machine.Choose(new() { Cloud = EcsCloud.OpenTelekom }).Profile);
        Assert.Equal("lab", _machine.Choose(new() { Cloud = EcsCloud.OpenStack }).Profile);
        Assert.Equal(EcsErrorId.AmbiguousAccount, _machine.Refuse().ErrorId);
    }

    [Theory]
    [InlineData("auth_type: aksk\n    auth: {ak: TESTACCESSKEY0000001, sk: canary, security_token: t}", true)]
    [InlineData("auth_type: v3aksk\n    auth: {ak: TESTACCESSKEY0000001, sk: canary}", true)]
    [InlineData("auth: {ak: TESTACCESSKEY0000001, sk: canary}", true)]
    [InlineData("auth_type: v3password\n    " + Auth, false)]
    [InlineData("auth_type: token\n    auth: {token: canary}", false)]
    [InlineData("auth: {token: canary}", false)]
    public void The_kind_of_credential_is_told_or_seen(string entry, bool isKey)
    {
        _machine.Write("work/clouds.yaml", $"clouds:\n  mine:\n    profile: otc\n    region_name: eu-de\n    {entry}\n");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((isKey, !isKey), (offer.Keys is not null, offer.Login is not null));
    }

    [Theory]
    [InlineData("auth_type: v3oidcpassword\n    auth: {username: u}", EcsErrorId.NotSupported)]
    [InlineData("auth: {username: ops, user_domain_name: acct}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("auth: {password: canary}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("auth_type: aksk\n    auth: {ak: x}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("auth_type: agency\n    auth: {ak: x, sk: canary}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("auth: {auth_url: 'http://iam.eu-de.otc.t-systems.com', username: ops, password: canary}", EcsErrorId.InsecureEndpoint)]
    public void An_entry_that_cannot_be_used_says_why(string entry, string errorId)
    {
        _machine.Write("work/clouds.yaml", $"clouds:\n  mine:\n    profile: otc\n    region_name: eu-de\n    {entry}\n");

        Assert.Equal(errorId, _machine.Refuse(new() { Profile = "mine" }).ErrorId);
    }

    [Theory]
    [InlineData("clouds: [canary")]
    [InlineData("canary")]
    [InlineData("other: {}")]
    [InlineData("clouds: canary")]
    [InlineData("a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\nclouds: {x: *f}")]
    public void A_broken_file_is_told_without_its_content(string text)
    {
        _machine.Write("work/clouds.yaml", text);

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
    }

    [Fact]
    public async Task An_agency_acts_for_the_project_of_its_giver()
    {
        _machine.Write("work/clouds.yaml", """
            clouds:
              mine:
                profile: otc
                region_name: eu-de
                auth_type: agency
                auth: {ak: TESTACCESSKEY0000001, sk: canary, project_id: own, target_domain_id: d2, target_agency_name: ops, target_project_name: eu-de_theirs}
            """);
        _machine.Network.Answer("POST", "/securitytokens", _ => SampleNetwork.Json(201, """{"credential":{"access":"TEMP1","secret":"s","securitytoken":"t"}}"""));

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((null, "eu-de_theirs", null), (offer.ProjectId, offer.ProjectName, offer.Login));
        Assert.Equal("TEMP1", (await _machine.GetKeyAsync(offer)).Id);
        JToken role = _machine.Network.Requests[0].Body!.SelectToken("auth.identity.assume_role")!;
        Assert.Equal(("d2", "ops"), ((string?)role["domain_id"], (string?)role["agency_name"]));
    }

    [Theory]
    [InlineData("verify: false")]
    [InlineData("cacert: /etc/own-ca.pem")]
    public void What_is_not_done_with_certificates_is_said(string setting)
    {
        _machine.Write("work/clouds.yaml", $"clouds:\n  mine:\n    profile: otc\n    {setting}\n    {Auth}\n");

        Assert.Single(_machine.Choose().Warnings);
    }
}
