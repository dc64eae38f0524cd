using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Guests;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Commands that Cloud Assistant runs in guests (contract 3.20 to 3.22).</summary>
internal sealed class AlibabaCommands
{
    private const int RowsPerPage = 50;
    private static readonly TimeSpan DeliveryTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(5);
    private readonly AlibabaApi _api;

    /// <summary>Makes the family.</summary>
    /// <param name="api">The API.</param>
    public AlibabaCommands(AlibabaApi api) => _api = api;

    /// <summary>Asks in which guests the agent answers, with a heartbeat after their last start: an older one says nothing.</summary>
    /// <param name="instances">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The ids of those where it does.</returns>
    public async Task<IReadOnlyCollection<string>> FindAgentsAsync(IReadOnlyCollection<EcsInstance> instances, CancellationToken cancellation)
    {
        Dictionary<string, DateTimeOffset?> starts = instances.ToDictionary(i => i.Id, i => i.StartedAt);
        HashSet<string> ready = new(StringComparer.Ordinal);
        foreach (string[] ids in starts.Keys.InCalls())
        {
            JObject answer = await _api.CallAsync(
                "DescribeCloudAssistantStatus", new AlibabaParameters().AddList("InstanceId", ids), CallSafety.Read, null, cancellation).ConfigureAwait(false);
            ready.UnionWith(answer.Object("InstanceCloudAssistantStatusSet").Objects("InstanceCloudAssistantStatus")
                .Where(r => r.Flag("CloudAssistantStatus") == true && r.Text("InstanceId") is { } id && starts.TryGetValue(id, out DateTimeOffset? start)
                    && !(r.Time("LastHeartbeatTime") < start))
                .Select(r => r.Text("InstanceId")!));
        }

        return ready;
    }

    /// <summary>Sends a script, once, and waits until it has ended in every guest.</summary>
    /// <param name="script">The script.</param>
    /// <param name="instances">The servers; one that does not fit refuses all.</param>
    /// <param name="timeout">How long it may run in each guest.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>What became of it in each guest.</returns>
    public async Task<IReadOnlyDictionary<string, GuestRun>> RunAsync(
        GuestScript script, IReadOnlyList<EcsInstance> instances, TimeSpan timeout, CancellationToken cancellation)
    {
        Dictionary<string, GuestRun> runs = new(StringComparer.Ordinal);
        foreach (string[] ids in instances.Select(i => i.Id).InCalls())
        {
            string invocation = await SendAsync(script, ids, timeout, cancellation).ConfigureAwait(false);
            foreach (KeyValuePair<string, GuestRun> run in await WaitAsync(invocation, ids, timeout, cancellation).ConfigureAwait(false))
            {
                runs[run.Key] = run.Value;
            }
        }

        return runs;
    }

    private async Task<string> SendAsync(GuestScript script, string[] ids, TimeSpan timeout, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("Type", script.Language switch { GuestLanguage.PowerShell => "RunPowerShellScript", GuestLanguage.Bat => "RunBatScript", _ => "RunShellScript" })
            .Add("CommandContent", Convert.ToBase64String(Encoding.UTF8.GetBytes(script.Text)))
            .Add("ContentEncoding", "Base64")
            .Add("Timeout", (int)Math.Ceiling(timeout.TotalSeconds))
            .Add("ClientToken", Guid.NewGuid().ToString("N"))
            .AddList("InstanceId", ids);
        JObject answer = await _api.CallAsync("RunCommand", parameters, CallSafety.Once, ids.Length == 1 ? ids[0] : null, cancellation).ConfigureAwait(false);
        return answer.Text("InvokeId") ?? throw new EcsException(EcsErrorId.OutcomeUnknown, "The cloud took the command and gave no id to follow it by.")
        {
            RequestId = answer.Text("RequestId"),
            RecommendedAction = AlibabaErrors.Advise(EcsErrorId.OutcomeUnknown),
        };
    }

    private async Task<Dictionary<string, GuestRun>> WaitAsync(string invocation, string[] ids, TimeSpan timeout, CancellationToken cancellation)
    {
        TimeProvider time = _api.Connection.Time;
        long begun = time.GetTimestamp();
        Dictionary<string, GuestRun> ended = new(StringComparer.Ordinal);
        for (TimeSpan interval = TimeSpan.FromSeconds(1); ; interval = TimeSpan.FromTicks(Math.Min(interval.Ticks * 2, LongestInterval.Ticks)))
        {
            await time.Delay(interval, cancellation).ConfigureAwait(false);
            foreach (JObject row in await ReadAsync(invocation, cancellation).ConfigureAwait(false))
            {
                if (row.Text("InstanceId") is { } id && Judge(row, id, timeout) is { } run)
                {
                    ended[id] = run;
                }
            }

            string[] missing = [.. ids.Where(id => !ended.ContainsKey(id))];
            if (missing.Length == 0)
            {
                return ended;
            }

            if (time.GetElapsedTime(begun) >= timeout + DeliveryTime)
            {
                // A guest that could not be reached may leave no record at all: that is never a success.
                foreach (string id in missing)
                {
                    ended[id] = new GuestRun(null, Fail(EcsErrorId.GuestCommandTimeout, "The cloud does not tell what became of the command", id, null));
                }

                return ended;
            }
        }
    }

    // The paging of this list sits inside the object Invocation.
    private async Task<IReadOnlyList<JObject>> ReadAsync(string invocation, CancellationToken cancellation)
    {
        List<JObject> rows = [];
        string? token = null;
        do
        {
            AlibabaParameters parameters = new AlibabaParameters().Add("InvokeId", invocation).Add("ContentEncoding", "Base64").Add("MaxResults", RowsPerPage).Add("NextToken", token);
            JObject answer = await _api.CallAsync("DescribeInvocationResults", parameters, CallSafety.Read, null, cancellation).ConfigureAwait(false);
            JObject? page = answer.Object("Invocation");
            rows.AddRange(page.Object("InvocationResults").Objects("InvocationResult"));
            string? next = page.Text("NextToken");
            token = next is { Length: > 0 } && next != token ? next : null;
        }
        while (token is not null);

        return rows;
    }

    private static GuestRun? Judge(JObject row, string id, TimeSpan timeout) => row.Text("InvocationStatus") switch
    {
        "Success" or "Failed" => new GuestRun(new GuestOutput(row.Integer("ExitCode"), Decode(row.Text("Output")), "", row.Integer("Dropped") > 0), null),
        "Timeout" => new GuestRun(null, Fail(
            EcsErrorId.GuestCommandTimeout,
            string.Format(CultureInfo.InvariantCulture, "The command had not ended after {0:0} s and was killed", timeout.TotalSeconds),
            id,
            row)),
        "Error" or "Aborted" or "Invalid" or "Cancelled" or "Terminated" => new GuestRun(null, Fail(
            row.Text("ErrorCode")?.StartsWith("Client", StringComparison.Ordinal) == true ? EcsErrorId.AgentNotInstalled : EcsErrorId.GuestCommandFailed,
            "The command could not be run",
            id,
            row)),
        _ => null,
    };

    private static string Decode(string? output)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(output ?? ""));
        }
        catch (FormatException)
        {
            // Some agents answer in plain text whatever was asked for.
            return output ?? "";
        }
    }

    private static EcsException Fail(string errorId, string what, string id, JObject? row) => new(
        errorId, $"{what} on {id}{(row?.Text("ErrorCode") is { Length: > 0 } code ? $" ({code})" : "")}.")
    {
        InstanceId = id,
        CloudCode = row?.Text("ErrorCode") is { Length: > 0 } given ? given : null,
        RecommendedAction = errorId == EcsErrorId.AgentNotInstalled ? "Wait some minutes after a start, or use -Method Ssh." : "Look at the server before you give the command again.",
    };
}
