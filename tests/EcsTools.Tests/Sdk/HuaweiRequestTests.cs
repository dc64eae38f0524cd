using System.Text.Json.Nodes;

namespace EcsTools.Tests.Sdk;

/// <summary>
/// What a command sends to Huawei, beside what the cloud's own SDK sends when it is asked for the same. The only differences there may
/// be: the SDK names and signs the type of a body also where there is none, and tells IAM the id of the account, which its user must
/// have given it and which the key alone tells IAM as well; and it signs the login by password, which needs no signature
/// (docs/contracts/huawei-ecs.md 1.3).
/// </summary>
public sealed class HuaweiRequestTests : IClassFixture<HuaweiSdk>
{
    private const string PasswordLogin = "keystoneCreateUserTokenByPassword";

    private readonly HuaweiSdk _sdk;

    public HuaweiRequestTests(HuaweiSdk sdk)
    {
        _sdk = sdk;
        _sdk.Begin();
        _sdk.Fixture.Session.Run(
            """
            $pair = [System.Management.Automation.PSCredential]::new($s.AccessKeyId, [System.Net.NetworkCredential]::new('', $s.AccessKeySecret).SecurePassword)
            $login = [System.Management.Automation.PSCredential]::new($s.UserName, [System.Net.NetworkCredential]::new('', $s.Password).SecurePassword)
            $secret = [System.Net.NetworkCredential]::new('', 'Sandbox-2026!').SecurePassword
            Get-EcsAccount | Disconnect-EcsAccount
            $null = Connect-EcsAccount Huawei -Region cn-north-4 -Credential $pair -Endpoint $url
            """,
            ("keyPath", Path.Combine(Path.GetTempPath(), $"ecstools-{Guid.NewGuid():N}.pem")),
            ("url", _sdk.Fixture.Tap.Url));
    }

    [Theory]
    [InlineData("-Credential $pair", "keystoneListProjects", """{"name":"cn-north-4"}""")]
    [InlineData(
        "-Credential $pair -AgencyName sandbox-agency -AgencyDomainName $s.DomainName",
        "createTemporaryAccessKeyByAgency",
        """{"body":{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"sandbox-agency","domain_name":"[domain]","duration_seconds":3600}}}}}""")]
    [InlineData(
        "-Credential $login -DomainName $s.DomainName",
        PasswordLogin,
        """
        {"nocatalog":"true","body":{"auth":{
            "identity":{"methods":["password"],"password":{"user":{"name":"[user]","password":"[password]","domain":{"name":"[domain]"}}}},
            "scope":{"project":{"name":"cn-north-4"}}}}}
        """)]
    public Task A_login_is_asked_for_as_the_SDK_asks_for_it(string options, string operation, string request)
    {
        EcsSandbox sandbox = _sdk.Fixture.Sandbox;
        return CompareAsync(
            $"Connect-EcsAccount Huawei -Name other -Region cn-north-4 -Endpoint $url {options}",
            operation,
            request.Replace("[domain]", sandbox.DomainName, StringComparison.Ordinal)
                .Replace("[user]", sandbox.UserName, StringComparison.Ordinal)
                .Replace("[password]", sandbox.Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-EcsInstance", "listServersDetails", """{"limit":200,"offset":1}""")]
    [InlineData("Get-EcsInstance db-01", "listServersDetails", """{"limit":200,"offset":1,"name":"db-01"}""")]
    [InlineData(
        "Get-EcsInstance -Status Running -Tag @{ role = 'web' }",
        "listServersDetails",
        """{"limit":200,"offset":1,"status":"ACTIVE","tags":"role=web"}""")]
    [InlineData("Get-EcsInstance -Id [db-01]", "showServer", """{"server_id":"[db-01]"}""")]
    [InlineData("Get-EcsKeyPair", "novaListKeypairs", """{"limit":100}""")]
    [InlineData(
        "Get-EcsConsoleOutput win-01 -Address", "showServerRemoteConsole", """{"server_id":"[win-01]","body":{"remote_console":{"protocol":"vnc","type":"novnc"}}}""")]
    [InlineData("Get-EcsZone", "novaListAvailabilityZones", "{}")]
    [InlineData("Get-EcsEvent -InstanceId [web-05] -State Inquiring", "listScheduledEvents", """{"limit":100,"instance_id":["[web-05]"],"state":["inquiring"]}""")]
    [InlineData("Get-EcsInstanceSize", "listFlavors", "{}")]
    [InlineData("Get-EcsInstanceSize db-01", "listResizeFlavors", """{"instance_uuid":"[db-01]","limit":100}""")]
    [InlineData("Get-EcsRegion", "keystoneListProjects", "{}")]
    [InlineData(
        "Get-EcsInstance -Id '[db-01]', '[db-02]', '[hpc-01]', '[win-01]', '[byol-01]'",
        "listServersDetails",
        """{"limit":100,"offset":1,"server_id":"[db-01],[db-02],[hpc-01],[win-01],[byol-01]"}""")]
    public Task A_question_is_asked_as_the_SDK_asks_it(string script, string operation, string request) => CompareAsync(script, operation, request);

    [Theory]
    [InlineData("Start-EcsInstance db-01 -NoWait", "batchStartServers", """{"body":{"os-start":{"servers":[{"id":"[db-01]"}]}}}""")]
    [InlineData("Stop-EcsInstance web-01 -NoWait", "batchStopServers", """{"body":{"os-stop":{"type":"SOFT","servers":[{"id":"[web-01]"}]}}}""")]
    [InlineData(
        "Restart-EcsInstance web-02 -StopMode Hard -NoWait -Confirm:$false",
        "batchRebootServers",
        """{"body":{"reboot":{"type":"HARD","servers":[{"id":"[web-02]"}]}}}""")]
    [InlineData(
        "Reset-EcsSystemDisk db-02 -Backup None -NoWait -Confirm:$false",
        "reinstallServerWithCloudInit",
        """{"server_id":"[db-02]","body":{"os-reinstall":{"keyname":"sandbox-key","userid":"[user]","metadata":{"__system__encrypted":"1","__system__cmkid":"[db-02:key]"}}}}""")]
    [InlineData(
        "Reset-EcsSystemDisk byol-01 -LicenseType Byol -Password $secret -Backup None -NoWait -Confirm:$false",
        "reinstallServerWithCloudInit",
        """{"server_id":"[byol-01]","body":{"os-reinstall":{"adminpass":"Sandbox-2026!","metadata":{"BYOL":"true"}}}}""")]
    [InlineData(
        "Switch-EcsSystemDisk failed-01 -ImageId (Get-EcsInstance web-01).ImageId -Backup None -NoWait -Confirm:$false",
        "changeServerOsWithCloudInit",
        """{"server_id":"[failed-01]","body":{"os-change":{"imageid":"[image]","keyname":"sandbox-key","userid":"[user]"}}}""")]
    [InlineData(
        "Set-EcsInstanceSize prepaid-01 s3.xlarge.2 -AutoPay -NoWait -Confirm:$false",
        "resizeServer",
        """{"server_id":"[prepaid-01]","body":{"resize":{"flavorRef":"s3.xlarge.2","extendparam":{"isAutoPay":"true"}}}}""")]
    [InlineData(
        "Set-EcsChargeType web-05 Subscription -Period 1 -AutoPay -NoWait -Confirm:$false",
        "changeServerChargeMode",
        """{"body":{"server_ids":["[web-05]"],"charge_mode":"prePaid","prepaid_options":{"include_data_disks":false,"include_publicips":false,"period_type":"month","period_num":"1","auto_pay":true,"auto_renew":false}}}""")]
    [InlineData(
        "Remove-EcsInstance oldimage-01 -DeletePublicIp -NoWait -Confirm:$false",
        "deleteServers",
        """{"body":{"servers":[{"id":"[oldimage-01]"}],"delete_publicip":true,"delete_volume":false}}""")]
    [InlineData("New-EcsKeyPair sdk-1 $keyPath", "novaCreateKeypair", """{"body":{"keypair":{"name":"sdk-1"}}}""")]
    [InlineData(
        "Import-EcsKeyPair sdk-2 -PublicKey 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ops'",
        "novaCreateKeypair",
        """{"body":{"keypair":{"name":"sdk-2","public_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ops"}}}""")]
    [InlineData(
        "$null = Import-EcsKeyPair sdk-3 -PublicKey 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ops'; Remove-EcsKeyPair sdk-3 -Confirm:$false",
        "novaDeleteKeypair",
        """{"keypair_name":"sdk-3"}""")]
    [InlineData("Add-EcsTag web-03 @{ owner = 'ops' }", "batchCreateServerTags", """{"server_id":"[web-03]","body":{"action":"create","tags":[{"key":"owner","value":"ops"}]}}""")]
    [InlineData("Remove-EcsTag web-04 role", "batchDeleteServerTags", """{"server_id":"[web-04]","body":{"action":"delete","tags":[{"key":"role"}]}}""")]
    public Task A_change_is_asked_for_as_the_SDK_asks_for_it(string script, string operation, string request) => CompareAsync(script, operation, request);

    [Theory]
    [InlineData("Start-EcsInstance hpc-01 -NoWait", "batchStartServers", """{"body":{"os-start":{"servers":[{"id":"[hpc-01]"}]}}}""")]
    [InlineData(
        "Reset-EcsSystemDisk db-01 -Backup None -NoWait -Confirm:$false",
        "reinstallServerWithCloudInit",
        """{"server_id":"[db-01]","body":{"os-reinstall":{"keyname":"sandbox-key","userid":"[user]"}}}""")]
    [InlineData(
        "Switch-EcsSystemDisk db-02 -ImageId (Get-EcsInstance web-01).ImageId -Backup None -NoWait -Confirm:$false",
        "changeServerOsWithCloudInit",
        """{"server_id":"[db-02]","body":{"os-change":{"imageid":"[image]","keyname":"sandbox-key","userid":"[user]","metadata":{"__system__encrypted":"1","__system__cmkid":"[db-02:key]"}}}}""")]
    [InlineData(
        "Set-EcsInstanceSize oldimage-01 s3.xlarge.2 -NoWait -Confirm:$false",
        "resizePostPaidServer",
        """{"server_id":"[oldimage-01]","body":{"resize":{"flavorRef":"s3.xlarge.2"},"dry_run":false}}""")]
    public Task The_same_is_asked_of_OTC(string script, string operation, string request)
    {
        _sdk.Use(_sdk.Fixture.Sandbox.OtcProjectId);
        _sdk.Fixture.Session.Run("$null = Connect-EcsAccount OpenTelekom -Region eu-de -Credential $pair -Endpoint $url");
        return CompareAsync(script, operation, request);
    }

    [Fact]
    public async Task A_job_is_asked_after_and_the_licence_noted_as_the_SDK_does_it()
    {
        IReadOnlyList<Exchange> all = _sdk.Fixture.Run("Reset-EcsSystemDisk win-01 -LicenseType System -StopFirst -Backup None -Confirm:$false");
        string id = await _sdk.FindIdAsync("win-01");
        Exchange job = all.First(e => e.Path.Contains("/jobs/", StringComparison.Ordinal));
        Exchange tags = all.Single(e => e.Path.EndsWith("/tags/action", StringComparison.Ordinal));
        (_, Exchange theirJob) = await _sdk.SendAsync("showJob", new { job_id = job.Path.Split('/')[^1] });
        (_, Exchange theirTags) = await _sdk.SendAsync(
            "batchCreateServerTags",
            new { server_id = id, body = new { action = "create", tags = new[] { new { key = "ecstools-license", value = "system" } } } });

        AssertSame(theirJob, job);
        AssertSame(theirTags, tags);
    }

    [Fact]
    public Task A_new_server_is_asked_for_as_the_SDK_asks_for_it()
    {
        EcsNetwork network = (EcsNetwork)_sdk.Fixture.Session.Run("Get-EcsNetwork subnet-01").Single().BaseObject;
        EcsSecurityGroup group = (EcsSecurityGroup)_sdk.Fixture.Session.Run("Get-EcsSecurityGroup sg-default").Single().BaseObject;
        return CompareAsync(
            "New-EcsInstance sdk-01 -LikeInstance failed-01 -DataDisk 100 -Description why -PlanOnly",
            "createPostPaidServers",
            $$$$"""
            {"body":{"dry_run":true,"server":{
                "name":"sdk-01","description":"why","imageRef":"[image]","flavorRef":"s3.large.2","vpcid":"{{{{network.VpcId}}}}","nics":[{"subnet_id":"{{{{network.Id}}}}"}],
                "root_volume":{"volumetype":"SSD","size":40},"data_volumes":[{"volumetype":"SSD","size":100}],"availability_zone":"cn-north-4a","security_groups":[{"id":"{{{{group.Id}}}}"}],
                "key_name":"sandbox-key","metadata":{"op_svc_userid":"[user]"},"server_tags":[{"key":"env","value":"sandbox"},{"key":"role","value":"app"}],"count":1}}}
            """);
    }

    private async Task CompareAsync(string script, string operation, string request)
    {
        string filled = _sdk.Fixture.Fill(request)
            .Replace("[user]", await _sdk.UserIdAsync(), StringComparison.Ordinal)
            .Replace("[image]", (string?)(await _sdk.FindAsync("web-01"))["image"]!["id"], StringComparison.Ordinal);
        IReadOnlyList<Exchange> all = _sdk.Fixture.Run(_sdk.Fixture.Fill(script));
        (_, Exchange theirs) = await _sdk.SendAsync(operation, JsonNode.Parse(filled));
        Exchange ours = all.First(e => (e.Method, e.Path) == (theirs.Method, theirs.Path));

        AssertSame(theirs, ours, isLogin: operation == PasswordLogin);
    }

    [Fact]
    public async Task ConfirmEvent_Inquiring_IsSentAsTheSdkSendsIt()
    {
        Exchange ours = _sdk.Fixture.Run("Get-EcsEvent -State Inquiring | Confirm-EcsEvent -Confirm:$false").First(e => e.Method == "POST" && e.Path.EndsWith("/accept", StringComparison.Ordinal));
        JsonObject request = new() { ["id"] = ours.Path.Split('/')[^3], ["body"] = JsonNode.Parse(ours.Request.Body) };

        (_, Exchange theirs) = await _sdk.SendAsync("acceptScheduledEvent", request);

        AssertSame(theirs, ours);
    }

    private static void AssertSame(Exchange theirs, Exchange ours, bool isLogin = false)
    {
        Assert.InRange(ours.Status, 200, 204);
        Assert.Equal(Essence(theirs), Essence(ours));
        Assert.Equal(
            isLogin ? [] : SignedHeaders(theirs).Where(h => h != "x-domain-id" && (h != "content-type" || ours.Request.Body.Length > 0)),
            SignedHeaders(ours));
        Assert.Equal(theirs.Request.Headers.GetValueOrDefault("x-project-id"), ours.Request.Headers.GetValueOrDefault("x-project-id"));
    }

    private static string Essence(Exchange exchange)
    {
        string query = string.Join('&', exchange.Query.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
        return $"{exchange.Method} {exchange.Path}?{query}\n{(exchange.Request.Body.Length == 0 ? "" : Sorted(JsonNode.Parse(exchange.Request.Body))!.ToJsonString())}";
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<string> SignedHeaders(Exchange exchange) =>
        exchange.Request.Headers.TryGetValue("authorization", out string? value) ? value.Split("SignedHeaders=")[1].Split(',')[0].Split(';') : [];
}
