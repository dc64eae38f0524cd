using System.Text;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Reads bodies without trusting them.</summary>
internal static class JsonBody
{
    /// <summary>Returns null if it is not a JSON object.</summary>
    public static JObject? Read(byte[] body)
    {
        try
        {
            using JsonTextReader reader = new(new StringReader(Encoding.UTF8.GetString(body))) { DateParseHandling = DateParseHandling.None };
            JObject read = JObject.Load(reader);
            return reader.Read() ? null : read;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns null if it is missing or not an object.</summary>
    public static JObject? Object(this JObject? parent, string name) => parent?[name] as JObject;

    /// <summary>Returns null if it is missing, not a text, or empty.</summary>
    public static string? Text(this JObject? parent, string name) =>
        parent?[name] is JValue { Type: JTokenType.String, Value: string { Length: > 0 } text } ? text : null;

    /// <summary>Returns null if it is missing or not a whole number.</summary>
    public static int? Number(this JObject? parent, string name) =>
        parent?[name] is JValue { Type: JTokenType.Integer, Value: long and >= 0 and <= int.MaxValue and var number } ? (int)number : null;

    public static bool IsTrue(this JObject? parent, string name) => parent?[name] is JValue { Type: JTokenType.Boolean, Value: true };

    /// <summary>Returns null if it is not a list, or if an item is not an object.</summary>
    public static IReadOnlyList<JObject>? Objects(this JObject? parent, string name) =>
        parent?[name] is JArray list && list.All(i => i is JObject) ? [.. list.Cast<JObject>()] : null;

    /// <summary>Items that are not texts are left out.</summary>
    public static IReadOnlyList<string> Texts(this JObject? parent, string name) =>
        parent?[name] is JArray list ? [.. list.OfType<JValue>().Select(v => v.Value).OfType<string>()] : Array.Empty<string>();
}
