using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Scheduled events of Huawei Cloud (docs/contracts/huawei-ecs-lifecycle.md 8).</summary>
internal sealed class HuaweiEvents(IOpenStackApi api) : IServerEvents
{
    private const string Path = "/v3/{p}/instance-scheduled-events";
    private const int PageSize = 100;

    private static readonly Dictionary<string, EcsEventEffect> Effects = new(StringComparer.Ordinal)
    {
        ["instance-reboot"] = EcsEventEffect.Restart,
        ["instance-stop"] = EcsEventEffect.Stop,
        ["instance-migrate"] = EcsEventEffect.Migration,
        ["instance-redeploy"] = EcsEventEffect.Redeployment,
        ["localdisk-recovery"] = EcsEventEffect.DiskReplacement,
        ["system-maintenance"] = EcsEventEffect.Maintenance,
    };

    // Whether a filter takes several values is not settled for all of them: what is one value is filtered there, the rest here. There are few events.
    public async Task<Page<EcsEvent>> ListEventsAsync(EventQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        List<(string, string)> filters = [("limit", PageSize.ToString(CultureInfo.InvariantCulture))];
        if (query.Ids is [var id])
        {
            filters.Add(("id", id));
        }

        if (query.InstanceIds is [var instanceId])
        {
            filters.Add(("instance_id", instanceId));
        }

        if (query.States is [var state])
        {
            filters.Add(("state", state.ToString().ToLowerInvariant()));
        }

        if (continuation is not null)
        {
            filters.Add(("marker", continuation));
        }

        ApiReply reply = await api.SendAsync(ApiRequest.Get("ListScheduledEvents", ApiService.Compute, Path, [.. filters]), cancellation).ConfigureAwait(false);
        (JsonRow body, IReadOnlyList<EcsEvent> rows) = reply.ReadRows("events", row => Read(row.ToObject(), origin));
        string? next = body.Object("page_info").Text("next_marker");

        // The marker stands there on the last page, too; a page that is not full ends the list.
        return new Page<EcsEvent>(rows, rows.Count < PageSize || next == continuation ? null : next);
    }

    public async Task AcceptEventAsync(EcsEvent item, DateTimeOffset? notBefore, CancellationToken cancellation)
    {
        // Left out, the work would begin at once: that is never what silence means.
        DateTimeOffset begin = notBefore ?? item.NotBefore ?? throw NoTime(item, "does not say when it begins");
        if (begin <= api.Wall.GetUtcNow())
        {
            throw NoTime(item, $"would begin at {begin.UtcDateTime:u}, which is past");
        }

        if (begin > item.Deadline)
        {
            throw InputErrors.Create(
                $"Event {item.Id} cannot begin after {item.Deadline?.UtcDateTime:u}.", "Specify an earlier time with -NotBefore.", item.InstanceId);
        }

        string time = begin.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await api.SendAsync(
            ApiRequest.Once("AcceptScheduledEvent", HttpMethod.Post, ApiService.Compute, $"{Path}/{CloudId.InPath(item.Id)}/actions/accept", new JObject { ["not_before"] = time }, item.InstanceId),
            cancellation).ConfigureAwait(false);
    }

    private static EcsException NoTime(EcsEvent item, string why) =>
        InputErrors.Create($"Event {item.Id} {why}.", "Specify with -NotBefore when it may begin.", item.InstanceId);

    private static EcsEvent Read(JObject json, ResourceOrigin origin)
    {
        string type = json.Text("type") ?? "";
        string state = json.Text("state") ?? "";
        return new EcsEvent
        {
            Id = json.Text("id") ?? "",
            InstanceId = json.Text("instance_id") ?? "",
            Type = type,
            Effect = Effects.TryGetValue(type, out EcsEventEffect effect) ? effect : EcsEventEffect.Unknown,
            State = state switch
            {
                "inquiring" => EcsEventState.Inquiring,
                "scheduled" => EcsEventState.Scheduled,
                "executing" => EcsEventState.Executing,
                "completed" => EcsEventState.Completed,
                "failed" => EcsEventState.Failed,
                "canceled" => EcsEventState.Canceled,
                _ => EcsEventState.Unknown,
            },
            ProviderState = state,
            PublishedAt = json.Time("publish_time"),
            NotBefore = json.Time("not_before"),
            NotAfter = json.Time("not_after"),
            Deadline = json.Time("not_before_deadline"),
            EndedAt = json.Time("finish_time"),
            Reason = ReadDescription(json.Text("description")),
            Account = origin.Account,
            AccountKey = origin.AccountKey,
            AccountIdentity = origin.Identity,
            Region = origin.Region,
        };
    }

    // A JSON text, keyed by language.
    private static string? ReadDescription(string? text)
    {
        try
        {
            JObject? languages = text is null ? null : JsonParser.ParseObject(text);
            return languages.Text("en-us") ?? languages?.Properties().Select(p => languages.Text(p.Name)).FirstOrDefault(t => t is not null) ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
