using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Commands;

/// <summary>Commands in the guest: RunCommand, StopInvocation, DescribeInvocationResults, DescribeCloudAssistantStatus
/// (docs/contracts/alibaba-ecs.md 3.20 to 3.22).</summary>
internal sealed class CommandOperations
{
    private const int MostOutput = 24 * 1024;
    private const int LongestUserName = 255;
    private const int LongestFolder = 200;

    private readonly ConcurrentDictionary<string, Invocation> _invocations = new(StringComparer.Ordinal);

    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public IEnumerable<AlibabaOperation> All() =>
    [
        new("RunCommand", IsWrite: true, RunCommand)
        {
            NeedsRegion = true,
            TokenMismatch = () => new AlibabaRefusal(403, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
        new("StopInvocation", IsWrite: true, StopInvocation) { NeedsRegion = true },
        new("DescribeInvocationResults", IsWrite: false, DescribeInvocationResults) { NeedsRegion = true },
        new("DescribeCloudAssistantStatus", IsWrite: false, DescribeCloudAssistantStatus) { NeedsRegion = true },
    ];

    private static AlibabaRefusal NotFound() => new(404, "InvalidInstance.NotFound", "The specified instance does not exist.");

    /// <summary>The agent of a server that came up lately is not there yet.</summary>
    private static bool HasAgent(AlibabaCall call, Server server) =>
        server.Phase == ServerPhase.Running
        && (server.PhaseNumber == 0 || call.World.Timeline.Now - server.PhaseSince >= call.Choices.AlibabaAgentDelay);

    private void RunCommand(AlibabaCall call, AnswerWriter answer)
    {
        string type = call.Required("Type");
        bool isForWindows = type switch
        {
            "RunShellScript" => false,
            "RunPowerShellScript" or "RunBatScript" => true,
            _ => throw new AlibabaRefusal(403, "InvalidCmdType.NotFound", "The specified command type does not exist."),
        };
        CommandText text = CommandText.Read(call);
        string user = ReadUser(call, isForWindows);
        if (call.Text("WorkingDir")?.Length > LongestFolder)
        {
            throw new AlibabaRefusal(400, "InvalidParameter.WorkingDir", "The working folder is too long.");
        }

        TimeSpan timeout = TimeSpan.FromSeconds(call.Number("Timeout") ?? 60);
        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        if (ids.Count == 0)
        {
            throw new AlibabaRefusal(400, "MissingParam.InstanceId", "The parameter instanceId is missing or empty.");
        }

        if (ids.Count > 100)
        {
            throw new AlibabaRefusal(403, "InstanceIds.ExceedLimit", "The number of instance IDs exceeds the maximum value allowed.");
        }

        // One server that does not qualify refuses the call for all.
        List<Server> servers = [.. ids.Distinct(StringComparer.Ordinal).Select(id => call.World.FindServer(id) ?? throw NotFound())];
        servers.ForEach(Refusals.IfLockedForSecurity);
        if (servers.Exists(s => s.IsWindows != isForWindows))
        {
            throw new AlibabaRefusal(400, "InvalidInstance.NotMatch", "The instanceId does not match the commandType or platform.");
        }

        if (servers.Exists(s => s.Phase != ServerPhase.Running))
        {
            throw Refusals.InstanceStatus();
        }

        string invokeId = call.World.NewShortId("t-");
        string commandId = call.World.NewShortId("c-");
        _invocations[invokeId] = new Invocation(
            invokeId, commandId, user, [.. servers.Select(s => Run(call, s, text.For(call, s, invokeId, commandId), timeout))]);
        answer.Text("CommandId", commandId);
        answer.Text("InvokeId", invokeId);
    }

    private static string ReadUser(AlibabaCall call, bool isForWindows)
    {
        string? user = call.Text("Username");
        if (user?.Length > LongestUserName)
        {
            throw new AlibabaRefusal(403, "Username.ExceedLimit", "The user name is too long.");
        }

        return isForWindows && user is not (null or "System") && call.Text("WindowsPasswordName") is null
            ? throw new AlibabaRefusal(403, "WindowsPasswordName.Missed", "Another user of Windows needs the name of a password.")
            : user ?? (isForWindows ? "System" : "root");
    }

    private static CommandRun Run(AlibabaCall call, Server server, string content, TimeSpan timeout)
    {
        TimeSpan now = call.World.Timeline.Now;
        if (!HasAgent(call, server))
        {
            return new CommandRun(server.Id, now, TimeSpan.Zero, "Error") { ErrorCode = "ClientNotRunning" };
        }

        call.World.Count("command");
        GuestResult result = call.World.Guest(server, content);
        TimeSpan starts = now + call.Choices.AlibabaCommandDelivery;
        return result.Duration > timeout
            ? new CommandRun(server.Id, starts, timeout, "Timeout") { ErrorCode = "ExecutionTimeout", ExitCode = -1 }
            : new CommandRun(server.Id, starts, result.Duration, result.ExitCode == 0 ? "Success" : "Failed")
            {
                ExitCode = result.ExitCode,
                Output = result.Output,
                ErrorCode = result.ExitCode == 0 ? "" : "ExitCodeNonzero",
            };
    }

    /// <summary>What a guest has not begun with is taken back; the rest goes on (docs/contracts/alibaba-ecs.md 3.22).</summary>
    private void StopInvocation(AlibabaCall call, AnswerWriter answer)
    {
        if (!_invocations.TryGetValue(call.Required("InvokeId"), out Invocation? invocation))
        {
            throw new AlibabaRefusal(404, "InvalidInvokeId.NotFound", "The specified invocation does not exist.");
        }

        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        TimeSpan now = call.World.Timeline.Now;
        _invocations[invocation.Id] = invocation with
        {
            Runs = [.. invocation.Runs.Select(r => ids.Count == 0 || ids.Contains(r.InstanceId) ? r.Cancel(now) : r)],
        };
    }

    private void DescribeInvocationResults(AlibabaCall call, AnswerWriter answer)
    {
        string? invokeId = call.Text("InvokeId");
        string? instanceId = call.Text("InstanceId");
        bool isPlain = call.Text("ContentEncoding") == "PlainText";
        IReadOnlyList<(Invocation Of, CommandRun Run)> rows =
        [
            .. _invocations.Values
                .Where(i => invokeId is null || i.Id == invokeId)
                .SelectMany(i => i.Runs.Select(r => (i, r)))
                .Where(row => instanceId is null || row.r.InstanceId == instanceId),
        ];
        answer.Object("Invocation", () => Pages.Write(call, answer, 50, rows, _ => true, page =>
            answer.List("InvocationResults", "InvocationResult", page, row => Write(call, answer, row.Of, row.Run, isPlain))));
    }

    private static void Write(AlibabaCall call, AnswerWriter answer, Invocation invocation, CommandRun run, bool isPlain)
    {
        TimeSpan now = call.World.Timeline.Now;
        bool isOver = run.IsOver(now);
        byte[] output = isOver ? Encoding.UTF8.GetBytes(run.Output) : [];
        byte[] kept = [.. output.Take(MostOutput)];
        DateTimeOffset starts = call.World.Now - (now - run.Starts);
        answer.Text("InvokeId", invocation.Id);
        answer.Text("CommandId", invocation.CommandId);
        answer.Text("InstanceId", run.InstanceId);
        answer.Text("InvocationStatus", run.StatusAt(now));
        answer.Text("InvokeRecordStatus", isOver ? "Finished" : "Running");
        answer.Text("Output", isPlain ? Encoding.UTF8.GetString(kept) : Convert.ToBase64String(kept));
        if (isOver && !run.IsCancelled)
        {
            answer.Number("ExitCode", run.ExitCode);
        }

        answer.Number("Dropped", output.Length - kept.Length);
        answer.Number("Repeats", 1);
        answer.Text("ErrorCode", isOver ? run.ErrorCode : "");
        answer.Text("ErrorInfo", "");
        Time("StartTime", starts, !run.IsPending(now) && !run.IsCancelled);
        Time("FinishedTime", starts + run.Duration, isOver && !run.IsCancelled);
        Time("StopTime", starts, run.IsCancelled);
        answer.Text("Username", invocation.UserName);
        answer.Text("TerminationMode", "Process");

        void Time(string name, DateTimeOffset time, bool isKnown)
        {
            if (isKnown)
            {
                answer.Second(name, time);
            }
            else
            {
                answer.Text(name, "");
            }
        }
    }

    private static void DescribeCloudAssistantStatus(AlibabaCall call, AnswerWriter answer)
    {
        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        if (ids.Count > 100)
        {
            throw new AlibabaRefusal(403, "InstanceIds.ExceedLimit", "The number of instance IDs exceeds the maximum value allowed.");
        }

        IReadOnlyList<Server> rows = ids.Count == 0
            ? call.World.Servers
            : [.. ids.Distinct(StringComparer.Ordinal).Select(id => call.World.FindServer(id) ?? throw NotFound())];
        string? os = call.Text("OSType");
        void Row(Server server)
        {
            bool hasAgent = HasAgent(call, server);
            answer.Text("InstanceId", server.Id);
            answer.Text("CloudAssistantStatus", hasAgent ? "true" : "false");
            answer.Text("CloudAssistantVersion", hasAgent ? "2.2.3.857" : "");
            answer.Text("OSType", server.IsWindows ? "Windows" : "Linux");
            answer.Number("ActiveTaskCount", 0);
            answer.Text("LastInvokedTime", "");
            if (hasAgent)
            {
                answer.Second("LastHeartbeatTime", call.World.Now);
            }
            else
            {
                answer.Text("LastHeartbeatTime", "");
            }

            answer.Flag("SupportSessionManager", hasAgent);
        }

        if (ids.Count > 0)
        {
            answer.Number("TotalCount", rows.Count);
            answer.Text("NextToken", "");
            answer.List("InstanceCloudAssistantStatusSet", "InstanceCloudAssistantStatus", rows, Row);
            return;
        }

        Pages.Write(call, answer, 50, rows, s => os is null || os == "Windows" == s.IsWindows, page =>
            answer.List("InstanceCloudAssistantStatusSet", "InstanceCloudAssistantStatus", page, Row));
    }
}
