using System.Globalization;

namespace EcsTools.Core.Http;

/// <summary>Reads fields of JSON from outside: what is missing, null or of another kind gives null, never an exception.</summary>
internal static class JsonFields
{
    /// <summary>A text, number or truth value as text.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The text; null if it is missing or empty.</returns>
    public static string? Text(this JToken? json, string name) => Field(json, name) is JValue { Value: not null } value
        && Convert.ToString(value.Value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    /// <summary>A whole number, perhaps written as text.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The number, or null.</returns>
    public static int? Integer(this JToken? json, string name) => ParseInteger(json.Text(name));

    /// <summary>An amount of money, perhaps written as text.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The amount, or null.</returns>
    public static decimal? Amount(this JToken? json, string name) =>
        decimal.TryParse(json.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) ? amount : null;

    /// <summary>A percentage as text, for example <c>38%</c>.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>0 to 100, or null.</returns>
    public static int? Percent(this JToken? json, string name) =>
        int.TryParse(json.Text(name)?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int percent) ? Math.Min(percent, 100) : null;

    /// <summary>A truth value, perhaps written as text in any case.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The value, or null.</returns>
    public static bool? Flag(this JToken? json, string name) => ParseFlag(json.Text(name));

    /// <summary>A time; one without a zone is in UTC.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The time, or null.</returns>
    public static DateTimeOffset? Time(this JToken? json, string name) => ParseTime(json.Text(name));

    /// <summary>An object.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The object, or null.</returns>
    public static JObject? Object(this JToken? json, string name) => Field(json, name) as JObject;

    /// <summary>A list.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The list, or null.</returns>
    public static JArray? List(this JToken? json, string name) => Field(json, name) as JArray;

    /// <summary>The objects in a list.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The objects; none if there is no list.</returns>
    public static IEnumerable<JObject> Objects(this JToken? json, string name) => json.List(name)?.OfType<JObject>() ?? [];

    /// <summary>The texts in a list.</summary>
    /// <param name="json">The object; anything else has no fields.</param>
    /// <returns>The texts; none if there is no list.</returns>
    public static IEnumerable<string> Texts(this JToken? json, string name) =>
        json.List(name)?.Where(t => t.Type == JTokenType.String).Select(t => (string)t!) ?? [];

    /// <summary>A text, number or truth value as text.</summary>
    /// <returns>The text; null if it is missing or empty.</returns>
    public static string? Text(this JsonRow? row, string name) => row?.GetText(name) is { Length: > 0 } text ? text : null;

    /// <summary>A whole number, perhaps written as text.</summary>
    /// <returns>The number, or null.</returns>
    public static int? Integer(this JsonRow? row, string name) => ParseInteger(row.Text(name));

    /// <summary>A truth value, perhaps written as text in any case.</summary>
    /// <returns>The value, or null.</returns>
    public static bool? Flag(this JsonRow? row, string name) => ParseFlag(row.Text(name));

    /// <summary>A time; one without a zone is in UTC.</summary>
    /// <returns>The time, or null.</returns>
    public static DateTimeOffset? Time(this JsonRow? row, string name) => ParseTime(row.Text(name));

    /// <summary>An object.</summary>
    /// <returns>The object, or null.</returns>
    public static JsonRow? Object(this JsonRow? row, string name) => row?.GetObject(name);

    /// <summary>The objects in a list.</summary>
    /// <returns>The objects; none if there is no list.</returns>
    public static IEnumerable<JsonRow> Objects(this JsonRow? row, string name) => row?.GetObjects(name) ?? [];

    /// <summary>The texts in a list.</summary>
    /// <returns>The texts; none if there is no list.</returns>
    public static IEnumerable<string> Texts(this JsonRow? row, string name) => row?.GetTexts(name) ?? [];

    private static JToken? Field(JToken? json, string name) => (json as JObject)?[name];

    private static int? ParseInteger(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static bool? ParseFlag(string? text) => bool.TryParse(text, out bool flag) ? flag : null;

    private static DateTimeOffset? ParseTime(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
}
