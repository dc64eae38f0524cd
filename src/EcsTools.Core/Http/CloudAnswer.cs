using System;
using System.Collections.Generic;
using System.Globalization;

using EcsTools.Model;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Http;

/// <summary>What came back: status, headers and text.</summary>
internal sealed class CloudAnswer
{
    private readonly IReadOnlyDictionary<string, string> _headers;

    /// <summary>Makes an answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="text">The body.</param>
    /// <param name="headers">Headers by lower-case name.</param>
    public CloudAnswer(int status, string text, IReadOnlyDictionary<string, string> headers)
    {
        Status = status;
        Text = text;
        _headers = headers;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body.</summary>
    public string Text { get; }

    /// <summary>How long the cloud asks to wait, or null if it does not say.</summary>
    public TimeSpan? RetryAfter => int.TryParse(Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0
        ? TimeSpan.FromSeconds(seconds)
        : null;

    /// <summary>A header's value, or null.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The first value.</returns>
    public string? Header(string name) => _headers.TryGetValue(name.ToLowerInvariant(), out string? value) ? value : null;

    /// <summary>The body as a JSON object.</summary>
    /// <returns>The object, or null if the body is none (HTML, empty, cut off).</returns>
    public JObject? TryReadObject()
    {
        try
        {
            return JsonText.ParseObject(Text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body as a JSON object.</summary>
    /// <param name="call">The call it answers.</param>
    /// <returns>The object.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.MalformedAnswer"/> if the body is no JSON object.</exception>
    public JObject ReadObject(CloudCall call) => TryReadObject() ?? throw Malformed(call, "the body is no JSON object");

    /// <summary>The error for an answer that does not have the form the contract gives.</summary>
    /// <param name="call">The call it answers.</param>
    /// <param name="why">What is wrong with it.</param>
    /// <returns>The error; for a write it says that the outcome is unknown.</returns>
    public EcsException Malformed(CloudCall call, string why) => call.Safety != CallSafety.Read
        ? new EcsException(EcsErrorId.OutcomeUnknown, $"The answer to {call.Operation} could not be read ({why}), so it is not known whether it took effect.")
        {
            HttpStatus = Status,
            InstanceId = call.InstanceId,
            RecommendedAction = "Look at the server before you send the command again.",
        }
        : new EcsException(EcsErrorId.MalformedAnswer, $"The answer to {call.Operation} could not be read: {why} (HTTP {Status}).")
        {
            HttpStatus = Status,
            InstanceId = call.InstanceId,
            RecommendedAction = "Check that the endpoint is the cloud's API and not a proxy or a web page.",
        };
}
