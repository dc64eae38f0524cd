namespace EcsTools.Sandbox.Hosting;

internal sealed record SandboxResponse
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    public required int Status { get; init; }

    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "application/json;charset=utf-8";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    public ResponseTruncation Truncation { get; init; }

    /// <summary>The operation as passed to <see cref="FaultInjector.Begin"/>; null if the request did not get that far.</summary>
    public string? Operation { get; init; }

    public bool IsWrite { get; init; }
}
