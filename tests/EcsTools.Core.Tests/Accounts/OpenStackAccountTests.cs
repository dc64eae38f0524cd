using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Credentials;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>Accounts at plain OpenStack clouds: openrc's variables, clouds.yaml with secure.yaml, and what Keystone is told.</summary>
public sealed class OpenStackAccountTests : IDisposable
{
    private const string Address = "https://keystone.example.com:5000/v3";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void An_openrc_file_is_read()
    {
        _machine.Set(
            $"OS_AUTH_URL={Address}", "OS_USERNAME=ops", "OS_PASSWORD=canary", "OS_PROJECT_NAME=web", "OS_USER_DOMAIN_NAME=People",
            "OS_PROJECT_DOMAIN_ID=d2", "OS_REGION_NAME=north", "OS_INTERFACE=internalURL", "OS_CACERT=ca.pem", "OS_COMPUTE_ENDPOINT_OVERRIDE=https://nova.example.com");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((EcsCloud.OpenStack, "environment", "password", "north"), (offer.Cloud, offer.Source, offer.Method, offer.Region));
        Assert.Equal((new Uri(Address), "web"), (offer.Endpoint, offer.ProjectName));
        Assert.Equal(("ops", "canary", "People", "d2"), (offer.Login!.UserName, offer.Login.Password, offer.Login.UserDomainName, offer.Login.ProjectDomainId));
        Assert.Equal(("internal", _machine.At("work/ca.pem")), (Settings(offer).Interface, offer.Settings.CaFile));
        Assert.Equal(new Uri("https://nova.example.com"), Settings(offer).Overrides[ApiService.Compute]);
    }

    [Fact]
    public void Clouds_yaml_takes_its_secrets_from_secure_yaml_and_its_cacert_from_beside_it()
    {
        _machine.Write("home/.config/openstack/clouds.yaml", $"clouds:\n  lab:\n    region_name: r1\n    interface: admin\n    cacert: own/ca.pem\n    auth: {{auth_url: '{Address}', user_id: u1, project_id: p1}}\n")
            .Write("home/.config/openstack/secure.yaml", "clouds:\n  lab:\n    auth: {password: canary}\n");

        AccountCandidate offer = _machine.Choose(new() { Profile = "lab" });

        Assert.Equal(("u1", null, "canary", "p1"), (offer.Login!.UserId, offer.Login.UserName, offer.Login.Password, offer.ProjectId));
        Assert.Equal(("admin", _machine.At("home/.config/openstack/own/ca.pem")), (Settings(offer).Interface, offer.Settings.CaFile));
        Assert.Empty(offer.Warnings);
    }

    [Theory]
    [InlineData("auth_type: v3applicationcredential\n    auth: {application_credential_id: a1, application_credential_secret: canary, ", "applicationcredential")]
    [InlineData("auth: {application_credential_name: ci, username: ops, application_credential_secret: canary, ", "applicationcredential")]
    [InlineData("auth_type: v3token\n    auth: {token: canary, ", "token")]
    [InlineData("auth: {token: canary, ", "token")]
    [InlineData("auth_type: v3password\n    auth: {username: ops, password: canary, ", "password")]
    public void The_kind_of_login_is_told_or_seen(string entry, string method)
    {
        _machine.Write("work/clouds.yaml", $"clouds:\n  lab:\n    region_name: r1\n    {entry} auth_url: '{Address}'}}\n");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal((EcsCloud.OpenStack, method), (offer.Cloud, offer.Method));
        Assert.DoesNotContain(FakeMachine.Canary, $"{offer} {offer.Login}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth: {username: ops, password: canary}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("auth: {auth_url: 'https://k.example.com', username: ops}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("auth: {auth_url: 'https://k.example.com', password: canary}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("interface: sideways\n    auth: {auth_url: 'https://k.example.com', username: ops, password: canary}", EcsErrorId.CredentialFileInvalid)]
    [InlineData("auth_type: v3oidcpassword\n    auth: {auth_url: 'https://k.example.com', username: ops, password: canary}", EcsErrorId.NotSupported)]
    [InlineData("auth: {auth_url: 'http://k.example.com', username: ops, password: canary}", EcsErrorId.InsecureEndpoint)]
    public void What_cannot_be_used_is_told(string entry, string errorId)
    {
        _machine.Write("work/clouds.yaml", $"clouds:\n  lab:\n    {entry}\n");

        EcsException error = _machine.Refuse(new() { Cloud = EcsCloud.OpenStack });

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain(FakeMachine.Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_told_to_whoever_means_OpenStack()
    {
        _machine.Write("work/clouds.yaml", "clouds: [");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse(new() { Cloud = EcsCloud.OpenStack }).ErrorId);
    }

    [Fact]
    public void Keystone_is_told_an_application_credential_without_project_and_a_user_with_one()
    {
        KeystoneLogin credential = new() { ApplicationCredentialId = "a1", ApplicationCredentialSecret = "s", ProjectId = "p1" };
        KeystoneLogin named = new() { ApplicationCredentialName = "ci", UserName = "ops", UserDomainId = "default", ApplicationCredentialSecret = "s" };

        Assert.Equal(
            """{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"secret":"s","id":"a1"}}}}""",
            KeystoneAuthRequest.Build(credential).ToString(Formatting.None));
        Assert.Equal(
            """{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"secret":"s","name":"ci","user":{"name":"ops","domain":{"id":"default"}}}}}}""",
            KeystoneAuthRequest.Build(named).ToString(Formatting.None));
        Assert.Equal(
            """{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u1","password":"x"}}}}}""",
            KeystoneAuthRequest.Build(new() { UserId = "u1", Password = "x" }).ToString(Formatting.None));
    }

    private static OpenStackSettings Settings(AccountCandidate offer) => Assert.IsType<OpenStackSettings>(offer.Settings);
}
