using Newtonsoft.Json;

namespace EcsTools.Core.Http;

/// <summary>The one way in which JSON from outside is read: dates stay text, depth is bounded.</summary>
internal static class JsonParser
{
    /// <summary>Parses a JSON object.</summary>
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static JObject ParseObject(string text) => ParseObject(new StringReader(text));

    /// <summary>Parses a JSON object.</summary>
    /// <param name="text">The text; closed at the end.</param>
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static JObject ParseObject(TextReader text)
    {
        using JsonTextReader reader = Open(text);
        return JObject.Load(reader);
    }

    /// <summary>
    /// Parses a JSON object but for the rows of one list in it, which are handed over one by one and not kept: each is used while it is
    /// at hand, and a long list takes no memory as a whole.
    /// </summary>
    /// <param name="text">The text; closed at the end.</param>
    /// <param name="fields">The fields of a row that are wanted, or null for all: most of what parsing costs is making objects of the others.</param>
    /// <returns>The object; the list in it is empty.</returns>
    /// <exception cref="JsonException">The text is no JSON object; some rows may have been handed over before that shows.</exception>
    public static JObject ParseObject(TextReader text, IReadOnlyList<string> path, ISet<string>? fields, Action<JToken> onRow)
    {
        using JsonTextReader reader = Open(text);
        return reader.Read() && reader.TokenType == JsonToken.StartObject
            ? ReadObject(reader, path, 0, fields, onRow)
            : throw new JsonReaderException("The text is no JSON object.");
    }

    private static JsonTextReader Open(TextReader text) =>
        new(text) { DateParseHandling = DateParseHandling.None, MaxDepth = 64, PropertyNameTable = new FieldNames() };

    private static JObject ReadObject(JsonTextReader reader, IReadOnlyList<string> path, int step, ISet<string>? fields, Action<JToken> onRow)
    {
        JObject json = [];
        while (ReadOn(reader).TokenType == JsonToken.PropertyName)
        {
            string name = (string)reader.Value!;
            bool isOnPath = step < path.Count && name == path[step];
            json[name] = (ReadOn(reader).TokenType, isOnPath) switch
            {
                (JsonToken.StartObject, true) => ReadObject(reader, path, step + 1, fields, onRow),
                (JsonToken.StartArray, true) when step == path.Count - 1 => ReadRows(reader, fields, onRow),
                _ => JToken.ReadFrom(reader),
            };
        }

        return json;
    }

    private static JArray ReadRows(JsonTextReader reader, ISet<string>? fields, Action<JToken> onRow)
    {
        while (ReadOn(reader).TokenType != JsonToken.EndArray)
        {
            onRow(fields is not null && reader.TokenType == JsonToken.StartObject ? ReadFields(reader, fields) : JToken.ReadFrom(reader));
        }

        return [];
    }

    private static JObject ReadFields(JsonTextReader reader, ISet<string> fields)
    {
        JObject row = [];
        while (ReadOn(reader).TokenType == JsonToken.PropertyName)
        {
            string name = (string)reader.Value!;
            ReadOn(reader);
            if (fields.Contains(name))
            {
                row[name] = JToken.ReadFrom(reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return row;
    }

    private static JsonTextReader ReadOn(JsonTextReader reader) => reader.Read() ? reader : throw new JsonReaderException("The text ends too early.");

    // The rows of a list have the same names again and again.
    private sealed class FieldNames : JsonNameTable
    {
        private readonly DefaultJsonNameTable _names = new();

        public override string? Get(char[] key, int start, int length) => _names.Get(key, start, length) ?? _names.Add(new string(key, start, length));
    }
}
