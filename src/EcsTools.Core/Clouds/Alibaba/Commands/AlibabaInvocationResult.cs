using System.Text;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What became of a command on one server, as DescribeInvocationResults tells it (docs/contracts/alibaba-ecs.md 3.21).</summary>
internal sealed record AlibabaInvocationResult(string InstanceId, string Status, JObject Json)
{
    private const int PageSize = 50;

    /// <summary>True if nothing more will come. A word that is not known is waited with until the time is up.</summary>
    public bool IsFinal => Status is "Success" or "Failed" or "Timeout" or "Error" or "Aborted" or "Invalid" or "Cancelled" or "Terminated";

    /// <summary>Reads all rows of a run.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<AlibabaInvocationResult>> ReadAllAsync(AlibabaApi api, string invocationId, CancellationToken cancellation)
    {
        List<AlibabaInvocationResult> rows = [];
        string? token = null;
        do
        {
            string? asked = token;
            AlibabaParameters parameters = new AlibabaParameters()
                .Add("InvokeId", invocationId)
                .Add("ContentEncoding", "Base64")
                .Add("MaxResults", PageSize)
                .Add("NextToken", asked);

            // Other than in every other list, the token stands beside the rows, not beside the request's id.
            JObject? page = (await api.CallAsync("DescribeInvocationResults", parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false)).Object("Invocation");
            foreach (JObject row in page.Object("InvocationResults").Objects("InvocationResult"))
            {
                if (row.Text("InstanceId") is { } id)
                {
                    rows.Add(new AlibabaInvocationResult(id, row.Text("InvocationStatus") ?? "", row));
                }
            }

            token = page.Text("NextToken") is { Length: > 0 } next && next != asked ? next : null;
        }
        while (token is not null);

        return rows;
    }

    /// <summary>The result for the user.</summary>
    public EcsCommandResult ToResult(EcsInstance instance)
    {
        bool ended = Status is "Success" or "Failed";
        return new EcsCommandResult
        {
            Instance = instance,
            Method = nameof(GuestCommandMethod.Agent),
            Status = Status,
            ExitCode = ended ? Json.Integer("ExitCode") ?? (Status == "Success" ? 0 : null) : null,
            Output = Decode(Json.Text("Output") ?? ""),
            DroppedBytes = Json.Integer("Dropped") ?? 0,
            IsTruncated = Json.Integer("Dropped") > 0,
            UserName = Json.Text("Username") ?? "",
            StartedAt = Json.Time("StartTime"),
            FinishedAt = Json.Time("FinishedTime"),
            InvocationId = Json.Text("InvokeId") ?? "",
            Error = ended ? null : Fault(instance),
        };
    }

    private EcsException Fault(EcsInstance instance)
    {
        string code = Json.Text("ErrorCode") ?? "";
        string detail = Json.Text("ErrorInfo") is { Length: > 0 } info ? $"{info.TrimEnd('.')} ({code})" : code.Length > 0 ? code : Status;
        string? errorId = code switch
        {
            "ClientNotRunning" or "ClientNotResponse" or "ClientIsUpgrading" or "ClientNeedUpgrade" or "DeliveryTimeout" => EcsErrorId.AgentNotInstalled,
            "InstanceNotExists" or "InstanceReleased" => EcsErrorId.InstanceNotFound,
            "InstanceNotRunning" => EcsErrorId.IncorrectState,
            "ExecutionTimeout" => EcsErrorId.GuestCommandTimeout,
            "AccountNotExists" or "DirectoryNotExists" or "CommandNotApplicable" => EcsErrorId.InvalidInput,
            "TaskConcurrencyLimit" => EcsErrorId.QuotaExceeded,
            _ => Status == "Timeout" ? EcsErrorId.GuestCommandTimeout : EcsErrorId.GuestCommandFailed,
        };
        return errorId switch
        {
            EcsErrorId.AgentNotInstalled => AlibabaAgents.NotInstalled(instance, detail),
            EcsErrorId.GuestCommandTimeout => new EcsException(errorId, $"The command on {instance} timed out and was killed: {detail}.")
            {
                InstanceId = instance.Id,
                CloudCode = code,
                RecommendedAction = "Specify a longer -CommandTimeout.",
            },
            _ => new EcsException(errorId, $"The command on {instance} did not complete: {detail}.") { InstanceId = instance.Id, CloudCode = code },
        };
    }

    // Asked for as Base64; what is not, was given as it is.
    private static string Decode(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            return text;
        }
    }
}
