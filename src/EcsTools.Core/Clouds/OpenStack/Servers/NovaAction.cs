using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Something that was done to a server, as Nova remembers it: written down before the request is answered.</summary>
/// <param name="Name">What, in Nova's words, for example <c>rebuild</c>.</param>
internal sealed record NovaAction(string Name, string RequestId)
{
    /// <summary>Who asked for it, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>When, by the cloud's clock; null if it is not told.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>True if Nova says that a part of it has begun and not ended. Lists of actions have no parts.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>True if Nova says that it failed.</summary>
    public bool HasFailed { get; init; }

    /// <summary>What the failed part of it says, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Reads an action.</summary>
    /// <returns>The action, or null if it has no name or request.</returns>
    public static NovaAction? Read(JObject json)
    {
        if (json.Text("action") is not { } name || json.Text("request_id") is not { } request)
        {
            return null;
        }

        IReadOnlyList<JObject> parts = [.. json.Objects("events")];
        JObject? failed = parts.FirstOrDefault(e => e.Text("result") == "Error");
        return new NovaAction(name, request)
        {
            UserId = json.Text("user_id"),
            StartedAt = json.Time("start_time"),
            IsUnderWay = parts.Any(e => e["finish_time"] is { Type: JTokenType.Null }),
            HasFailed = json.Text("message") == "Error" || failed is not null,
            Detail = failed.Text("details") ?? failed.Text("event"),
        };
    }
}
