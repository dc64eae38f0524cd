using System.Net;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>Accounts from files and variables, opened at the sandbox as at the clouds themselves: no endpoint is given.</summary>
public sealed class AccountOpenerTests : IDisposable
{
    private const string Agency = "sandbox-agency";
    private readonly FakeMachine _machine = new();
    private readonly SandboxServer _sandbox = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });

    public void Dispose()
    {
        _sandbox.Dispose();
        _machine.Dispose();
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba, "cn-hangzhou", "ALIBABA_CLOUD_ACCESS_KEY_ID=", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=", "ALIBABA_CLOUD_REGION_ID=cn-hangzhou")]
    [InlineData(EcsCloud.Huawei, "cn-north-4", "HUAWEICLOUD_SDK_AK=", "HUAWEICLOUD_SDK_SK=", "HW_REGION_NAME=cn-north-4")]
    [InlineData(EcsCloud.OpenTelekom, "eu-de", "OS_ACCESS_KEY=", "OS_SECRET_KEY=", "OS_REGION_NAME=eu-de", "OS_AUTH_URL=https://iam.eu-de.otc.t-systems.com/v3")]
    public async Task A_key_in_the_environment_opens_its_cloud(EcsCloud cloud, string region, string id, string secret, params string[] more)
    {
        _machine.Set(more).Set(id + _sandbox.Credentials.AccessKeyId, secret + _sandbox.Credentials.AccessKeySecret);

        using ConnectedAccount account = await OpenAsync();

        Assert.Equal((cloud, region, $"{cloud.ToString().ToLowerInvariant()}-{region}"), (account.Info.Cloud, account.Info.Region, account.Info.Name));
        Assert.Equal(_sandbox.ProjectId(Enum.Parse<SandboxCloud>(cloud.ToString())), account.Info.AccountId);
        Assert.Equal(0, _sandbox.WriteCount);
    }

    [Fact]
    public async Task A_role_of_the_command_line_tool_is_assumed_and_is_who_one_is()
    {
        _machine.Write("home/.aliyun/config.json", $$"""
            {"current":"chained","profiles":[
              {"name":"base","mode":"AK","access_key_id":"{{_sandbox.Credentials.AccessKeyId}}","access_key_secret":"{{_sandbox.Credentials.AccessKeySecret}}"},
              {"name":"first","mode":"ChainableRamRoleArn","source_profile":"base","ram_role_arn":"acs:ram::{{_sandbox.AccountId}}:role/door","ram_session_name":"one"},
              {"name":"chained","mode":"ChainableRamRoleArn","source_profile":"first","ram_role_arn":"acs:ram::{{_sandbox.AccountId}}:role/ops","ram_session_name":"runbook","region_id":"cn-hangzhou"}]}
            """);

        using ConnectedAccount account = await OpenAsync();

        Assert.Equal($"acs:ram::{_sandbox.AccountId}:assumed-role/ops/runbook", account.Info.Identity);
        Assert.Equal(2, _sandbox.Operations["alibaba:AssumeRole"]);
    }

    [Fact]
    public async Task A_login_of_clouds_yaml_opens_the_regions_own_project()
    {
        _machine.Write("work/clouds.yaml", $$"""
            clouds:
              mine:
                profile: otc
                region_name: eu-de
                auth: {username: "{{_sandbox.Credentials.UserName}}", user_domain_name: "{{_sandbox.Credentials.DomainName}}"}
            """).Write("work/secure.yaml", $$"""
            clouds:
              mine:
                auth: {password: '{{_sandbox.Credentials.Password}}'}
            """);

        using ConnectedAccount account = await OpenAsync();

        Assert.Equal((EcsCloud.OpenTelekom, _sandbox.ProjectId(SandboxCloud.OpenTelekom)), (account.Info.Cloud, account.Info.AccountId));
        Assert.Contains(_sandbox.Credentials.UserName, account.Info.Identity, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agency_is_acted_through(bool byKey)
    {
        SandboxCredentials own = _sandbox.Credentials;
        _machine.Set(byKey
            ? [$"HW_ACCESS_KEY={own.AccessKeyId}", $"HW_SECRET_KEY={own.AccessKeySecret}"]
            : [$"HW_USER_NAME={own.UserName}", $"HW_USER_PASSWORD={own.Password}", $"HW_DOMAIN_NAME={own.DomainName}"]);

        using ConnectedAccount account = await OpenAsync(new() { Region = "cn-north-4", AgencyName = Agency, AgencyDomainName = own.DomainName });

        Assert.Equal(_sandbox.ProjectId(SandboxCloud.Huawei), account.Info.AccountId);
        Assert.Single(_sandbox.Operations, o => o.Key.Contains("securitytokens", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_ends_is_replaced_once()
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing(), Faults = ["TokenExpired:1"] });
        ConnectRequest request = Login(sandbox) with { HandlerFactory = sandbox.CreateHandler };

        using ConnectedAccount account = await AccountConnector.OpenAsync(request, _machine.Machine, TestContext.Current.CancellationToken);

        Assert.Equal(2, sandbox.Operations.Single(o => o.Key.EndsWith("POST auth/tokens", StringComparison.Ordinal)).Value);
    }

    [Theory]
    [InlineData("HW_ACCESS_KEY=TESTACCESSKEY0000001", "HW_SECRET_KEY=canary", "HW_REGION_NAME=cn-north-4")]
    [InlineData("HW_USER_NAME=ops", "HW_USER_PASSWORD=canary", "HW_DOMAIN_NAME=acct", "HW_REGION_NAME=cn-north-4")]
    [InlineData("HW_AUTH_TOKEN=canary", "HW_REGION_NAME=cn-north-4")]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary", "ALIBABA_CLOUD_REGION_ID=cn-hangzhou")]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID=STS.x", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary", "ALIBABA_CLOUD_SECURITY_TOKEN=canary", "ALIBABA_CLOUD_REGION_ID=cn-hangzhou")]
    public async Task What_is_wrong_is_refused_and_not_shown(params string[] variables)
    {
        _machine.Set(variables);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => OpenAsync());

        Assert.Equal(EcsErrorId.InvalidCredential, error.ErrorId);
        FakeMachine.AssertSaysNothing(error.ToString() + error.RecommendedAction);
    }

    [Fact]
    public async Task Without_a_region_nothing_is_sent()
    {
        _machine.Set("HW_ACCESS_KEY=x", "HW_SECRET_KEY=canary");

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => OpenAsync());

        Assert.Equal((EcsErrorId.InvalidInput, 0), (error.ErrorId, _sandbox.RequestCount));
    }

    [Fact]
    public async Task A_server_tells_its_region_itself()
    {
        _machine.Write("hardware/product_name", "Alibaba Cloud ECS").WithMetadata();
        _machine.Network.Answer("GET", "/ops-instance-role", _ => Huawei.SampleNetwork.Json(
            200, $$"""{"AccessKeyId":"{{_sandbox.Credentials.AccessKeyId}}","AccessKeySecret":"{{_sandbox.Credentials.AccessKeySecret}}"}"""));

        using ConnectedAccount account = await OpenAsync();

        Assert.Equal((EcsCloud.Alibaba, "eu-central-1"), (account.Info.Cloud, account.Info.Region));
    }

    [Fact]
    public async Task Warnings_of_the_file_are_said_when_the_account_is_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        const string Path = "home/.huaweicloud/credentials";
        _machine.Write(Path, $"[basic]\nak = {_sandbox.Credentials.AccessKeyId}\nsk = {_sandbox.Credentials.AccessKeySecret}\n").Share(Path, UnixFileMode.OtherRead);
        Log log = new();
        using IDisposable use = AmbientLog.Use(log);

        using ConnectedAccount account = await OpenAsync(new() { Region = "cn-north-4" });

        Assert.Contains(_machine.At(Path), Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    private static ConnectRequest Login(SandboxServer sandbox) => new()
    {
        Cloud = EcsCloud.Huawei,
        Region = "cn-north-4",
        UserName = sandbox.Credentials.UserName,
        Password = new NetworkCredential("", sandbox.Credentials.Password).SecurePassword,
        DomainName = sandbox.Credentials.DomainName,
    };

    private Task<ConnectedAccount> OpenAsync(ConnectRequest? request = null) => AccountConnector.OpenAsync(
        (request ?? new()) with { HandlerFactory = _sandbox.CreateHandler }, _machine.Machine, TestContext.Current.CancellationToken);

    private sealed class Log : IOperationLog
    {
        public List<string> Warnings { get; } = [];

        public void Verbose(string message)
        {
        }

        public void Warning(string message) => Warnings.Add(message);

        public void Progress(ProgressReport report)
        {
        }
    }
}
