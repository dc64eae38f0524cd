using System;
using System.Collections.Generic;

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
}
