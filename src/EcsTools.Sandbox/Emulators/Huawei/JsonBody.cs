using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Reads bodies without trusting them.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body that must be a JSON object.</summary>
    /// <param name="body">The bytes.</param>
    /// <returns>Null if it is none.</returns>
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

    /// <summary>A member that is an object.</summary>
    /// <param name="parent">Whose member.</param>
    /// <param name="name">The name.</param>
    /// <returns>Null if it is missing or no object.</returns>
    public static JObject? Object(this JObject? parent, string name) => parent?[name] as JObject;

    /// <summary>A member that is a text.</summary>
    /// <param name="parent">Whose member.</param>
    /// <param name="name">The name.</param>
    /// <returns>Null if it is missing, no text or empty.</returns>
    public static string? Text(this JObject? parent, string name) =>
        parent?[name] is JValue { Type: JTokenType.String, Value: string { Length: > 0 } text } ? text : null;

    /// <summary>Whether a member is true.</summary>
    /// <param name="parent">Whose member.</param>
    /// <param name="name">The name.</param>
    /// <returns>True if it is.</returns>
    public static bool IsTrue(this JObject? parent, string name) => parent?[name] is JValue { Type: JTokenType.Boolean, Value: true };

    /// <summary>The objects of a list.</summary>
    /// <param name="parent">Whose member.</param>
    /// <param name="name">The name.</param>
    /// <returns>Null if it is no list, or not all of it are objects.</returns>
    public static IReadOnlyList<JObject>? Objects(this JObject? parent, string name) =>
        parent?[name] is JArray list && list.All(i => i is JObject) ? [.. list.Cast<JObject>()] : null;

    /// <summary>The texts of a list; what is no text is left out.</summary>
    /// <param name="parent">Whose member.</param>
    /// <param name="name">The name.</param>
    /// <returns>The texts.</returns>
    public static IReadOnlyList<string> Texts(this JObject? parent, string name) =>
        parent?[name] is JArray list ? [.. list.OfType<JValue>().Select(v => v.Value).OfType<string>()] : Array.Empty<string>();
}
