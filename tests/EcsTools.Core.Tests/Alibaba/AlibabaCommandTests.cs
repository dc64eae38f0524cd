using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaCommandTests : IDisposable
{
    private readonly StubEcsHandler _ecs = new();
    private readonly AlibabaCloud _cloud;

    public AlibabaCommandTests()
    {
        _cloud = _ecs.Open();
        _ecs.On("DescribeCloudAssistantStatus", Agents());
    }

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public async Task What_is_sent_says_everything()
    {
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("DescribeInvocationResults", Rows(Row("i-1", "Success", "ok\n")));

        await RunAsync(
            new GuestCommand("echo {{word}}")
            {
                UserName = "ops",
                WorkingDirectory = "/srv",
                Timeout = TimeSpan.FromSeconds(90),
                Parameters = new Dictionary<string, string> { ["word"] = "hello" },
            },
            Server("i-1"));

        SentCall sent = _ecs.Calls.Single(c => c.Action == "RunCommand");
        Assert.Equal("echo {{word}}", Encoding.UTF8.GetString(Convert.FromBase64String(sent["CommandContent"]!)));
        Assert.Equal(
            ("RunShellScript", "Base64", "i-1", "ops", "/srv", "90", "true", """{"word":"hello"}"""),
            (sent["Type"], sent["ContentEncoding"], sent["InstanceId.1"], sent["Username"], sent["WorkingDir"], sent["Timeout"], sent["EnableParameter"], sent["Parameters"]));
        Assert.NotEmpty(sent["ClientToken"]!);
    }

    [Fact]
    public async Task The_output_is_decoded_and_what_was_cut_off_is_told()
    {
        JObject row = Row("i-1", "Failed", "Zürich\n", exitCode: 3);
        row["Dropped"] = 17;
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("DescribeInvocationResults", Rows(row));

        EcsCommandResult result = Assert.Single(await RunAsync(new GuestCommand("false"), Server("i-1")));

        Assert.Equal(("Zürich\n", 3, true, false, null), (result.Output, result.ExitCode, result.IsTruncated, result.Succeeded, result.Error));
    }

    [Fact]
    public async Task A_command_that_still_runs_is_waited_for()
    {
        const string First = "i-bp1a2b3c4d5e6f7g8h01";
        _ecs.On("RunCommand", Answer.Sample("RunCommand"))
            .On("DescribeInvocationResults", Answer.Sample("DescribeInvocationResults.running"), Answer.Sample("DescribeInvocationResults"));

        EcsCommandResult result = Assert.Single(await RunAsync(new GuestCommand("echo hello"), Server(First)));

        Assert.Equal(("hello\n", 0, true), (result.Output, result.ExitCode, result.Succeeded));
    }

    [Fact]
    public async Task Unfit_servers_do_not_spoil_the_batch()
    {
        _ecs.Replace("DescribeCloudAssistantStatus", Agents("i-4"));
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("DescribeInvocationResults", Rows(Row("i-1", "Success", "")));

        IReadOnlyList<EcsCommandResult> results = await RunAsync(
            new GuestCommand("true") { Kind = EcsCommandType.Shell },
            Server("i-1"),
            Server("i-2") with { Status = EcsInstanceStatus.Stopped },
            Server("i-3") with { OsType = EcsOsType.Windows },
            Server("i-4"));

        Assert.Equal(
            [("i-1", null), ("i-2", EcsErrorId.IncorrectState), ("i-3", EcsErrorId.InvalidInput), ("i-4", EcsErrorId.AgentNotInstalled)],
            results.OrderBy(r => r.Instance.Id).Select(r => (r.Instance.Id, r.Error?.ErrorId)));
        SentCall sent = _ecs.Calls.Single(c => c.Action == "RunCommand");
        Assert.Equal(("i-1", null), (sent["InstanceId.1"], sent["InstanceId.2"]));
    }

    [Fact]
    public async Task A_heartbeat_from_before_the_start_is_none()
    {
        DateTimeOffset beat = new(2026, 9, 10, 3, 0, 0, TimeSpan.Zero);
        JObject agents = JObject.Parse(SampleFiles.ReadText("alibaba", "DescribeCloudAssistantStatus"));
        JObject row = (JObject)agents.SelectToken("$..InstanceCloudAssistantStatus[0]")!;
        row["CloudAssistantStatus"] = "true";
        row["LastHeartbeatTime"] = "2026-09-10T03:00:00Z";
        string id = (string)row["InstanceId"]!;
        _ecs.Replace("DescribeCloudAssistantStatus", Answer.Ok(agents.ToString()));
        GuestCommand command = new("true");

        IReadOnlyDictionary<string, EcsException> before = await _cloud.FindUnfitAsync(
            [Server(id) with { StartedAt = beat.AddMinutes(1) }], command, TestContext.Current.CancellationToken);
        IReadOnlyDictionary<string, EcsException> after = await _cloud.FindUnfitAsync(
            [Server(id) with { StartedAt = beat.AddHours(-1) }], command, TestContext.Current.CancellationToken);

        Assert.Equal((EcsErrorId.AgentNotInstalled, 0), (before[id].ErrorId, after.Count));
    }

    [Fact]
    public async Task A_refusal_that_quotes_the_request_does_not_tell_the_command()
    {
        _ecs.On("RunCommand", c => Answer.Error(400, "InvalidParameter", $"No: {c.Uri.Query}"));

        EcsCommandResult result = Assert.Single(await RunAsync(new GuestCommand("echo canary-text"), Server("i-1")));

        Assert.DoesNotContain(
            Convert.ToBase64String(Encoding.UTF8.GetBytes("echo canary-text")).TrimEnd('='), result.Error!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_is_refused_for_one_is_asked_for_one_by_one()
    {
        _ecs.On("RunCommand", c => c["InstanceId.2"] is not null || c["InstanceId.1"] == "i-2"
            ? Answer.Error(403, "IncorrectInstanceStatus")
            : Answer.Sample("RunCommand")).On("DescribeInvocationResults", Rows(Row("i-1", "Success", "")));

        IReadOnlyList<EcsCommandResult> results = await RunAsync(new GuestCommand("true"), Server("i-1"), Server("i-2"));

        Assert.Equal([("i-1", null), ("i-2", EcsErrorId.IncorrectState)], results.OrderBy(r => r.Instance.Id).Select(r => (r.Instance.Id, r.Error?.ErrorId)));
        Assert.Equal(3, _ecs.Calls.Where(c => c.Action == "RunCommand").Select(c => c["ClientToken"]).Distinct().Count());
    }

    [Fact]
    public async Task Linux_and_windows_get_a_call_each_and_more_than_fifty_two()
    {
        _ecs.On("RunCommand", c => Answer.Ok(new JObject { ["InvokeId"] = "t-" + c["InstanceId.1"] }.ToString()))
            .On("DescribeInvocationResults", c => Rows([.. Enumerable.Range(0, 60).Select(i => Row($"i-{i}", "Success", ""))]));
        EcsInstance[] servers = [.. Enumerable.Range(0, 60).Select(i => Server($"i-{i}") with { OsType = i < 5 ? EcsOsType.Windows : EcsOsType.Linux })];

        IReadOnlyList<EcsCommandResult> results = await RunAsync(new GuestCommand("hostname"), servers);

        Assert.Equal(60, results.Count);
        Assert.Equal(
            ["RunPowerShellScript", "RunShellScript", "RunShellScript"],
            _ecs.Calls.Where(c => c.Action == "RunCommand").Select(c => c["Type"]).Order());
    }

    [Theory]
    [InlineData("Timeout", "ExecutionTimeout", EcsErrorId.GuestCommandTimeout)]
    [InlineData("Aborted", "ClientNotRunning", EcsErrorId.AgentNotInstalled)]
    [InlineData("Error", "ClientNotResponse", EcsErrorId.AgentNotInstalled)]
    [InlineData("Invalid", "InstanceNotRunning", EcsErrorId.IncorrectState)]
    [InlineData("Error", "AccountNotExists", EcsErrorId.InvalidInput)]
    [InlineData("Terminated", "", EcsErrorId.GuestCommandFailed)]
    [InlineData("Error", "SomethingNew", EcsErrorId.GuestCommandFailed)]
    public async Task What_did_not_run_to_its_end_is_an_error(string status, string code, string errorId)
    {
        JObject row = Row("i-1", status, "half");
        row["ErrorCode"] = code;
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("DescribeInvocationResults", Rows(row));

        EcsCommandResult result = Assert.Single(await RunAsync(new GuestCommand("true"), Server("i-1")));

        Assert.Equal((errorId, null, "half", false), (result.Error!.ErrorId, result.ExitCode, result.Output, result.Succeeded));
    }

    [Fact]
    public async Task A_row_that_never_comes_is_no_success()
    {
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("DescribeInvocationResults", Rows(Row("i-1", "Success", "")));

        IReadOnlyList<EcsCommandResult> results = await RunAsync(new GuestCommand("true"), Server("i-1"), Server("i-2"));

        Assert.Equal(EcsErrorId.GuestCommandTimeout, results.Single(r => r.Instance.Id == "i-2").Error!.ErrorId);
        Assert.InRange(_ecs.Clock.Elapsed, TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(195));
    }

    [Fact]
    public async Task Results_that_may_not_be_read_are_not_known()
    {
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("DescribeInvocationResults", Answer.Error(403, "Forbidden.RAM"));

        IReadOnlyList<EcsCommandResult> results = await RunAsync(new GuestCommand("true"), Server("i-1"), Server("i-2"));

        Assert.Equal(["i-1", "i-2"], results.Select(r => r.Instance.Id).Order());
        Assert.All(results, r => Assert.Equal((EcsErrorId.OutcomeUnknown, "Forbidden.RAM", false), (r.Error!.ErrorId, r.Error.CloudCode, r.Succeeded)));
        Assert.All(results, r => Assert.NotEmpty(r.InvocationId!));
        Assert.Single(_ecs.Calls, c => c.Action == "RunCommand");
    }

    [Fact]
    public async Task Results_that_cannot_be_read_for_a_while_are_read_later()
    {
        _ecs.On("RunCommand", Answer.Sample("RunCommand"))
            .On("DescribeInvocationResults", [.. Enumerable.Repeat(Answer.Ok("<html>"), 3), Rows(Row("i-1", "Success", "ok"))]);

        EcsCommandResult result = Assert.Single(await RunAsync(new GuestCommand("true"), Server("i-1")));

        Assert.Equal((true, "ok"), (result.Succeeded, result.Output));
    }

    [Fact]
    public async Task Results_come_in_pages()
    {
        _ecs.On("RunCommand", Answer.Sample("RunCommand"))
            .On("DescribeInvocationResults", Rows("next", Row("i-1", "Success", "")), Rows(Row("i-2", "Success", "")));

        IReadOnlyList<EcsCommandResult> results = await RunAsync(new GuestCommand("true"), Server("i-1"), Server("i-2"));

        Assert.All(results, r => Assert.True(r.Succeeded));
        Assert.Equal([null, "next"], _ecs.Calls.Where(c => c.Action == "DescribeInvocationResults").Select(c => c["NextToken"]));
    }

    [Fact]
    public async Task What_has_not_begun_is_stopped_with_the_pipeline()
    {
        using CancellationTokenSource stop = new();
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("StopInvocation", Answer.Sample("StopInvocation"))
            .On("DescribeInvocationResults", _ =>
            {
                stop.Cancel();
                return Rows(Row("i-1", "Pending", ""));
            });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ((IAgentCommands)_cloud).RunAsync([Server("i-1")], new GuestCommand("true"), _ => { }, stop.Token));

        Assert.Equal(_ecs.Calls.Single(c => c.Action == "DescribeInvocationResults")["InvokeId"], _ecs.Calls.Single(c => c.Action == "StopInvocation")["InvokeId"]);
    }

    [Fact]
    public async Task RunAsync_CanceledBeforeTheAnswer_StopsTheRunThatItNames()
    {
        using CancellationTokenSource stop = new();
        _ecs.On("StopInvocation", Answer.Sample("StopInvocation")).On("RunCommand", _ =>
        {
            stop.Cancel();
            return Answer.Sample("RunCommand");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ((IAgentCommands)_cloud).RunAsync([Server("i-1")], new GuestCommand("true"), _ => { }, stop.Token));

        Assert.NotEmpty(Assert.Single(_ecs.Calls, c => c.Action == "StopInvocation")["InvokeId"]!);
    }

    [Fact]
    public async Task The_samples_rows_are_read()
    {
        JObject body = JObject.Parse(SampleFiles.ReadText("alibaba", "DescribeInvocationResults.errors"));
        EcsInstance[] servers = [.. body.SelectTokens("$..InstanceId").Select(id => Server((string)id!))];
        _ecs.On("RunCommand", Answer.Sample("RunCommand")).On("DescribeInvocationResults", Answer.Sample("DescribeInvocationResults.errors"));

        IReadOnlyList<EcsCommandResult> results = await RunAsync(new GuestCommand("true"), servers);

        Assert.Equal(servers.Length, results.Count);
        Assert.All(results, r => Assert.NotNull(r.Error));
    }

    private static EcsInstance Server(string id) => RebuildFixture.Make(id) with { Status = EcsInstanceStatus.Running };

    private static JObject Row(string id, string status, string output, int exitCode = 0) => new()
    {
        ["InstanceId"] = id,
        ["InvokeId"] = "t-1",
        ["InvocationStatus"] = status,
        ["Output"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(output)),
        ["ExitCode"] = exitCode,
        ["Username"] = "root",
    };

    private static Answer Rows(params JObject[] rows) => Rows("", rows);

    private static Answer Rows(string next, params JObject[] rows) => Answer.Ok(new JObject
    {
        ["Invocation"] = new JObject
        {
            ["NextToken"] = next,
            ["InvocationResults"] = new JObject { ["InvocationResult"] = new JArray(rows.Cast<object>().ToArray()) },
        },
    }.ToString());

    private static Answer Agents(params string[] dead) => Answer.Ok(new JObject
    {
        ["InstanceCloudAssistantStatusSet"] = new JObject
        {
            ["InstanceCloudAssistantStatus"] = new JArray(dead.Select(id => new JObject { ["InstanceId"] = id, ["CloudAssistantStatus"] = "false" })),
        },
    }.ToString());

    private async Task<IReadOnlyList<EcsCommandResult>> RunAsync(GuestCommand command, params EcsInstance[] servers)
    {
        List<EcsCommandResult> results = [];
        Lock gate = new();
        await ((IAgentCommands)_cloud).RunAsync(
            servers,
            command,
            result =>
            {
                lock (gate)
                {
                    results.Add(result);
                }
            },
            TestContext.Current.CancellationToken);
        return results;
    }
}
