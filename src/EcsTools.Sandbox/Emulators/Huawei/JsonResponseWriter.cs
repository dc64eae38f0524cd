using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Writes the clouds' JSON member by member, so that names, order and types are what the code says.</summary>
internal static class JsonResponseWriter
{
    /// <summary>Writes one object.</summary>
    /// <param name="members">Writes its members.</param>
    /// <returns>The text.</returns>
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

    /// <summary>Writes a text member.</summary>
    /// <param name="w">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value, or null.</param>
    public static void Put(this JsonTextWriter w, string name, string? value)
    {
        w.WritePropertyName(name);
        w.WriteValue(value);
    }

    /// <summary>Writes a number.</summary>
    /// <param name="w">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value.</param>
    public static void Put(this JsonTextWriter w, string name, int value)
    {
        w.WritePropertyName(name);
        w.WriteValue(value);
    }

    /// <summary>Writes a truth value.</summary>
    /// <param name="w">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value.</param>
    public static void Put(this JsonTextWriter w, string name, bool value)
    {
        w.WritePropertyName(name);
        w.WriteValue(value);
    }

    /// <summary>Writes an object.</summary>
    /// <param name="w">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="members">Writes its members.</param>
    public static void PutObject(this JsonTextWriter w, string name, Action<JsonTextWriter> members)
    {
        w.WritePropertyName(name);
        w.WriteStartObject();
        members(w);
        w.WriteEndObject();
    }

    /// <summary>Writes a list of objects.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="w">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="items">What is listed.</param>
    /// <param name="members">Writes the members of one.</param>
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

    /// <summary>Writes a list of texts.</summary>
    /// <param name="w">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="items">The texts.</param>
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

    /// <summary>Writes members that are all null.</summary>
    /// <param name="w">The writer.</param>
    /// <param name="names">Their names.</param>
    public static void PutNulls(this JsonTextWriter w, params string[] names)
    {
        foreach (string name in names)
        {
            w.WritePropertyName(name);
            w.WriteNull();
        }
    }
}
