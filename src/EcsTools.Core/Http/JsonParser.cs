using Newtonsoft.Json;

namespace EcsTools.Core.Http;

/// <summary>The one way in which JSON from outside becomes a tree: dates stay text, depth is bounded. Long lists are read by <see cref="JsonTable"/>.</summary>
internal static class JsonParser
{
    /// <summary>Parses a JSON object.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static JObject ParseObject(string text) => ParseObject(new StringReader(text));

    /// <summary>Parses a JSON object.</summary>
    /// <param name="text">The text; closed at the end.</param>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static JObject ParseObject(TextReader text)
    {
        using JsonTextReader reader = Open(text);
        return JObject.Load(reader);
    }

    private static JsonTextReader Open(TextReader text) =>
        new(text) { DateParseHandling = DateParseHandling.None, MaxDepth = 64, PropertyNameTable = new FieldNames() };

    // Objects in a list have the same names again and again.
    private sealed class FieldNames : JsonNameTable
    {
        private readonly DefaultJsonNameTable _names = new();

        public override string? Get(char[] key, int start, int length) => _names.Get(key, start, length) ?? _names.Add(new string(key, start, length));
    }
}
