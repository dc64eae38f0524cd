using System.Collections.Concurrent;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Http;

/// <summary>The cloud's ids of the changes that one flow, and everything started from it, sends: what the audit log refers to.</summary>
public sealed class RequestTrail
{
    private static readonly AmbientValue<RequestTrail?> Ambient = new(null);
    private readonly ConcurrentQueue<(string? InstanceId, string RequestId)> _requests = new();

    private RequestTrail()
    {
    }

    /// <summary>Begins to note the ids in the present flow.</summary>
    /// <returns>Dispose it to end that.</returns>
    public static IDisposable Begin(out RequestTrail trail) => Ambient.Use(trail = new RequestTrail());

    /// <summary>The ids of the calls for a server, and of those that were not for one server alone.</summary>
    /// <returns>The ids, with commas between them; null if there are none.</returns>
    public string? IdsOf(string instanceId) => Join(_requests.Where(r => r.InstanceId is null || r.InstanceId == instanceId));

    /// <summary>All ids, with commas between them; null if there are none.</summary>
    internal string? All => Join(_requests);

    /// <summary>Notes a change that the cloud has taken.</summary>
    /// <param name="instanceId">The server, or null.</param>
    /// <param name="requestId">The cloud's id of the request; null if it told none.</param>
    internal static void Note(string? instanceId, string? requestId)
    {
        if (requestId is { Length: > 0 })
        {
            Ambient.Current?._requests.Enqueue((instanceId, requestId));
        }
    }

    private static string? Join(IEnumerable<(string? InstanceId, string RequestId)> requests) =>
        string.Join(",", requests.Select(r => r.RequestId).Distinct()) is { Length: > 0 } ids ? ids : null;
}
