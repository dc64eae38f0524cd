namespace EcsTools.Shell.Hosting;

/// <summary>How wide text is on a terminal: names of servers may be Chinese.</summary>
internal static class CellWidth
{
    /// <summary>The cells that a character takes.</summary>
    /// <param name="c">The character.</param>
    /// <returns>2 for the wide scripts of East Asia, else 1.</returns>
    public static int Of(char c) =>
        c is (>= '\u1100' and <= '\u115f') or (>= '\u2e80' and <= '\ua4cf') or (>= '\uac00' and <= '\ud7a3')
            or (>= '\uf900' and <= '\ufaff') or (>= '\ufe30' and <= '\ufe4f') or (>= '\uff00' and <= '\uff60') or (>= '\uffe0' and <= '\uffe6')
            ? 2 : 1;

    /// <summary>Cuts text to a width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cells">The most cells it may take.</param>
    /// <returns>The text, or its beginning.</returns>
    public static string Cut(string text, int cells)
    {
        int used = 0;
        for (int i = 0; i < text.Length; i++)
        {
            used += Of(text[i]);
            if (used > cells)
            {
                return text[..i];
            }
        }

        return text;
    }
}
