using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Writes an answer as it goes along: a page of a hundred servers is text at once, never a tree of objects.</summary>
internal sealed class ResponseWriter : IDisposable
{
    private readonly StringBuilder _text = new();
    private readonly JsonTextWriter _json;

    /// <summary>Begins an answer.</summary>
    /// <param name="requestId">The request's id.</param>
    public ResponseWriter(string requestId)
    {
        _json = new JsonTextWriter(new StringWriter(_text, CultureInfo.InvariantCulture));
        _json.WriteStartObject();
        Text("RequestId", requestId);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value; null becomes an empty text.</param>
    public void Text(string name, string? value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value ?? "");
    }

    /// <summary>Writes a number.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value.</param>
    public void Number(string name, int value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value);
    }

    /// <summary>Writes a number with a decimal point.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value.</param>
    public void Fraction(string name, double value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value);
    }

    /// <summary>Writes a boolean.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value.</param>
    public void Flag(string name, bool value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value);
    }

    /// <summary>Writes a time without seconds, as servers have it (docs/contracts/alibaba-ecs.md 1.3).</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="time">The time; null becomes an empty text.</param>
    public void Minute(string name, DateTimeOffset? time) => Time(name, time, "yyyy-MM-dd'T'HH:mm'Z'");

    /// <summary>Writes a time with seconds, as disks and snapshots have it.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="time">The time.</param>
    public void Second(string name, DateTimeOffset time) => Time(name, time, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>Writes an object.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="members">Writes its members.</param>
    public void Object(string name, Action members)
    {
        _json.WritePropertyName(name);
        _json.WriteStartObject();
        members();
        _json.WriteEndObject();
    }

    /// <summary>Writes a list in an object: <c>{"Tags":{"Tag":[...]}}</c>.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="outer">The object's name.</param>
    /// <param name="inner">The list's name.</param>
    /// <param name="items">What is listed.</param>
    /// <param name="members">Writes the members of one.</param>
    public void List<T>(string outer, string inner, IEnumerable<T> items, Action<T> members) => Array(outer, inner, () =>
    {
        foreach (T item in items)
        {
            _json.WriteStartObject();
            members(item);
            _json.WriteEndObject();
        }
    });

    /// <summary>Writes a list of texts in an object.</summary>
    /// <param name="outer">The object's name.</param>
    /// <param name="inner">The list's name.</param>
    /// <param name="items">The texts.</param>
    public void Texts(string outer, string inner, params string[] items) => Array(outer, inner, () =>
    {
        foreach (string item in items)
        {
            _json.WriteValue(item);
        }
    });

    /// <summary>Ends the answer.</summary>
    /// <returns>The JSON.</returns>
    public string Finish()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _text.ToString();
    }

    /// <inheritdoc />
    public void Dispose() => ((IDisposable)_json).Dispose();

    private void Array(string outer, string inner, Action items) => Object(outer, () =>
    {
        _json.WritePropertyName(inner);
        _json.WriteStartArray();
        items();
        _json.WriteEndArray();
    });

    private void Time(string name, DateTimeOffset? time, string format) =>
        Text(name, time?.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
}
