using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Jobs;

/// <summary>A job, or a sub-job of one (docs/contracts/huawei-ecs.md 3.9).</summary>
internal sealed class Job(RegionBackend backend, string type, Service service, string? serverId)
{
    private readonly List<Job> _children = [];
    private Job? _parent;

    /// <summary>32 hexadecimal digits.</summary>
    public string Id { get; } = "ff808082" + Guid.NewGuid().ToString("N").Substring(8);

    public string Type => type;

    public Service Service => service;

    public string? ServerId => serverId;

    public string Status { get; private set; } = "INIT";

    public bool IsOver => Status is "SUCCESS" or "FAIL";

    public DateTimeOffset BeganAt { get; } = backend.Now;

    public DateTimeOffset? EndedAt { get; private set; }

    public string? ErrorCode { get; private set; }

    public string? FailReason { get; private set; }

    public string? ImageId { get; init; }

    public Disk? Disk { get; init; }

    public bool IsChild => _parent is not null;

    public IReadOnlyList<Job> Children => _children;

    /// <summary>The parent ends with the last of its sub-jobs.</summary>
    public Job AddChild(string type, string serverId)
    {
        Job child = new(backend, type, Service, serverId) { _parent = this };
        _children.Add(child);
        return child;
    }

    public void Run()
    {
        if (Status == "INIT")
        {
            Status = "RUNNING";
            _children.ForEach(c => c.Run());
        }
    }

    /// <summary>Huawei only.</summary>
    public void AwaitPayment() => Status = "PENDING_PAYMENT";

    /// <summary>The order has been paid.</summary>
    public void Resume() => Status = "INIT";

    public void Succeed() => End("SUCCESS", null, null);

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
        EndedAt = backend.Now;
        _parent?.ChildrenEnded();
    }
}
