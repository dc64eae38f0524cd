using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Emulators.Huawei.Volumes;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>One project of Huawei or OTC: a backend and the state that only these clouds have. Used under the gate of the
/// backend.</summary>
internal sealed class Project(RegionBackend backend)
{
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HuaweiServerState> _states = new(StringComparer.Ordinal);

    public RegionBackend Backend => backend;

    public DiskQuota Quota { get; } = new(backend);

    /// <summary>Key pairs of the whole account (docs/contracts/huawei-ecs-lifecycle.md 5), by name with their maker. Huawei only.</summary>
    public Dictionary<string, (string PublicKey, string MakerId)> AccountKeyPairs { get; } = new(StringComparer.Ordinal);

    /// <summary>Tasks that give servers another key pair: which server, and since when.</summary>
    public Dictionary<string, (string ServerId, string Kind, TimeSpan Begun)> KeyPairTasks { get; } = new(StringComparer.Ordinal);

    public RecycleBin RecycleBin { get; } = new(backend);

    public int InstanceQuota { get; set; } = Math.Max(100, 2 * backend.Servers.Count);

    /// <summary>By how many rows lists have moved since their first page (a fault).</summary>
    public int PageShift { get; set; }

    /// <summary>Created at first use.</summary>
    public HuaweiServerState StateOf(Server server)
    {
        if (!_states.TryGetValue(server.Id, out HuaweiServerState? state))
        {
            state = new HuaweiServerState(server);
            _states.Add(server.Id, state);
        }

        return state;
    }

    public bool IsBusy(Server server) => StateOf(server).Task is { IsOver: false };

    /// <summary>No names of types are published (docs/contracts/huawei-ecs.md 3.9).</summary>
    public Job BeginJob(string type, Server? server)
    {
        Job job = new(backend, type, Service.Ecs, server?.Id);
        _jobs.Add(job.Id, job);
        if (server is not null)
        {
            StateOf(server).Task = job;
        }

        return job;
    }

    public Job BeginImageJob(string imageId)
    {
        Job job = new(backend, "imsCreateImageByInstance", Service.Ims, serverId: null) { ImageId = imageId };
        _jobs.Add(job.Id, job);
        return job;
    }

    public Job BeginVolumeJob(string type, Disk disk)
    {
        Job job = new(backend, type, Service.Evs, serverId: null) { Disk = disk };
        _jobs.Add(job.Id, job);
        return job;
    }

    /// <summary>Each service has jobs of its own; <paramref name="host"/> is null where all have one address.</summary>
    public Job? FindJob(string id, HostMapping? host) => _jobs.TryGetValue(id, out Job? job) && host?.Serves(job.Service) != false ? job : null;

    /// <summary>The server is null for a disk that is not attached.</summary>
    public IEnumerable<(Disk Disk, Server? Server)> Disks() => backend.Servers.Concat(RecycleBin.Servers)
        .SelectMany(s => s.Disks, (s, d) => (d, (Server?)s))
        .Concat(Backend.LooseDisks.Select(d => (d, (Server?)null)));
}
