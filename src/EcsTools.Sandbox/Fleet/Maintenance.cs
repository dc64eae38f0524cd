namespace EcsTools.Sandbox.Fleet;

/// <summary>Carries events of the provider out.</summary>
internal static class Maintenance
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(2);

    /// <summary>The events there are; on demand one that is carried out, for each of the servers.</summary>
    public static IEnumerable<MaintenanceEvent> All(RegionBackend backend, IReadOnlyList<string> servers, bool isExecuting) => !isExecuting
        ? backend.MaintenanceEvents
        : backend.MaintenanceEvents.Concat(backend.Servers.Where(s => servers.Count == 0 || servers.Contains(s.Id)).Select(s => new MaintenanceEvent
        {
            Id = "e-" + s.Id,
            ServerId = s.Id,
            Phase = MaintenancePhase.Executing,
            PublishedAt = backend.Now.AddDays(-1),
            NotBefore = backend.Now,
            BegunAt = backend.Now,
        }));

    /// <summary>Lets an event begin at its time, at once if that is past. A server that is up is restarted by it.</summary>
    public static void Schedule(RegionBackend backend, MaintenanceEvent item, DateTimeOffset begin)
    {
        item.Phase = MaintenancePhase.Scheduled;
        item.NotBefore = begin;
        TimeSpan delay = begin - backend.Now;
        if (delay <= TimeSpan.Zero)
        {
            Begin(backend, item);
        }
        else
        {
            backend.Events.After(delay, () => Begin(backend, item));
        }
    }

    private static void Begin(RegionBackend backend, MaintenanceEvent item)
    {
        item.Phase = MaintenancePhase.Executing;
        item.BegunAt = backend.Now;
        if (backend.FindServer(item.ServerId) is { Phase: ServerPhase.Running } server)
        {
            backend.Count("maintenance");
            backend.Enter(server, ServerPhase.Rebooting, Duration, () => Power.ComeUp(backend, server));
        }

        backend.Events.After(Duration, () =>
        {
            item.Phase = MaintenancePhase.Completed;
            item.EndedAt = backend.Now;
        });
    }
}
