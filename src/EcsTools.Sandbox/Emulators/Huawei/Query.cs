using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>The query of a request, decoded, in the order it was sent.</summary>
internal sealed class Query
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    /// <summary>Reads a query. A plus sign is a plus sign: the clouds' rule is <c>%20</c> for a blank
    /// (docs/contracts/huawei-ecs.md 1.4).</summary>
    /// <param name="raw">As sent, without question mark.</param>
    public Query(string raw)
    {
        foreach (string part in raw.Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split(['='], 2);
            _pairs.Add(new(Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));
        }
    }

    /// <summary>All names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>A value, or null if it is missing or empty; the first of several.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The value.</returns>
    public string? this[string name] => All(name).FirstOrDefault(v => v.Length > 0);

    /// <summary>All values of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The values.</returns>
    public IEnumerable<string> All(string name) => _pairs.Where(p => p.Key == name).Select(p => p.Value);

    /// <summary>Whether a name was sent, with or without value.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if it was.</returns>
    public bool Has(string name) => _pairs.Any(p => p.Key == name);

    /// <summary>A whole number within bounds.</summary>
    /// <param name="name">The name.</param>
    /// <param name="fallback">The value if it is missing.</param>
    /// <param name="least">The least value allowed.</param>
    /// <param name="most">The greatest value allowed.</param>
    /// <param name="service">Who refuses another value.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ApiErrorException">It is no number or out of bounds.</exception>
    public int Number(string name, int fallback, int least, int most, Service service)
    {
        if (this[name] is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n >= least && n <= most
            ? n
            : throw ErrorResponses.Malformed(service, $"The parameter {name} is invalid.");
    }
}
