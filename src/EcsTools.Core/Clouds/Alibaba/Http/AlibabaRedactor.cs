using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Keeps passwords and tokens out of messages: this API takes them in the query or a form, and whoever answers may quote it.</summary>
internal static class AlibabaRedactor
{
    private const string Mask = "***";
    private static readonly string[] Secrets = ["Password=", "OIDCToken=", "CommandContent=", "UserData="];

    /// <summary>Masks the values of a call's secret parameters in a text, plain and encoded.</summary>
    /// <returns>The text without them.</returns>
    public static string Hide(CloudRequest call, string text)
    {
        foreach (string parameter in $"{call.Uri.Query.TrimStart('?')}&{call.Body}".Split('&').Where(p => Secrets.Any(s => p.StartsWith(s, StringComparison.Ordinal))))
        {
            string encoded = parameter.Substring(parameter.IndexOf('=') + 1);
            if (encoded.Length > 0)
            {
                text = text.Replace(encoded, Mask).Replace(Uri.UnescapeDataString(encoded), Mask);
            }
        }

        return text;
    }
}
