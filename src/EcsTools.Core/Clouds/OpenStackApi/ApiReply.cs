using System.Globalization;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>A call and its answer, judged a success.</summary>
/// <param name="RequestId">The cloud's id of the request, by which Nova lists what was done to a server, or null.</param>
internal sealed record ApiReply(CloudRequest Call, CloudResponse Answer, string? RequestId)
{
    /// <summary>The cloud's own time, or null if the answer has none.</summary>
    public DateTimeOffset? Date => DateTimeOffset.TryParse(
        Answer.Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date) ? date : null;

    /// <summary>The handle where the request's own id is what the change is recognized by.</summary>
    public StepHandle ToHandle() => new() { JobId = RequestId, RequestId = RequestId };

    public JObject Read() => Answer.ReadObject(Call);

    public JArray ReadList(string name) => Read().List(name) ?? throw MissesList(name);

    /// <summary>Reads the body with an empty list, and the rows of the list, each mapped as it is read. What is no object is no row.</summary>
    public (JsonRow Body, IReadOnlyList<T> Rows) ReadRows<T>(string name, Func<JsonRow, T> map)
    {
        (JsonRow body, IReadOnlyList<T> rows) = Answer.ReadRows(Call, [name], map);
        return body.HasList(name) ? (body, rows) : throw MissesList(name);
    }

    /// <summary>Reads the rows of a list, each by itself; what is no row is left out.</summary>
    public IReadOnlyList<T> ReadEach<T>(string name, Func<JObject, T?> read)
        where T : class => [.. ReadRows(name, row => read(row.ToObject())).Rows.OfType<T>()];

    public JObject ReadObject(string name) => Read().Object(name) ?? throw MissesObject(name);

    /// <summary>Reads an object in the body, of which no tree is made.</summary>
    public JsonRow ReadRow(string name) => Answer.ReadRow(Call).Object(name) ?? throw MissesObject(name);

    /// <summary>Creates the error for an answer without the form that the API reference gives.</summary>
    public EcsException Malformed(string why) => Answer.Malformed(Call, why);

    private EcsException MissesObject(string name) => Malformed($"there is no '{name}' in it");

    private EcsException MissesList(string name) => Malformed($"there is no list '{name}' in it");
}
