using System.Collections;
using System.Globalization;
using System.Reflection;

using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>Compares objects with what they should hold, property by property, and counts.</summary>
internal sealed class RecordedTally
{
    // Names of the expectations that are not ours.
    private static readonly Dictionary<string, string> Names = new() { ["Encrypted"] = "IsEncrypted", ["KmsKeyId"] = "EncryptionKeyId" };

    public int All { get; private set; }

    public List<string> Wrong { get; } = [];

    public string Summary => $"recorded answers: {All - Wrong.Count}/{All} right";

    /// <summary>Compares one value.</summary>
    public void Check(string what, JToken? expected, object? actual, bool isUnordered = false)
    {
        All++;
        JToken told = Normalize(actual, expected);
        if (isUnordered && expected is JArray list && told is JArray given)
        {
            (expected, told) = (Sort(list), Sort(given));
        }

        if (!JToken.DeepEquals(expected ?? JValue.CreateNull(), told))
        {
            Wrong.Add($"{what}: {Show(told)} and not {Show(expected)}");
        }
    }

    /// <summary>Compares a list of objects with a list of expectations.</summary>
    public void Check(string where, IEnumerable<JObject> expected, IReadOnlyList<object> actual)
    {
        JObject[] wanted = [.. expected];
        Check($"{where}: number", wanted.Length, actual.Count);
        foreach (JObject one in wanted)
        {
            string key = one.Text("key")!;
            object? found = actual.FirstOrDefault(o => (ValueOf(o, "Id") ?? ValueOf(o, "Name")) as string == key);
            string[] unordered = [.. one.Texts("unordered")];
            foreach (JProperty property in new[] { "properties", "wanted" }.SelectMany(p => one.Object(p)!.Properties()))
            {
                string name = Names.GetValueOrDefault(property.Name, property.Name);
                bool exists = found?.GetType().GetProperty(name) is not null;

                // What a cloud does not know stands in no object of ours: there is nothing that could be wrong.
                if (exists || property.Value.Type != JTokenType.Null)
                {
                    Check($"{where} {key} {name}", property.Value, exists ? ValueOf(found!, name) : found is null ? "no such object" : "no such property", unordered.Contains(name));
                }
            }
        }
    }

    private static object? ValueOf(object item, string name) => item.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(item);

    private static JToken Normalize(object? value, JToken? expected) => value switch
    {
        null => JValue.CreateNull(),
        string text => text,
        Enum word => word.ToString(),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),

        // Where a cloud has words and no pairs, a word is a key without a value.
        IReadOnlyDictionary<string, string> words when expected is JArray => new JArray(words.Keys),
        IReadOnlyDictionary<string, string> pairs => new JObject(pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new JProperty(p.Key, p.Value))),
        IEnumerable list => new JArray(list.Cast<object>()),
        bool flag => new JValue(flag),
        _ => new JValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    private static JArray Sort(JArray list) => new(list.OrderBy(t => t.ToString(), StringComparer.Ordinal));

    private static string Show(JToken? token) => (token ?? JValue.CreateNull()).ToString(Newtonsoft.Json.Formatting.None);
}
