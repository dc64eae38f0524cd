using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Jobs;

/// <summary>A job, or a sub-job of one (docs/contracts/huawei-ecs.md 3.9).</summary>
internal sealed class Job
{
    private readonly RegionBackend _backend;
    private readonly List<Job> _children = [];
    private Job? _parent;

    /// <summary>Makes a job that is accepted.</summary>
    /// <param name="backend">Where it works.</param>
    /// <param name="type">The type's name.</param>
    /// <param name="service">Whose job it is.</param>
    /// <param name="serverId">The one server it is about, or null.</param>
    public Job(RegionBackend backend, string type, Service service, string? serverId)
    {
        _backend = backend;
        Type = type;
        Service = service;
        ServerId = serverId;
        BeganAt = backend.Now;
    }

    /// <summary>Its id: 32 hexadecimal digits.</summary>
    public string Id { get; } = "ff808082" + Guid.NewGuid().ToString("N").Substring(8);

    /// <summary>The type's name.</summary>
    public string Type { get; }

    /// <summary>Whose job it is.</summary>
    public Service Service { get; }

    /// <summary>The one server it is about, or null.</summary>
    public string? ServerId { get; }

    /// <summary>Where it stands, in the cloud's word.</summary>
    public string Status { get; private set; } = "INIT";

    /// <summary>True once nothing will change any more.</summary>
    public bool IsOver => Status is "SUCCESS" or "FAIL";

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset BeganAt { get; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it failed, or null.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>Why it failed, in words, or null.</summary>
    public string? FailReason { get; private set; }

    /// <summary>The image that an image job makes.</summary>
    public string? ImageId { get; init; }

    /// <summary>True for a sub-job.</summary>
    public bool IsChild => _parent is not null;

    /// <summary>Its sub-jobs.</summary>
    public IReadOnlyList<Job> Children => _children;

    /// <summary>Adds a sub-job. Its parent ends with the last of them.</summary>
    /// <param name="type">The type's name.</param>
    /// <param name="serverId">The server it is about.</param>
    /// <returns>The sub-job.</returns>
    public Job AddChild(string type, string serverId)
    {
        Job child = new(_backend, type, Service, serverId) { _parent = this };
        _children.Add(child);
        return child;
    }

    /// <summary>It works now, unless it is over.</summary>
    public void Run()
    {
        if (Status == "INIT")
        {
            Status = "RUNNING";
            _children.ForEach(c => c.Run());
        }
    }

    /// <summary>It waits for somebody to pay (Huawei).</summary>
    public void AwaitPayment() => Status = "PENDING_PAYMENT";

    /// <summary>It is done.</summary>
    public void Succeed() => End("SUCCESS", null, null);

    /// <summary>It has failed.</summary>
    /// <param name="code">The code.</param>
    /// <param name="reason">In words.</param>
    public void Fail(string code, string reason) => End("FAIL", code, reason);

    /// <summary>Ends a parent whose sub-jobs were all over before they began.</summary>
    public void ChildrenEnded()
    {
        if (IsOver || _children.Any(c => !c.IsOver))
        {
            return;
        }

        if (_children.Any(c => c.ErrorCode is not null))
        {
            // The sample's assumption: the parent only says that something below it failed.
            Fail("Common.0021", "Subjob fails.");
        }
        else
        {
            Succeed();
        }
    }

    private void End(string status, string? code, string? reason)
    {
        Status = status;
        ErrorCode = code;
        FailReason = reason;
        EndedAt = _backend.Now;
        _parent?.ChildrenEnded();
    }
}
