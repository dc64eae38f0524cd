using System.Net;
using System.Text;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Connect-EcsAccount against a sandbox that listens, which it cannot tell from a cloud.</summary>
public sealed class ConnectTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public ConnectTests() => _session.Run("""
        $s = Start-EcsSandbox -Listen
        function New-Secret($text) { [System.Net.NetworkCredential]::new('', $text).SecurePassword }
        function New-Pair($id, $text) { [System.Management.Automation.PSCredential]::new($id, (New-Secret $text)) }
        $key = New-Pair $s.AccessKeyId $s.AccessKeySecret
        $login = New-Pair $s.UserName $s.Password
        """);

    private EcsSandbox Sandbox => (EcsSandbox)_session.Run("Get-EcsSandbox").Single().BaseObject;

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://localhost")]
    public void Plain_http_reaches_this_machine(string host)
    {
        EcsAccount account = Connect($"Connect-EcsAccount Alibaba -Region cn-hangzhou -Credential $key -Endpoint {host}:{Sandbox.Url!.Port}");

        Assert.Equal((EcsCloud.Alibaba, "alibaba-cn-hangzhou", true), (account.Cloud, account.Name, account.IsDefault));
        Assert.False(account.IsSandbox);
    }

    [Fact]
    public void A_role_is_acted_in()
    {
        EcsAccount account = Connect("""
            $me = Connect-EcsAccount Alibaba -Region cn-hangzhou -Credential $key -Endpoint $s.Url
            Connect-EcsAccount Alibaba -Region cn-hangzhou -Credential $key -Endpoint $s.Url -RoleArn "acs:ram::$($me.AccountId):role/ops"
            """);

        Assert.EndsWith(":assumed-role/ops/EcsTools", account.Identity, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Credential $key")]
    [InlineData("-Credential $login -DomainName $s.DomainName")]
    public void An_agency_is_acted_through(string credential)
    {
        EcsAccount account = Connect($"Connect-EcsAccount Huawei -Region cn-north-4 {credential} -AgencyName sandbox-agency -AgencyDomainName $s.DomainName -Endpoint $s.Url");

        Assert.Equal(Sandbox.ProjectId, account.AccountId);
        Assert.Equal(1, Sandbox.Operations.Where(o => o.Key.Contains("securitytokens", StringComparison.Ordinal)).Sum(o => o.Value));
    }

    [Fact]
    public async Task A_token_that_was_got_elsewhere_is_taken()
    {
        EcsSandbox sandbox = Sandbox;
        using HttpClient http = new();
        string login = $$"""
            {"auth": {
              "identity": {"methods": ["password"], "password": {"user": {
                "name": "{{sandbox.UserName}}", "password": "{{sandbox.Password}}", "domain": {"name": "{{sandbox.DomainName}}"} } } },
              "scope": {"project": {"name": "eu-de"} } } }
            """;
        using StringContent content = new(login, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(new Uri(sandbox.Url!, "/v3/auth/tokens"), content, TestContext.Current.CancellationToken);
        string token = response.Headers.GetValues("X-Subject-Token").Single();

        EcsAccount account = (EcsAccount)_session.Run(
            "Connect-EcsAccount OpenTelekom -Region eu-de -Token $token -Endpoint $s.Url", ("token", new NetworkCredential("", token).SecurePassword)).Single().BaseObject;

        Assert.StartsWith(sandbox.UserName, account.Identity, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_gives_the_credential_at_the_moment_it_is_needed()
    {
        const string Vault = """
            function Get-Secret {
                [CmdletBinding()] param($Name, $Vault)
                if ($Name -eq 'pair') { $key }
                elseif ($Name -eq 'login') { $login }
                elseif ($Name -eq 'alone' -and $Vault -eq 'mine') { New-Secret $s.AccessKeySecret }
                else { throw 'There is no such secret.' }
            }
            """;
        _session.Run(Vault);

        Assert.Equal(EcsCloud.Alibaba, Connect("Connect-EcsAccount Alibaba -Region cn-hangzhou -SecretName pair -Endpoint $s.Url").Cloud);
        Assert.Equal(EcsCloud.Huawei, Connect("Connect-EcsAccount Huawei -Region cn-north-4 -SecretName alone -VaultName mine -AccessKeyId $s.AccessKeyId -Endpoint $s.Url").Cloud);
        Assert.Equal(EcsCloud.OpenTelekom, Connect("Connect-EcsAccount OpenTelekom -Region eu-de -SecretName login -DomainName $s.DomainName -Endpoint $s.Url").Cloud);
        Assert.Equal([EcsErrorId.CredentialNotFound], _session.Invoke("Connect-EcsAccount Alibaba -Region x -SecretName gone -Endpoint $s.Url").ErrorIds);
        Assert.Equal(
            [EcsErrorId.CredentialNotFound], _session.Invoke("Connect-EcsAccount Alibaba -Region x -SecretName alone -VaultName mine -Endpoint $s.Url").ErrorIds);
    }

    // The engine's own words for -ErrorAction Stop, which we set, tell the user nothing.
    [Fact]
    public void Connect_SecretIsUnknown_SaysWhatTheVaultSays()
    {
        _session.Run("Import-Module -Assembly $tests", ("tests", typeof(EmptyVaultCommand).Assembly));

        ErrorRecord error = Assert.Single(_session.Invoke("Connect-EcsAccount Alibaba -Region x -SecretName unknown -Endpoint $s.Url").Errors);

        Assert.Equal("Cannot get the secret 'unknown': It is not in the vault.", error.ToString());
    }

    [Fact]
    public void The_same_name_again_replaces_the_account_and_another_stands_beside_it()
    {
        _session.Run("""
            $null = Connect-EcsAccount Alibaba -Name one -Region cn-hangzhou -Credential $key -Endpoint $s.Url
            $null = Connect-EcsAccount Huawei -Name ONE -Region cn-north-4 -Credential $key -Endpoint $s.Url
            $null = Connect-EcsAccount Huawei -Name two -Region cn-north-4 -Credential $key -ProjectId $s.ProjectId -Endpoint $s.Url
            """);

        EcsAccount[] accounts = [.. _session.Run("Get-EcsAccount").Select(o => (EcsAccount)o.BaseObject)];

        Assert.Equal([("ONE", EcsCloud.Huawei, false), ("two", EcsCloud.Huawei, true)], accounts.Select(a => (a.Name, a.Cloud, a.IsDefault)));
    }

    private EcsAccount Connect(string script) => (EcsAccount)_session.Run(script).Single().BaseObject;
}
