using System.Globalization;

using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Scheduled events (docs/contracts/huawei-ecs-lifecycle.md 8, 13.1).</summary>
internal static class EventsApi
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(2);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", 100, 1, 100, Service.Ecs);
        string[] servers = [.. call.Query.All("instance_id")];
        MaintenanceEvent[] all = [.. Maintenance.All(call.Backend, servers, call.Context.Faults.Schedule.Has(FaultKind.EventExecuting)).Where(e => !(e.EndedAt + KeptFor < call.Backend.Now))];
        int first = call.Query["marker"] is { } marker ? Array.FindIndex(all, e => e.Id == marker) + 1 : 0;
        MaintenanceEvent[] found =
        [
            .. all.Skip(first).Where(e => Fits(call, "id", e.Id) && Fits(call, "instance_id", e.ServerId) && Fits(call, "type", Type(e)) && Fits(call, "state", State(e))),
        ];
        MaintenanceEvent[] page = [.. found.Take(limit)];
        return ApiResponse.Ok(w =>
        {
            w.PutObjects("events", page, Write);
            w.PutObject("page_info", p =>
            {
                if (found.Length > limit)
                {
                    p.Put("next_marker", page[page.Length - 1].Id);
                }
            });
        });
    }

    public static ApiResponse Accept(RequestContext call)
    {
        MaintenanceEvent item = call.Backend.MaintenanceEvents.Find(call.Path["event"]) ?? throw ErrorResponses.Error("Ecs.0114", "the event does not exist", 404);
        if (item.Phase != MaintenancePhase.Inquiring)
        {
            throw ServerPreconditions.WrongState();
        }

        // Left out, the work begins at once.
        string? time = call.Request.Body.Length == 0 ? null : call.Body.Text("not_before");
        DateTimeOffset begin = call.Backend.Now;
        if (time is not null && (!DateTimeOffset.TryParseExact(
            time, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out begin) || begin > Deadline(item)))
        {
            throw call.Malformed("not_before is invalid");
        }

        call.Backend.Count("accept-event");
        Maintenance.Schedule(call.Backend, item, begin);
        return new ApiResponse(202);
    }

    private static bool Fits(RequestContext call, string name, string value) => !call.Query.Has(name) || call.Query.All(name).Contains(value);

    private static void Write(JsonTextWriter w, MaintenanceEvent item)
    {
        w.Put("id", item.Id);
        w.Put("type", Type(item));
        w.Put("state", State(item));
        w.Put("publish_time", Times.Seconds(item.PublishedAt));
        w.Put("start_time", item.BegunAt is { } begun ? Times.Seconds(begun) : null);
        w.Put("finish_time", item.EndedAt is { } ended ? Times.Seconds(ended) : null);
        w.Put("not_before", Times.Seconds(item.NotBefore));
        w.Put("not_after", Times.Seconds(item.NotBefore + Window));
        w.Put("not_before_deadline", Times.Seconds(Deadline(item)));
        w.Put("description", "{\"en-us\":\"The host of this server needs maintenance\"}");
        w.Put("instance_id", item.ServerId);
        w.PutObject("execute_options", o => o.PutNulls("executor"));
        w.PutObject("source", s =>
        {
            s.Put("type", "platform");
            s.PutNulls("host_scheduled_event_id");
        });
    }

    private static DateTimeOffset Deadline(MaintenanceEvent item) => item.PublishedAt.AddDays(30);

    private static string Type(MaintenanceEvent item) => item.IsRedeployment ? "instance-redeploy" : "instance-reboot";

    private static string State(MaintenanceEvent item) => item.Phase.ToString().ToLowerInvariant();
}
