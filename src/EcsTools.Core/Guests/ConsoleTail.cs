namespace EcsTools.Core.Guests;

/// <summary>Parts of console text. A cloud keeps only so much of it: old lines leave at the beginning while new ones come at the end.</summary>
internal static class ConsoleTail
{
    // By so much of its end the text that was read before is found again.
    private const int Overlap = 512;

    /// <summary>The last lines of a text.</summary>
    /// <param name="lines">How many; null for all.</param>
    public static string Cut(string text, int? lines)
    {
        // What ends the text ends its last line.
        int at = text.Length - (text.EndsWith("\n", StringComparison.Ordinal) ? 1 : 0);
        for (int left = lines ?? int.MaxValue; left > 0 && at > 0; left--)
        {
            at = text.LastIndexOf('\n', at - 1);
            if (at < 0)
            {
                return text;
            }
        }

        return lines is null ? text : text.Substring(at >= text.Length ? text.Length : at + 1);
    }

    /// <summary>What came to a text since it was read before.</summary>
    /// <returns>The new text; all of <paramref name="now"/> if nothing of the old one is in it, as after a restart.</returns>
    public static string FindNew(string before, string now)
    {
        if (now.StartsWith(before, StringComparison.Ordinal))
        {
            return now.Substring(before.Length);
        }

        string end = before.Substring(Math.Max(0, before.Length - Overlap));
        int at = now.LastIndexOf(end, StringComparison.Ordinal);
        return at < 0 ? now : now.Substring(at + end.Length);
    }
}
