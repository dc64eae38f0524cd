using System.Globalization;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Writes JSON member by member, so that names, order and types are what the code says.</summary>
internal static class JsonResponseWriter
{
    public static string Object(Action<JsonTextWriter> members)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        using (JsonTextWriter writer = new(text))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return text.ToString();
    }

    public static void Put(this JsonTextWriter w, string name, string? value)
    {
        w.WritePropertyName(name);
        w.WriteValue(value);
    }

    public static void Put(this JsonTextWriter w, string name, int value)
    {
        w.WritePropertyName(name);
        w.WriteValue(value);
    }

    public static void Put(this JsonTextWriter w, string name, decimal value)
    {
        w.WritePropertyName(name);
        w.WriteValue(value);
    }

    public static void Put(this JsonTextWriter w, string name, bool value)
    {
        w.WritePropertyName(name);
        w.WriteValue(value);
    }

    public static void PutObject(this JsonTextWriter w, string name, Action<JsonTextWriter> members)
    {
        w.WritePropertyName(name);
        w.WriteStartObject();
        members(w);
        w.WriteEndObject();
    }

    public static void PutObjects<T>(this JsonTextWriter w, string name, IEnumerable<T> items, Action<JsonTextWriter, T> members)
    {
        w.WritePropertyName(name);
        w.WriteStartArray();
        foreach (T item in items)
        {
            w.WriteStartObject();
            members(w, item);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    public static void PutTexts(this JsonTextWriter w, string name, IEnumerable<string> items)
    {
        w.WritePropertyName(name);
        w.WriteStartArray();
        foreach (string item in items)
        {
            w.WriteValue(item);
        }

        w.WriteEndArray();
    }

    public static void PutNulls(this JsonTextWriter w, params string[] names)
    {
        foreach (string name in names)
        {
            w.WritePropertyName(name);
            w.WriteNull();
        }
    }
}
