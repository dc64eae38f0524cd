using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EcsTools.Tests.Sdk;

/// <summary>What an SDK hands its caller: an object it has read, or an error it has thrown.</summary>
/// <param name="IsDone">Whether it was an object.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The object, as the SDK's own model writes it.</param>
/// <param name="Code">The error's code.</param>
/// <param name="Message">The error's text.</param>
/// <param name="RequestId">The error's request id.</param>
internal sealed record SdkAnswer(
    [property: JsonPropertyName("ok")] bool IsDone, int? Status, JsonNode? Body, string? Code, string? Message, string? RequestId)
{
    /// <summary>Fields of the answer that the SDK does not know, or knows as something else, where its models cannot drop them.</summary>
    public IReadOnlyList<string> Strangers { get; init; } = [];
}
