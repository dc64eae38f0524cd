using System.Collections.Concurrent;
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

    public IEnumerable<AlibabaOperation> All() =>
    [
        new("RunCommand", IsWrite: true, RunCommand)
        {
            NeedsRegion = true,
            TokenMismatch = () => new AlibabaApiError(403, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
        new("StopInvocation", IsWrite: true, StopInvocation) { NeedsRegion = true },
        new("DescribeInvocationResults", IsWrite: false, DescribeInvocationResults) { NeedsRegion = true },
        new("DescribeCloudAssistantStatus", IsWrite: false, DescribeCloudAssistantStatus) { NeedsRegion = true },
    ];

    private static AlibabaApiError NotFound() => new(404, "InvalidInstance.NotFound", "The specified instance does not exist.");

    /// <summary>The agent of a server that booted recently does not answer yet, and a real system has none.</summary>
    private static bool HasAgent(AlibabaRequestContext call, Server server) =>
        server is { Phase: ServerPhase.Running, Machine: null }
        && (server.PhaseNumber == 0 || call.Backend.Events.Now - server.PhaseSince >= call.Undocumented.AlibabaAgentDelay);

    private void RunCommand(AlibabaRequestContext call, ResponseWriter response)
    {
        string type = call.Required("Type");
        bool isForWindows = type switch
        {
            "RunShellScript" => false,
            "RunPowerShellScript" or "RunBatScript" => true,
            _ => throw new AlibabaApiError(403, "InvalidCmdType.NotFound", "The specified command type does not exist."),
        };
        CommandText text = CommandText.Read(call);
        string user = ReadUser(call, isForWindows);
        if (call.Text("WorkingDir")?.Length > LongestFolder)
        {
            throw new AlibabaApiError(400, "InvalidParameter.WorkingDir", "The working folder is too long.");
        }

        TimeSpan timeout = TimeSpan.FromSeconds(call.Number("Timeout") ?? 60);
        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        if (ids.Count == 0)
        {
            throw new AlibabaApiError(400, "MissingParam.InstanceId", "The parameter instanceId is missing or empty.");
        }

        if (ids.Count > 100)
        {
            throw new AlibabaApiError(403, "InstanceIds.ExceedLimit", "The number of instance IDs exceeds the maximum value allowed.");
        }

        // One server that does not qualify refuses the call for all.
        List<Server> servers = [.. ids.Distinct(StringComparer.Ordinal).Select(id => call.Backend.FindServer(id) ?? throw NotFound())];
        servers.ForEach(AlibabaErrors.IfLockedForSecurity);
        if (servers.Exists(s => s.IsWindows != isForWindows))
        {
            throw new AlibabaApiError(400, "InvalidInstance.NotMatch", "The instanceId does not match the commandType or platform.");
        }

        if (servers.Exists(s => s.Phase != ServerPhase.Running))
        {
            throw AlibabaErrors.InstanceStatus();
        }

        string invokeId = call.Backend.NewShortId("t-");
        string commandId = call.Backend.NewShortId("c-");
        _invocations[invokeId] = new Invocation(
            invokeId, commandId, user, [.. servers.Select(s => Run(call, s, text.For(call, s, invokeId, commandId), timeout))]);
        response.Text("CommandId", commandId);
        response.Text("InvokeId", invokeId);
    }

    private static string ReadUser(AlibabaRequestContext call, bool isForWindows)
    {
        string? user = call.Text("Username");
        if (user?.Length > LongestUserName)
        {
            throw new AlibabaApiError(403, "Username.ExceedLimit", "The user name is too long.");
        }

        return isForWindows && user is not (null or "System") && call.Text("WindowsPasswordName") is null
            ? throw new AlibabaApiError(403, "WindowsPasswordName.Missed", "Another user of Windows needs the name of a password.")
            : user ?? (isForWindows ? "System" : "root");
    }

    private static CommandRun Run(AlibabaRequestContext call, Server server, string content, TimeSpan timeout)
    {
        TimeSpan now = call.Backend.Events.Now;
        if (!HasAgent(call, server))
        {
            return new CommandRun(server.Id, now, TimeSpan.Zero, "Error") { ErrorCode = "ClientNotRunning" };
        }

        call.Backend.Count("command");
        GuestResult result = call.Backend.Guest(server, content);
        TimeSpan starts = now + call.Undocumented.AlibabaCommandDelivery;
        return result.Duration > timeout
            ? new CommandRun(server.Id, starts, timeout, "Timeout") { ErrorCode = "ExecutionTimeout", ExitCode = -1 }
            : new CommandRun(server.Id, starts, result.Duration, result.ExitCode == 0 ? "Success" : "Failed")
            {
                ExitCode = result.ExitCode,
                Output = result.Output,
                ErrorCode = result.ExitCode == 0 ? "" : "ExitCodeNonzero",
            };
    }

    /// <summary>Servers that have not begun are canceled; the others continue (docs/contracts/alibaba-ecs.md 3.22).</summary>
    private void StopInvocation(AlibabaRequestContext call, ResponseWriter response)
    {
        if (!_invocations.TryGetValue(call.Required("InvokeId"), out Invocation? invocation))
        {
            throw new AlibabaApiError(404, "InvalidInvokeId.NotFound", "The specified invocation does not exist.");
        }

        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        TimeSpan now = call.Backend.Events.Now;
        _invocations[invocation.Id] = invocation with
        {
            Runs = [.. invocation.Runs.Select(r => ids.Count == 0 || ids.Contains(r.InstanceId) ? r.Cancel(now) : r)],
        };
    }

    private void DescribeInvocationResults(AlibabaRequestContext call, ResponseWriter response)
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
        response.Object("Invocation", () => Pagination.Write(call, response, 50, rows, _ => true, page =>
            response.List("InvocationResults", "InvocationResult", page, row => Write(call, response, row.Of, row.Run, isPlain))));
    }

    private static void Write(AlibabaRequestContext call, ResponseWriter response, Invocation invocation, CommandRun run, bool isPlain)
    {
        TimeSpan now = call.Backend.Events.Now;
        bool isOver = run.IsOver(now);
        byte[] output = isOver ? Encoding.UTF8.GetBytes(run.Output) : [];
        byte[] kept = [.. output.Take(MostOutput)];
        DateTimeOffset starts = call.Backend.Now - (now - run.Starts);
        response.Text("InvokeId", invocation.Id);
        response.Text("CommandId", invocation.CommandId);
        response.Text("InstanceId", run.InstanceId);
        response.Text("InvocationStatus", run.StatusAt(now));
        response.Text("InvokeRecordStatus", isOver ? "Finished" : "Running");
        response.Text("Output", isPlain ? Encoding.UTF8.GetString(kept) : Convert.ToBase64String(kept));
        if (isOver && !run.IsCancelled)
        {
            response.Number("ExitCode", run.ExitCode);
        }

        response.Number("Dropped", output.Length - kept.Length);
        response.Number("Repeats", 1);
        response.Text("ErrorCode", isOver ? run.ErrorCode : "");
        response.Text("ErrorInfo", "");
        Time("StartTime", starts, !run.IsPending(now) && !run.IsCancelled);
        Time("FinishedTime", starts + run.Duration, isOver && !run.IsCancelled);
        Time("StopTime", starts, run.IsCancelled);
        response.Text("Username", invocation.UserName);
        response.Text("TerminationMode", "Process");

        void Time(string name, DateTimeOffset time, bool isKnown)
        {
            if (isKnown)
            {
                response.Second(name, time);
            }
            else
            {
                response.Text(name, "");
            }
        }
    }

    private static void DescribeCloudAssistantStatus(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        if (ids.Count > 100)
        {
            throw new AlibabaApiError(403, "InstanceIds.ExceedLimit", "The number of instance IDs exceeds the maximum value allowed.");
        }

        IReadOnlyList<Server> rows = ids.Count == 0
            ? call.Backend.Servers
            : [.. ids.Distinct(StringComparer.Ordinal).Select(id => call.Backend.FindServer(id) ?? throw NotFound())];
        string? os = call.Text("OSType");
        void Row(Server server)
        {
            bool hasAgent = HasAgent(call, server);
            response.Text("InstanceId", server.Id);
            response.Text("CloudAssistantStatus", hasAgent ? "true" : "false");
            response.Text("CloudAssistantVersion", hasAgent ? "2.2.3.857" : "");
            response.Text("OSType", server.IsWindows ? "Windows" : "Linux");
            response.Number("ActiveTaskCount", 0);
            response.Text("LastInvokedTime", "");
            if (hasAgent)
            {
                response.Second("LastHeartbeatTime", call.Backend.Now);
            }
            else
            {
                response.Text("LastHeartbeatTime", "");
            }

            response.Flag("SupportSessionManager", hasAgent);
        }

        if (ids.Count > 0)
        {
            response.Number("TotalCount", rows.Count);
            response.Text("NextToken", "");
            response.List("InstanceCloudAssistantStatusSet", "InstanceCloudAssistantStatus", rows, Row);
            return;
        }

        Pagination.Write(call, response, 50, rows, s => os is null || os == "Windows" == s.IsWindows, page =>
            response.List("InstanceCloudAssistantStatusSet", "InstanceCloudAssistantStatus", page, Row));
    }
}
