using System.Globalization;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>The query of a request, decoded, in the order it was sent.</summary>
internal sealed class Query
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    /// <summary>A plus sign is a plus sign: the rule is <c>%20</c> for a blank (docs/contracts/huawei-ecs.md 1.4).</summary>
    public Query(string raw)
    {
        foreach (string part in raw.Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split(['='], 2);
            _pairs.Add(new(Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>The first of several values; null if it is missing or empty.</summary>
    public string? this[string name] => All(name).FirstOrDefault(v => v.Length > 0);

    public IEnumerable<string> All(string name) => _pairs.Where(p => p.Key == name).Select(p => p.Value);

    public bool Has(string name) => _pairs.Any(p => p.Key == name);

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
