using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>DescribeInstanceHistoryEvents and AcceptInquiredSystemEvent (docs/contracts/alibaba-ecs-lifecycle.md 8, 15).</summary>
internal static class EventOperations
{
    private static readonly string[] Finished = ["Avoided", "Executed", "Canceled", "Failed"];

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeInstanceHistoryEvents", IsWrite: false, DescribeInstanceHistoryEvents) { NeedsRegion = true },
        new("AcceptInquiredSystemEvent", IsWrite: true, (call, _) => AcceptInquiredSystemEvent(call)) { NeedsRegion = true },
    ];

    private static void DescribeInstanceHistoryEvents(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<string> servers = call.RepeatList("ResourceId");
        if (servers.Count > 100)
        {
            throw AlibabaErrors.TooManyInstances();
        }

        if (call.Text("ResourceType") is not (null or "instance"))
        {
            throw AlibabaErrors.Invalid("ResourceType");
        }

        IReadOnlyList<string> types = call.RepeatList("InstanceEventType");
        if (types.Count > 30)
        {
            throw AlibabaErrors.Invalid("InstanceEventType");
        }

        string[] ids = [.. call.RepeatList("EventId")];
        string? instanceId = call.Text("InstanceId");

        // Without a filter the pending ones are left out.
        IReadOnlyList<string> asked = call.RepeatList("InstanceEventCycleStatus");
        IReadOnlyList<string> cycles = asked.Count > 0 ? asked : Finished;
        if (cycles.Any(c => c is not ("Scheduled" or "Executing" or "Inquiring") && !Finished.Contains(c)))
        {
            throw AlibabaErrors.Invalid("InstanceEventCycleStatus");
        }

        bool Matches(MaintenanceEvent item) =>
            (servers.Count == 0 || servers.Contains(item.ServerId)) && (instanceId is null || instanceId == item.ServerId)
            && (ids.Length == 0 || ids.Contains(item.Id)) && (types.Count == 0 || types.Contains(Type(item))) && cycles.Contains(Cycle(item).Name);

        Pagination.Write(call, response, 100, [.. Maintenance.All(call.Backend, servers, call.Context.Faults.Schedule.Has(FaultKind.EventExecuting))], Matches, page =>
            response.List("InstanceSystemEventSet", "InstanceSystemEventType", page, item => Write(response, item)));
    }

    private static void Write(ResponseWriter response, MaintenanceEvent item)
    {
        response.Text("EventId", item.Id);
        response.Text("InstanceId", item.ServerId);
        response.Text("ResourceType", "instance");
        response.Object("EventType", () =>
        {
            response.Number("Code", item.IsRedeployment ? 9 : 1);
            response.Text("Name", Type(item));
        });
        response.Object("EventCycleStatus", () =>
        {
            response.Number("Code", Cycle(item).Code);
            response.Text("Name", Cycle(item).Name);
        });
        response.Second("EventPublishTime", item.PublishedAt);
        response.Object("ExtendedAttribute", () => { });
        if (item.EndedAt is { } ended)
        {
            response.Second("EventFinishTime", ended);
        }

        if (item.Phase != MaintenancePhase.Inquiring)
        {
            response.Second("NotBefore", item.NotBefore);
        }

        response.Text("Reason", "System maintenance is scheduled due to a potential risk.");
    }

    private static void AcceptInquiredSystemEvent(AlibabaRequestContext call)
    {
        string id = call.Required("EventId");
        MaintenanceEvent item = call.Backend.MaintenanceEvents.Find(id) is { Phase: MaintenancePhase.Inquiring } found
            ? found
            : throw new AlibabaApiError(404, "InvalidEventId.NoInquiringEventFound", "The specified event does not exist or is not in the Inquiring state.");
        call.Backend.Count("accept-event");
        Maintenance.Schedule(call.Backend, item, call.Backend.Now);
    }

    private static string Type(MaintenanceEvent item) => item.IsRedeployment ? "SystemMaintenance.Redeploy" : "SystemMaintenance.Reboot";

    private static (int Code, string Name) Cycle(MaintenanceEvent item) => item.Phase switch
    {
        MaintenancePhase.Inquiring => (28, "Inquiring"),
        MaintenancePhase.Scheduled => (24, "Scheduled"),
        MaintenancePhase.Executing => (32, "Executing"),
        _ => (0, "Executed"),
    };
}
