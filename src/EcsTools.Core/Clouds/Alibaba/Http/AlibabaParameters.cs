using System.Globalization;

using Newtonsoft.Json;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>The parameters of one call, turned into text by the rules of docs/contracts/alibaba-ecs.md 1.3. What is null is left out; what
/// is set again is replaced. Kept in the order the signature wants, so that the query that is sent is the one that is signed.</summary>
internal sealed class AlibabaParameters
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Sets a text. An empty one is sent and signed.</summary>
    /// <param name="name">The name; <c>Name.Sub</c> for a field of a nested object.</param>
    /// <param name="value">The text, or null for none.</param>
    public AlibabaParameters Add(string name, string? value)
    {
        if (value is not null)
        {
            _values[name] = value;
        }

        return this;
    }

    /// <summary>Sets a truth value.</summary>
    /// <param name="value">The value, or null for none.</param>
    public AlibabaParameters Add(string name, bool? value) =>
        Add(name, value switch { true => "true", false => "false", null => null });

    /// <summary>Sets a number.</summary>
    /// <param name="value">The number, or null for none.</param>
    public AlibabaParameters Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a list in the style <c>Name.1</c>, <c>Name.2</c> ...</summary>
    public AlibabaParameters AddList(string name, IEnumerable<string> values)
    {
        foreach ((string value, int index) in values.Select((v, i) => (v, i)))
        {
            Add(FormattableString.Invariant($"{name}.{index + 1}"), value);
        }

        return this;
    }

    /// <summary>Sets a list of objects with the fields Key and Value in the style <c>Name.1.Key</c>, <c>Name.1.Value</c>.</summary>
    /// <param name="pairs">The pairs; a null value is left out, which means any value.</param>
    public AlibabaParameters AddPairs(string name, IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        foreach ((KeyValuePair<string, string?> pair, int index) in pairs.Select((p, i) => (p, i)))
        {
            Add(FormattableString.Invariant($"{name}.{index + 1}.Key"), pair.Key);
            Add(FormattableString.Invariant($"{name}.{index + 1}.Value"), pair.Value);
        }

        return this;
    }

    /// <summary>Sets one parameter whose value is a JSON text. An empty list is sent as <c>[]</c>, which matches nothing.</summary>
    /// <param name="value">A list of texts or a map, or null for none.</param>
    public AlibabaParameters AddJson(string name, object? value) => Add(name, value switch
    {
        null => null,
        IEnumerable<string> texts => new JArray(texts).ToString(Formatting.None),
        _ => JsonConvert.SerializeObject(value),
    });

    /// <summary>The query without its question mark: encoded by RFC 3986, in code point order.</summary>
    public string ToQuery() => string.Join("&", _values.Select(v => Encode(v.Key) + "=" + Encode(v.Value)));

    // .NET Framework leaves the last five as they are; newer runtimes encode them already.
    private static string Encode(string text) => Uri.EscapeDataString(text)
        .Replace("!", "%21").Replace("'", "%27").Replace("(", "%28").Replace(")", "%29").Replace("*", "%2A");
}
