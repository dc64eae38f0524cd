using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei;

internal sealed record ApiResponse(int Status, string Body = "")
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The request id if the body contains it; null for any.</summary>
    public string? RequestId { get; init; }

    public static ApiResponse Ok(Action<JsonTextWriter> members) => new(200, JsonResponseWriter.Object(members));

    public static ApiResponse Job(string id) => Ok(w => w.Put("job_id", id));
}
