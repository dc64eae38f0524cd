using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>The recycle bin of a project (docs/contracts/huawei-ecs-lifecycle.md 9.3), off until it is switched on. Disks and addresses stay with
/// a server in it (undocumented).</summary>
internal sealed class RecycleBin(RegionBackend backend)
{
    private readonly List<(Server Server, bool WithDataDisks)> _kept = [];

    public bool IsOn { get; set; }

    /// <summary>Younger servers are deleted at once.</summary>
    public int ThresholdDays { get; set; }

    public int RetentionHours { get; set; } = 72;

    public IEnumerable<Server> Servers => _kept.Select(k => k.Server);

    public Server? Find(string id) => Servers.FirstOrDefault(s => s.Id == id);

    public bool Takes(Server server) => IsOn && backend.Now - server.CreatedAt >= TimeSpan.FromDays(ThresholdDays);

    public void Keep(Server server, bool withDataDisks)
    {
        backend.Servers.Remove(server.Id);
        _kept.Add((server, withDataDisks));
        backend.Events.After(TimeSpan.FromHours(RetentionHours), () => Purge(server));
    }

    public void Purge(Server server)
    {
        foreach ((Server Server, bool WithDataDisks) kept in _kept.Where(k => k.Server == server).ToArray())
        {
            _kept.Remove(kept);
            DeleteApi.ReleaseDisks(backend, server, kept.WithDataDisks);
        }
    }

    /// <summary>The server comes back stopped (undocumented).</summary>
    public void Revert(Server server)
    {
        if (_kept.RemoveAll(k => k.Server == server) > 0)
        {
            backend.Servers.Add(server);
            backend.Enter(server, ServerPhase.Stopped);
        }
    }
}
