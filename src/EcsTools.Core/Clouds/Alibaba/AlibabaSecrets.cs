using System;
using System.Linq;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Keeps passwords out of messages: this API takes them in the query, and whoever answers may quote it.</summary>
internal static class AlibabaSecrets
{
    private const string Mask = "***";

    /// <summary>Masks the values of a call's secret parameters in a text, plain and encoded.</summary>
    /// <param name="call">The call.</param>
    /// <param name="text">What somebody answered.</param>
    /// <returns>The text without them.</returns>
    public static string Hide(CloudCall call, string text)
    {
        foreach (string parameter in call.Uri.Query.TrimStart('?').Split('&').Where(p => p.StartsWith("Password=", StringComparison.Ordinal)))
        {
            string encoded = parameter.Substring("Password=".Length);
            if (encoded.Length > 0)
            {
                text = text.Replace(encoded, Mask).Replace(Uri.UnescapeDataString(encoded), Mask);
            }
        }

        return text;
    }
}
