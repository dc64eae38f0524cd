using System.Text;

using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Commands in the guest (docs/contracts/alibaba-ecs.md 3.20 to 3.22), played.</summary>
public sealed class AlibabaDoorCommandTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorCommandTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = _clock });
        _caller = new AlibabaCaller(_server);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_command_runs_for_a_while_and_leaves_its_output()
    {
        string id = await _caller.Id("web-01");
        _server.Backend(SandboxCloud.Alibaba).Guest = (server, text) =>
            new GuestResult(text == "fail" ? 3 : 0, $"{server.Name}: {text}", TimeSpan.FromSeconds(5));
        string ok = await Run(id, "echo hi");
        string bad = await Run(id, "fail");

        Assert.Equal("Pending", (string?)(await Result(ok))["InvocationStatus"]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Running", (string?)(await Result(ok))["InvocationStatus"]);
        _clock.Advance(TimeSpan.FromSeconds(5));
        JToken done = await Result(ok);
        Assert.Equal("Success", (string?)done["InvocationStatus"]);
        Assert.Equal("web-01: echo hi", Encoding.UTF8.GetString(Convert.FromBase64String((string)done["Output"]!)));
        Assert.Equal(
            "Failed 3 ExitCodeNonzero",
            $"{(await Result(bad))["InvocationStatus"]} {(await Result(bad))["ExitCode"]} {(await Result(bad))["ErrorCode"]}");
    }

    [Fact]
    public async Task A_command_is_taken_back_only_where_the_guest_has_not_begun_with_it()
    {
        string early = await Run(await _caller.Id("web-01"), "echo hi");
        await _caller.Ok("StopInvocation", "RegionId", "cn-hangzhou", "InvokeId", early);
        string late = await Run(await _caller.Id("web-01"), "echo hi");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _caller.Ok("StopInvocation", "RegionId", "cn-hangzhou", "InvokeId", late);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("Cancelled", (string?)(await Result(early))["InvocationStatus"]);
        Assert.Equal("Success", (string?)(await Result(late))["InvocationStatus"]);
        Assert.Equal("InvalidInvokeId.NotFound", await _caller.Refused(404, "StopInvocation", "RegionId", "cn-hangzhou", "InvokeId", "t-none"));
    }

    [Fact]
    public async Task Output_beyond_24_KiB_is_dropped_and_counted()
    {
        string id = await _caller.Id("web-01");
        _server.Backend(SandboxCloud.Alibaba).Guest = (_, _) => new GuestResult(0, new string('x', 25000), TimeSpan.FromSeconds(1));
        string invocation = await Run(id, "cat");
        _clock.Advance(TimeSpan.FromSeconds(3));
        JToken done = await Result(invocation);

        Assert.Equal(24 * 1024, Convert.FromBase64String((string)done["Output"]!).Length);
        Assert.Equal(25000 - (24 * 1024), (int)done["Dropped"]!);
    }

    [Theory]
    [InlineData("{{a}}", """{"A":"2026-01-01T00:00:00Z"}""", null)]
    [InlineData("{{a}}", "{}", "Parameter.MissingValue")]
    [InlineData("{{a}}", """{"a":"1","b":"2"}""", "Parameter.NotMatched")]
    [InlineData("{{a}}", """{"a":"1","A":"2"}""", "ParameterKey.Duplicate")]
    [InlineData("{{a}}", """{"a":1}""", "InvalidParameter.Parameters")]
    [InlineData("{{a}}", "[", "InvalidParameter.Parameters")]
    public async Task Parameters_of_a_command_must_fit(string content, string parameters, string? code)
    {
        AlibabaAnswer answer = await _caller.Call(
            "RunCommand",
            "RegionId", "cn-hangzhou",
            "Type", "RunShellScript",
            "CommandContent", content,
            "EnableParameter", "true",
            "Parameters", parameters,
            "InstanceId.1", await _caller.Id("web-01"));

        Assert.Equal(code, answer.Status == 200 ? null : answer.Code);
    }

    [Fact]
    public async Task A_command_needs_a_running_server_of_its_kind_with_an_agent()
    {
        string[] head = ["RegionId", "cn-hangzhou", "Type", "RunShellScript", "CommandContent", "true"];
        string web = await _caller.Id("web-01");

        Assert.Equal(
            "InvalidInstance.NotMatch",
            await _caller.Refused(400, "RunCommand", [.. head, "InstanceId.1", web, "InstanceId.2", await _caller.Id("win-01")]));
        Assert.Equal("InvalidInstance.NotFound", await _caller.Refused(404, "RunCommand", [.. head, "InstanceId.1", "i-none"]));
        Assert.Equal(
            "IncorrectInstanceStatus",
            await _caller.Refused(403, "RunCommand", [.. head, "InstanceId.1", await _caller.Id("db-01")]));
        await _caller.Ok("RebootInstance", "InstanceId", web);
        _clock.Advance(TimeSpan.FromSeconds(31));
        JObject agent = await _caller.Ok("DescribeCloudAssistantStatus", "RegionId", "cn-hangzhou", "InstanceId.1", web);
        Assert.Equal(
            "false",
            (string?)agent["InstanceCloudAssistantStatusSet"]!["InstanceCloudAssistantStatus"]![0]!["CloudAssistantStatus"]);
        Assert.Equal("ClientNotRunning", (string?)(await Result(await Run(web, "true")))["ErrorCode"]);
        _clock.Advance(TimeSpan.FromSeconds(60));
        agent = await _caller.Ok("DescribeCloudAssistantStatus", "RegionId", "cn-hangzhou", "InstanceId.1", web);
        Assert.Equal(
            "true",
            (string?)agent["InstanceCloudAssistantStatusSet"]!["InstanceCloudAssistantStatus"]![0]!["CloudAssistantStatus"]);
    }

    private async Task<string> Run(string id, string content) => (string)(await _caller.Ok(
        "RunCommand",
        "RegionId", "cn-hangzhou",
        "Type", "RunShellScript",
        "CommandContent", Convert.ToBase64String(Encoding.UTF8.GetBytes(content)),
        "ContentEncoding", "Base64",
        "InstanceId.1", id))["InvokeId"]!;

    private async Task<JToken> Result(string invokeId) =>
        (await _caller.Rows("DescribeInvocationResults", "InvokeId", invokeId)).Single();
}
