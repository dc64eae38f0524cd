using System.Globalization;
using System.Text;

using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Auditing;

/// <summary>One line of the log.</summary>
internal static class AuditLine
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Writes a line, without its end.</summary>
    public static string Write(AuditEvent item, long sequence, string previous, DateTimeOffset time, (string User, string Host, int Process) who) => new JObject
    {
        ["n"] = sequence,
        ["prev"] = previous,
        ["time"] = time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture),
        ["kind"] = item.Kind.ToString(),
        ["operation"] = item.Operation,
        ["step"] = item.Step,
        ["outcome"] = item.Outcome,
        ["instanceId"] = item.Instance.Id,
        ["instanceName"] = item.Instance.Name,
        ["account"] = item.Instance.Account,
        ["accountKey"] = item.Instance.AccountKey,
        ["identity"] = item.Instance.AccountIdentity,
        ["region"] = item.Instance.Region,
        ["user"] = who.User,
        ["host"] = who.Host,
        ["pid"] = who.Process,
        ["operationId"] = item.OperationId,
        ["planId"] = item.PlanId,
        ["requestId"] = item.RequestId,
        ["errorId"] = item.ErrorId,
        ["detail"] = item.Detail,
    }.ToString(Formatting.None);

    /// <summary>Reads a line.</summary>
    /// <returns>The record, or null if it is none.</returns>
    public static EcsAuditRecord? TryRead(string line)
    {
        try
        {
            using JsonTextReader reader = new(new System.IO.StringReader(line)) { DateParseHandling = DateParseHandling.None, MaxDepth = 4 };
            JObject json = JObject.Load(reader);
            return (json["n"] as JValue)?.Value is long sequence
                && Enum.TryParse(Text(json, "kind"), out EcsAuditKind kind)
                && DateTimeOffset.TryParseExact(Text(json, "time"), TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? new EcsAuditRecord
                {
                    Sequence = sequence,
                    Previous = Text(json, "prev"),
                    Time = time,
                    Kind = kind,
                    Operation = Text(json, "operation"),
                    Step = Text(json, "step"),
                    Outcome = Text(json, "outcome"),
                    InstanceId = Text(json, "instanceId"),
                    InstanceName = Text(json, "instanceName"),
                    Account = Text(json, "account"),
                    AccountKey = Text(json, "accountKey"),
                    AccountIdentity = Text(json, "identity"),
                    Region = Text(json, "region"),
                    User = Text(json, "user"),
                    HostName = Text(json, "host"),
                    ProcessId = (json["pid"] as JValue)?.Value is long and >= 0 and <= int.MaxValue and var pid ? (int)pid : 0,
                    OperationId = Text(json, "operationId"),
                    PlanId = Text(json, "planId"),
                    RequestId = Text(json, "requestId"),
                    ErrorId = Text(json, "errorId"),
                    Detail = Text(json, "detail"),
                    Hash = HexDigest.Sha256(Encoding.UTF8.GetBytes(line)),
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JObject json, string name) => (json[name] as JValue)?.Value as string ?? "";
}
