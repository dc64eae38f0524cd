using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A job or one of its parts (docs/contracts/huawei-ecs.md 3.9). Its type is never looked at: no source names those we
/// need.</summary>
/// <param name="Status">The cloud's word: INIT, RUNNING, SUCCESS, FAIL, PENDING_PAYMENT, or something new.</param>
internal sealed record HuaweiJob(string Id, string Status)
{
    /// <summary>The cloud's word for a job that has ended well.</summary>
    public const string Success = "SUCCESS";

    /// <summary>The server it concerns; null for a batch.</summary>
    public string? ServerId { get; init; }

    /// <summary>The image it made, or null (docs/contracts/huawei-ecs.md 3.13).</summary>
    public string? ImageId { get; init; }

    /// <summary>The code of a failure, or null.</summary>
    public string? Code { get; init; }

    /// <summary>The words for a failure, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The parts of a batch.</summary>
    public IReadOnlyList<HuaweiJob> Parts { get; init; } = Array.Empty<HuaweiJob>();

    /// <summary>True if it has ended well.</summary>
    public bool HasSucceeded => Is(Success);

    /// <summary>True if it has failed.</summary>
    public bool HasFailed => Is("FAIL");

    /// <summary>True if an order must be paid first; an order that is cancelled leaves it so for good.</summary>
    public bool AwaitsPayment => Is("PENDING_PAYMENT");

    /// <summary>Where the cause of a failure stands: in a part, if there is one that failed.</summary>
    public HuaweiJob Culprit => Parts.FirstOrDefault(p => p.HasFailed && p.Code is not null) ?? this;

    /// <summary>What concerns one server: its part, where the job has parts for several, since a batch's own end says nothing of it.</summary>
    /// <returns>The part, or the job; null if it has parts for other servers only.</returns>
    public HuaweiJob? For(string serverId) => Parts.Any(p => p.ServerId is not null)
        ? Parts.FirstOrDefault(p => string.Equals(p.ServerId, serverId, StringComparison.OrdinalIgnoreCase))
        : this;

    /// <summary>Reads a job.</summary>
    /// <param name="id">Its id, if it does not tell.</param>
    /// <returns>The job; null if it has no status.</returns>
    public static HuaweiJob? Read(JObject json, string id)
    {
        JObject? entities = json.Object("entities");
        return json.Text("status") is not { } status ? null : new HuaweiJob(json.Text("job_id") ?? id, status)
        {
            ServerId = entities.Text("server_id"),
            ImageId = entities.Text("image_id"),
            Code = json.Text("error_code"),
            Reason = json.Text("fail_reason") ?? entities.Text("errorcode_message"),
            Parts = [.. entities.Objects("sub_jobs").Select(p => Read(p, id)).OfType<HuaweiJob>()],
        };
    }

    private bool Is(string status) => string.Equals(Status, status, StringComparison.OrdinalIgnoreCase);
}
