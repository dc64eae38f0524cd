using System.Text;
using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

using Newtonsoft.Json;

namespace EcsTools.Core.Http;

/// <summary>Makes what a cloud says fit for a message: short, in one line, without what proves who we are.</summary>
internal static class ProviderText
{
    private const int LongestMessage = 400;
    private const int LongestPage = 120;

    // More is not read: the words are at the beginning, and the rest may be there to cost time.
    private const int LongestRead = 64 * 1024;
    private static readonly string[] SecretFields = ["adminpass", "adminPass", "new_password", "password", "passcode", "user_data", "secret"];

    /// <summary>Makes the words of an error fit for a message.</summary>
    /// <param name="call">The call; no secret in its body is repeated.</param>
    /// <returns>The text, without a full stop at its end.</returns>
    public static string Quote(CloudRequest call, string message) => Shorten(HideSecrets(call, message)).TrimEnd('.');

    /// <summary>Makes a text fit for a message. Nothing behind the words at which it is cut is for people, and it may hold a proof.</summary>
    public static string Shorten(string message)
    {
        string text = OneLine(Bound(message));
        Match end = Regex.Match(
            text, "canonical_?request|x-auth-token|authorization:|signature=|encoded_authorization_message", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TextPattern.Limit);
        text = end.Success ? text.Substring(0, end.Index).TrimEnd(' ', ',', ':') : text;
        return text.Length <= LongestMessage ? text : text.Substring(0, LongestMessage) + "...";
    }

    /// <summary>The words of an answer that is a page for people and no JSON.</summary>
    /// <returns>Its beginning, or null if there are no words in it.</returns>
    public static string? OfPage(string text)
    {
        string plain = OneLine(WithoutTags(Bound(text)));
        return plain.Length == 0 ? null : plain.Length <= LongestPage ? plain : plain.Substring(0, LongestPage) + "...";
    }

    private static string Bound(string text) => text.Length <= LongestRead ? text : text.Substring(0, LongestRead);

    private static string OneLine(string text) => Regex.Replace(text, "\\s+", " ", RegexOptions.None, TextPattern.Limit).Trim();

    // By hand: a pattern would look for the end of a tag from every beginning of one.
    private static string WithoutTags(string text)
    {
        StringBuilder plain = new();
        int at = 0;
        while (text.IndexOf('<', at) is >= 0 and var begin && text.IndexOf('>', begin) is >= 0 and var end)
        {
            plain.Append(text, at, begin - at).Append(' ');
            at = end + 1;
        }

        return plain.Append(text, at, text.Length - at).ToString();
    }

    private static string HideSecrets(CloudRequest call, string message)
    {
        if (call.Body is null)
        {
            return message;
        }

        try
        {
            return JsonParser.ParseObject(call.Body).Descendants().OfType<JProperty>()
                .Where(p => SecretFields.Contains(p.Name) && p.Value.Type == JTokenType.String && ((string)p.Value!).Length > 0)
                .Aggregate(message, (text, p) => text.Replace((string)p.Value!, "***"));
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
