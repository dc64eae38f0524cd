using System.Globalization;
using System.Text;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Writes a response as text while it is built: a page of a hundred servers never becomes a tree of objects.</summary>
internal sealed class ResponseWriter : IDisposable
{
    private readonly StringBuilder _text = new();
    private readonly JsonTextWriter _json;

    public ResponseWriter(string requestId)
    {
        _json = new JsonTextWriter(new StringWriter(_text, CultureInfo.InvariantCulture));
        _json.WriteStartObject();
        Text("RequestId", requestId);
    }

    /// <summary>Null becomes an empty text.</summary>
    public void Text(string name, string? value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value ?? "");
    }

    public void Number(string name, int value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value);
    }

    public void Fraction(string name, double value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value);
    }

    public void Money(string name, decimal value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value);
    }

    public void Flag(string name, bool value)
    {
        _json.WritePropertyName(name);
        _json.WriteValue(value);
    }

    /// <summary>A time without seconds, as servers have it (docs/contracts/alibaba-ecs.md 1.3); null becomes an empty text.</summary>
    public void Minute(string name, DateTimeOffset? time) => Time(name, time, "yyyy-MM-dd'T'HH:mm'Z'");

    /// <summary>A time with seconds, as disks and snapshots have it.</summary>
    public void Second(string name, DateTimeOffset time) => Time(name, time, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    public void Object(string name, Action members)
    {
        _json.WritePropertyName(name);
        _json.WriteStartObject();
        members();
        _json.WriteEndObject();
    }

    /// <summary>A list inside an object: <c>{"Tags":{"Tag":[...]}}</c>.</summary>
    public void List<T>(string outer, string inner, IEnumerable<T> items, Action<T> members) => Array(outer, inner, () =>
    {
        foreach (T item in items)
        {
            _json.WriteStartObject();
            members(item);
            _json.WriteEndObject();
        }
    });

    public void Texts(string outer, string inner, params string[] items) => Array(outer, inner, () =>
    {
        foreach (string item in items)
        {
            _json.WriteValue(item);
        }
    });

    /// <summary>A list of texts without an inner name.</summary>
    public void PlainTexts(string name, params string[] items)
    {
        _json.WritePropertyName(name);
        _json.WriteStartArray();
        foreach (string item in items)
        {
            _json.WriteValue(item);
        }

        _json.WriteEndArray();
    }

    public string Finish()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _text.ToString();
    }

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
