using System.Globalization;
using System.Text;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Percent encoding as the signatures require it (RFC 3986, docs/contracts/alibaba-ecs.md 1.4 step 1).</summary>
internal static class PercentText
{
    public static string Encode(string text)
    {
        StringBuilder encoded = new(text.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if (c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.' or '~')
            {
                encoded.Append(c);
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>A plus is a space.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ReadPairs(string text) =>
        text.Split(['&'], StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            string[] parts = pair.Split(['='], 2);
            return new KeyValuePair<string, string>(Decode(parts[0]), parts.Length > 1 ? Decode(parts[1]) : "");
        });

    /// <summary>Pairs as both signatures join them: encoded, sorted by code points.</summary>
    public static string Canonical(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join(
        "&",
        pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Encode(p.Key)}={Encode(p.Value)}"));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
