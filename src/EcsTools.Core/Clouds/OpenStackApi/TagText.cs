using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Tags as OpenStack has them, which are words; <c>env=prod</c> is a word by which people, and Huawei's API, mean a pair.</summary>
internal static class TagText
{
    /// <summary>Reads words as pairs; one without an equals sign is a name without a value.</summary>
    /// <returns>The pairs; null if there is no list of words.</returns>
    public static Dictionary<string, string>? Read(IEnumerable<string>? words)
    {
        if (words is null)
        {
            return null;
        }

        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (string word in words)
        {
            string[] parts = word.Split(['='], 2);
            tags[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }

        return tags;
    }

    /// <summary>Reads an object of names with texts, such as metadata, but for what the cloud notes there for itself.</summary>
    /// <returns>The pairs; null if there is no object.</returns>
    public static Dictionary<string, string>? ReadPairs(JObject? pairs) => pairs?.Properties()
        .Where(p => !p.Name.StartsWith("__", StringComparison.Ordinal))
        .ToDictionary(p => p.Name, p => pairs.Text(p.Name) ?? "", StringComparer.Ordinal);
}
