using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>DescribeInstanceHistoryEvents and AcceptInquiredSystemEvent (docs/contracts/alibaba-ecs-lifecycle.md 8).</summary>
internal sealed class AlibabaEvents(AlibabaApi api) : IServerEvents
{
    private const string List = "DescribeInstanceHistoryEvents";
    private const int PageSize = 100;
    private const int MostIds = 30;

    // Names, never numbers. Without this filter pending events are left out.
    private static readonly (EcsEventState State, string Name)[] States =
    [
        (EcsEventState.Scheduled, "Scheduled"), (EcsEventState.Avoided, "Avoided"), (EcsEventState.Executing, "Executing"), (EcsEventState.Completed, "Executed"),
        (EcsEventState.Canceled, "Canceled"), (EcsEventState.Failed, "Failed"), (EcsEventState.Inquiring, "Inquiring"),
    ];

    public async Task<Page<EcsEvent>> ListEventsAsync(EventQuery query, string? continuation, CancellationToken cancellation)
    {
        // A hundred servers in a call; more are asked for side by side, and come as one page.
        string[][] calls = query.InstanceIds.Count == 0 ? [[]] : [.. query.InstanceIds.InCalls()];
        if (calls.Length == 1)
        {
            return await ListAsync(query, calls[0], continuation, cancellation).ConfigureAwait(false);
        }

        IReadOnlyList<EcsEvent>[] answers = await calls.ForEachAsync(
            ids => PageWalk.ListAllAsync(at => ListAsync(query, ids, at, cancellation)), cancellation).ConfigureAwait(false);
        return new Page<EcsEvent>([.. answers.SelectMany(a => a)], null);
    }

    public async Task AcceptEventAsync(EcsEvent item, DateTimeOffset? notBefore, CancellationToken cancellation)
    {
        if (notBefore is not null)
        {
            throw InputErrors.Create("Alibaba Cloud decides when an accepted event begins.", "Omit -NotBefore.", item.InstanceId);
        }

        AlibabaParameters parameters = new AlibabaParameters().Add("EventId", item.Id);
        await api.CallAsync("AcceptInquiredSystemEvent", parameters, RequestIdempotency.NonIdempotent, item.InstanceId, cancellation).ConfigureAwait(false);
    }

    private async Task<Page<EcsEvent>> ListAsync(EventQuery query, string[] instanceIds, string? token, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .AddList("InstanceEventCycleStatus", States.Where(s => query.States.Count == 0 || query.States.Contains(s.State)).Select(s => s.Name))
            .AddList("EventId", query.Ids.Count <= MostIds ? query.Ids : []);
        if (instanceIds.Length > 0)
        {
            parameters.Add("ResourceType", "instance").AddList("ResourceId", instanceIds);
        }

        return await api.ReadPageAsync(List, parameters, ("InstanceSystemEventSet", "InstanceSystemEventType"), PageSize, token, null, row => Read(row.ToObject()), cancellation).ConfigureAwait(false);
    }

    private EcsEvent Read(JObject json)
    {
        string type = json.Object("EventType").Text("Name") ?? "";
        string state = json.Object("EventCycleStatus").Text("Name") ?? "";
        return new EcsEvent
        {
            Id = json.Text("EventId") ?? "",
            InstanceId = json.Text("InstanceId") ?? "",
            Type = type,
            Effect = FindEffect(type),
            State = States.FirstOrDefault(s => s.Name == state).State,
            ProviderState = state,
            PublishedAt = json.Time("EventPublishTime"),
            NotBefore = json.Time("NotBefore"),
            EndedAt = json.Time("EventFinishTime"),
            Reason = json.Text("Reason"),
            Account = api.Connection.AccountName,
            AccountKey = api.AccountKey,
            AccountIdentity = api.Identity,
            Region = api.Connection.Region,
        };
    }

    // The word behind the point is what is done: SystemMaintenance.Reboot, InstanceExpiration.Stop.
    private static EcsEventEffect FindEffect(string type) => type.Substring(type.IndexOf('.') + 1) switch
    {
        "Reboot" => EcsEventEffect.Restart,
        "Redeploy" => EcsEventEffect.Redeployment,
        "Stop" => EcsEventEffect.Stop,
        "Delete" => EcsEventEffect.Deletion,
        _ => EcsEventEffect.Unknown,
    };
}
