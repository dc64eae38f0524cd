namespace EcsTools.Core.Http;

/// <summary>One call to a cloud's API, before it is signed.</summary>
/// <param name="Operation">The operation's name for messages and limits, for example <c>StopInstances</c>; never holds a value.</param>
internal sealed record CloudRequest(string Operation, HttpMethod Method, Uri Uri, RequestIdempotency Safety)
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>The body, or null for none (a POST is sent with an empty content object all the same).</summary>
    public string? Body { get; init; }

    /// <summary>The body's media type, sent exactly so.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>The server the call concerns, for errors, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>What is wanted of the answer before all of it has come, or null.</summary>
    public EarlyField? Early { get; init; }

    /// <summary>The operation's name only, since address and body may hold a password.</summary>
    public override string ToString() => Operation;
}
