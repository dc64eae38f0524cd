using System.Globalization;
using System.Text;

using Newtonsoft.Json;

namespace EcsTools.Core.Http;

/// <summary>What came back: status, headers and body. The clouds answer in UTF-8; what stands before them may name any character set, which nobody heeds.</summary>
internal sealed class CloudResponse
{
    private const int LongestRetryAfter = 86400;
    private readonly byte[] _body;
    private readonly IReadOnlyDictionary<string, string> _headers;

    public CloudResponse(int status, byte[] body, IReadOnlyDictionary<string, string> headers)
    {
        Status = status;
        _body = body;
        _headers = headers;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body as text. A long list is better read by <see cref="TryReadObject"/>, which makes no text of it.</summary>
    public string Text
    {
        get
        {
            using StreamReader reader = Open();
            return reader.ReadToEnd();
        }
    }

    /// <summary>How long the cloud asks to wait, or null if it does not say; a day at most, since more is no pause between two calls.</summary>
    public TimeSpan? RetryAfter => int.TryParse(Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0
        ? TimeSpan.FromSeconds(Math.Min(seconds, LongestRetryAfter))
        : null;

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => _headers.TryGetValue(name.ToLowerInvariant(), out string? value) ? value : null;

    /// <summary>The body as a JSON object.</summary>
    /// <returns>The object, or null if the body is none (HTML, empty, cut off).</returns>
    public JObject? TryReadObject()
    {
        try
        {
            using StreamReader reader = Open();
            return JsonParser.ParseObject(reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.MalformedAnswer"/> if the body is not a JSON object.</exception>
    public JObject ReadObject(CloudRequest call) => TryReadObject() ?? throw NoObject(call);

    /// <summary>The body as a JSON object of which no tree is made.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.MalformedAnswer"/> if the body is not a JSON object.</exception>
    public JsonRow ReadRow(CloudRequest call) => ReadRows<object>(call, [], static _ => null!).Body;

    /// <summary>The body as a JSON object but for the rows of one list in it, which are made into something one by one.</summary>
    /// <param name="path">The names that lead to the list; none if there is no list.</param>
    /// <returns>The object, with an empty list, and what was made of the rows. What is no object is no row.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.MalformedAnswer"/> if the body is not a JSON object.</exception>
    public (JsonRow Body, IReadOnlyList<T> Rows) ReadRows<T>(CloudRequest call, IReadOnlyList<string> path, Func<JsonRow, T> map)
    {
        List<T> rows = [];
        try
        {
            return (JsonTable.Read(_body, _body.Length, path, row => rows.Add(map(row))), rows);
        }
        catch (JsonException)
        {
            throw NoObject(call);
        }
    }

    /// <summary>The error for an answer that does not have the form the contract gives.</summary>
    /// <returns>The error; for a write it says that the outcome is unknown.</returns>
    public EcsException Malformed(CloudRequest call, string why) => call.Safety != RequestIdempotency.ReadOnly
        ? new EcsException(EcsErrorId.OutcomeUnknown, $"Cannot read the response to {call.Operation} ({why}). The outcome is unknown.")
        {
            HttpStatus = Status,
            InstanceId = call.InstanceId,
            RecommendedAction = "Check the server before you run the command again.",
        }
        : new EcsException(EcsErrorId.MalformedAnswer, $"Cannot read the response to {call.Operation}: {why} (HTTP {Status}).")
        {
            HttpStatus = Status,
            InstanceId = call.InstanceId,
            RecommendedAction = "Check that the endpoint is the provider's API and not a proxy or a web page.",
        };

    private EcsException NoObject(CloudRequest call) => Malformed(call, "the body is not a JSON object");

    // Takes a byte order mark away, too.
    private StreamReader Open() => new(new MemoryStream(_body), Encoding.UTF8);
}
