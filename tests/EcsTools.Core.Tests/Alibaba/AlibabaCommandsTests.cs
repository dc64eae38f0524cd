using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Guests;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

using Xunit;

namespace EcsTools.Core.Tests.Alibaba;

public class AlibabaCommandsTests
{
    private const string First = "i-bp1a2b3c4d5e6f7g8h01";
    private const string Second = "i-bp1a2b3c4d5e6f7g8h02";
    private const string Third = "i-bp1a2b3c4d5e6f7g8h03";
    private static readonly Answer Accepted = Answer.Ok("""{"RequestId":"R-1","InvokeId":"t-1","CommandId":"c-1"}""");

    [Fact]
    public async Task One_call_goes_out_for_all_and_each_has_its_result()
    {
        ScriptedEcs ecs = new ScriptedEcs().On("RunCommand", Accepted)
            .On("DescribeInvocationResults", Answer.Sample("DescribeInvocationResults.running"), Answer.Sample("DescribeInvocationResults"));

        IReadOnlyDictionary<string, GuestRun> runs = await RunAsync(ecs, "echo hello", First, Third);

        SentCall sent = Assert.Single(ecs.Calls, c => c.Action == "RunCommand");
        Assert.Equal(("RunShellScript", "Base64", "60", First, Third), (sent["Type"], sent["ContentEncoding"], sent["Timeout"], sent["InstanceId.1"], sent["InstanceId.2"]));
        Assert.Equal("echo hello", Encoding.UTF8.GetString(Convert.FromBase64String(sent["CommandContent"]!)));
        Assert.NotEmpty(sent["ClientToken"]!);
        Assert.Equal(new GuestOutput(0, "hello\n", "", false), runs[First].Output);
        Assert.Equal(new GuestOutput(1, "not found\n", "", false), runs[Third].Output);
    }

    [Fact]
    public async Task What_could_not_run_is_told_for_each()
    {
        ScriptedEcs ecs = new ScriptedEcs().On("RunCommand", Accepted).On("DescribeInvocationResults", Answer.Sample("DescribeInvocationResults.errors"));

        IReadOnlyDictionary<string, GuestRun> runs = await RunAsync(ecs, "true", First, Second, Third);

        Assert.Equal(
            [EcsErrorId.GuestCommandTimeout, EcsErrorId.GuestCommandFailed, EcsErrorId.AgentNotInstalled],
            new[] { First, Second, Third }.Select(id => runs[id].Error!.ErrorId));
        Assert.All(runs.Values, r => Assert.Null(r.Output));
    }

    [Theory]
    [InlineData("""{"Invocation":{"InvocationResults":{"InvocationResult":[]}}}""")]
    [InlineData("""{"Invocation":null}""")]
    [InlineData("""{"Invocation":{"InvocationResults":{"InvocationResult":[{"InstanceId":"i-1","InvocationStatus":"SomethingNew"},{"InstanceId":5},null]}}}""")]
    public async Task A_missing_record_is_never_a_success(string body)
    {
        ScriptedEcs ecs = new ScriptedEcs().On("RunCommand", Accepted).On("DescribeInvocationResults", Answer.Ok(body));

        GuestRun run = (await RunAsync(ecs, "true", "i-1"))["i-1"];

        Assert.Equal(EcsErrorId.GuestCommandTimeout, run.Error!.ErrorId);
        Assert.InRange(ecs.Clock.Elapsed, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task The_pages_of_the_results_are_all_read()
    {
        ScriptedEcs ecs = new ScriptedEcs().On("RunCommand", Accepted)
            .On("DescribeInvocationResults", c => Page(c["NextToken"] is null ? "i-1" : "i-2", c["NextToken"] is null ? "more" : ""));

        IReadOnlyDictionary<string, GuestRun> runs = await RunAsync(ecs, "true", "i-1", "i-2");

        Assert.All(runs.Values, r => Assert.Equal(0, r.Output!.ExitCode));
        Assert.Equal(2, ecs.Calls.Count(c => c.Action == "DescribeInvocationResults"));
    }

    [Fact]
    public async Task A_lost_answer_is_not_sent_again()
    {
        ScriptedEcs ecs = new ScriptedEcs().On("RunCommand", Answer.Cut);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => RunAsync(ecs, "echo canary-text", "i-1"));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Single(ecs.Calls);
    }

    [Fact]
    public async Task A_refusal_that_quotes_the_request_does_not_tell_the_command()
    {
        ScriptedEcs ecs = new ScriptedEcs().On("RunCommand", c => Answer.Error(400, "InvalidParameter", $"No: {c.Uri.Query}"));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => RunAsync(ecs, "echo canary-text", "i-1"));

        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("echo canary-text")).TrimEnd('='), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_heartbeat_from_before_the_start_is_none()
    {
        ScriptedEcs ecs = new ScriptedEcs().On("DescribeCloudAssistantStatus", Status(("i-1", true, "2026-09-10T03:00:00Z"), ("i-2", true, "2026-09-10T03:00:00Z"), ("i-3", false, "")));
        using AlibabaCloud cloud = ecs.Open();

        IReadOnlyCollection<string> ready = await cloud.FindAgentsAsync(
            [Make("i-1") with { StartedAt = new(2026, 9, 10, 2, 0, 0, TimeSpan.Zero) }, Make("i-2") with { StartedAt = new(2026, 9, 10, 3, 1, 0, TimeSpan.Zero) }, Make("i-3")],
            TestContext.Current.CancellationToken);

        Assert.Equal(["i-1"], ready);
    }

    [Fact]
    public async Task The_sample_of_agents_is_read()
    {
        ScriptedEcs ecs = new ScriptedEcs().On("DescribeCloudAssistantStatus", Answer.Sample("DescribeCloudAssistantStatus"));
        using AlibabaCloud cloud = ecs.Open();

        Assert.Contains(First, await cloud.FindAgentsAsync([Make(First)], TestContext.Current.CancellationToken));
    }

    private static async Task<IReadOnlyDictionary<string, GuestRun>> RunAsync(ScriptedEcs ecs, string command, params string[] ids)
    {
        using AlibabaCloud cloud = ecs.Open();
        return await cloud.RunScriptAsync(
            new GuestScript(GuestLanguage.Shell, command), [.. ids.Select(Make)], TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private static EcsInstance Make(string id) => new() { Id = id, Status = EcsInstanceStatus.Running, OsType = EcsOsType.Linux };

    private static Answer Page(string id, string next) => Answer.Ok(new JObject
    {
        ["Invocation"] = new JObject
        {
            ["NextToken"] = next,
            ["InvocationResults"] = new JObject
            {
                ["InvocationResult"] = new JArray(new JObject { ["InstanceId"] = id, ["InvocationStatus"] = "Success", ["ExitCode"] = 0, ["Output"] = "" }),
            },
        },
    }.ToString());

    private static Answer Status(params (string Id, bool IsThere, string Heartbeat)[] rows) => Answer.Ok(new JObject
    {
        ["InstanceCloudAssistantStatusSet"] = new JObject
        {
            ["InstanceCloudAssistantStatus"] = new JArray(rows.Select(r => new JObject
            {
                ["InstanceId"] = r.Id,
                ["CloudAssistantStatus"] = r.IsThere ? "true" : "false",
                ["LastHeartbeatTime"] = r.Heartbeat,
            })),
        },
    }.ToString());
}
