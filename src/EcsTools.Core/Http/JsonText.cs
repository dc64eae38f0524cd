using System.IO;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Http;

/// <summary>The one way in which JSON from outside is read: dates stay text, depth is bounded.</summary>
internal static class JsonText
{
    /// <summary>Parses a JSON object.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The object.</returns>
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static JObject ParseObject(string text)
    {
        using JsonTextReader reader = new(new StringReader(text)) { DateParseHandling = DateParseHandling.None, MaxDepth = 64 };
        return JObject.Load(reader);
    }
}
