using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Emulators.Huawei.Volumes;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>One project of Huawei or OTC: a world, with what only these clouds know of it. Every use is under the world's gate.</summary>
internal sealed class Project
{
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HuaweiServerState> _states = new(StringComparer.Ordinal);

    /// <summary>Makes it.</summary>
    /// <param name="backend">Its world.</param>
    public Project(RegionBackend backend)
    {
        Backend = backend;
        Quota = new DiskQuota(backend);
        InstanceQuota = Math.Max(100, 2 * backend.Servers.Count);
    }

    /// <summary>Its world.</summary>
    public RegionBackend Backend { get; }

    /// <summary>How many disks it may have.</summary>
    public DiskQuota Quota { get; }

    /// <summary>How many servers it may have.</summary>
    public int InstanceQuota { get; set; }

    /// <summary>By how many rows lists have moved since their first page (a fault).</summary>
    public int PageShift { get; set; }

    /// <summary>What is known of a server beyond the fleet's own fields.</summary>
    /// <param name="server">The server.</param>
    /// <returns>The notes, made at first use.</returns>
    public HuaweiServerState StateOf(Server server)
    {
        if (!_states.TryGetValue(server.Id, out HuaweiServerState? state))
        {
            state = new HuaweiServerState(server);
            _states.Add(server.Id, state);
        }

        return state;
    }

    /// <summary>Whether a task is at work on a server.</summary>
    /// <param name="server">The server.</param>
    /// <returns>True if it is.</returns>
    public bool IsBusy(Server server) => StateOf(server).Task is { IsOver: false };

    /// <summary>Begins a job of ECS.</summary>
    /// <param name="type">The type's name; none is published (docs/contracts/huawei-ecs.md 3.9).</param>
    /// <param name="server">The one server it is about, or null.</param>
    /// <returns>The job.</returns>
    public Job BeginJob(string type, Server? server)
    {
        Job job = new(Backend, type, Service.Ecs, server?.Id);
        _jobs.Add(job.Id, job);
        if (server is not null)
        {
            StateOf(server).Task = job;
        }

        return job;
    }

    /// <summary>Begins a job of IMS.</summary>
    /// <param name="imageId">The image it makes.</param>
    /// <returns>The job.</returns>
    public Job BeginImageJob(string imageId)
    {
        Job job = new(Backend, "imsCreateImageByInstance", Service.Ims, serverId: null) { ImageId = imageId };
        _jobs.Add(job.Id, job);
        return job;
    }

    /// <summary>A job, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isImageJob">True if IMS is asked, false for ECS, null where both are on one address.</param>
    /// <returns>The job.</returns>
    public Job? FindJob(string id, bool? isImageJob) =>
        _jobs.TryGetValue(id, out Job? job) && (isImageJob is null || isImageJob == (job.Service == Service.Ims)) ? job : null;

    /// <summary>All disks with their servers; the server is null for a loose one.</summary>
    /// <returns>The disks, those of the first server first.</returns>
    public IEnumerable<(Disk Disk, Server? Server)> Disks() => Backend.Servers
        .SelectMany(s => s.Disks, (s, d) => (d, (Server?)s))
        .Concat(Backend.LooseDisks.Select(d => (d, (Server?)null)));
}
