using System;
using System.Collections.Generic;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>An answer of the clouds before it is sent.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record ApiResponse(int Status, string Body = "")
{
    /// <summary>Headers beside <c>X-Request-Id</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The request's id if the body tells it; null for any.</summary>
    public string? RequestId { get; init; }

    /// <summary>200 with a JSON object.</summary>
    /// <param name="members">Writes the object's members.</param>
    /// <returns>The answer.</returns>
    public static ApiResponse Ok(Action<JsonTextWriter> members) => new(200, JsonResponseWriter.Object(members));

    /// <summary>200 with the id of a job.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The answer.</returns>
    public static ApiResponse Job(string id) => Ok(w => w.Put("job_id", id));
}
