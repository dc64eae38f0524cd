using System.Globalization;
using System.Text;

namespace EcsTools.Model;

/// <summary>
/// Makes text from outside fit to be shown: names, tags, what clouds and guests say, plan files. What a terminal would obey or hide is spelled
/// out: control characters, format characters (direction, zero width), separators and halves of pairs. Objects keep the text as it is.
/// </summary>
internal static class Display
{
    // No letters although they are called so: nothing is drawn for them.
    private const string Invisible = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    /// <summary>Shows a text on one line; ends of lines are spelled out too.</summary>
    /// <returns>The text; empty for none.</returns>
    public static string Line(string? text) => Show(text, keepsLines: false);

    /// <summary>Shows a text that may have several lines; tabs stay.</summary>
    /// <returns>The text, its lines ended by line feeds; empty for none.</returns>
    public static string Text(string? text) => Show(text, keepsLines: true);

    private static string Show(string? text, bool keepsLines)
    {
        if (text is null)
        {
            return "";
        }

        int first = 0;
        while (first < text.Length && IsPlain(text, first, keepsLines))
        {
            first++;
        }

        return first == text.Length ? text : SpellOut(text, first, keepsLines);
    }

    private static string SpellOut(string text, int first, bool keepsLines)
    {
        // The first half of a pair may be the last that was found to be plain.
        StringBuilder shown = new(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (IsPlain(text, i, keepsLines))
            {
                shown.Append(c);
            }
            else if (keepsLines && c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                continue;
            }
            else
            {
                shown.Append(c switch
                {
                    '\n' => @"\n",
                    '\r' => @"\r",
                    '\t' => @"\t",
                    _ when isPair => string.Format(CultureInfo.InvariantCulture, @"\U{0:X8}", char.ConvertToUtf32(c, text[i + 1])),
                    _ => string.Format(CultureInfo.InvariantCulture, @"\u{0:X4}", (int)c),
                });
                i += isPair ? 1 : 0;
                continue;
            }

            if (isPair)
            {
                shown.Append(text[++i]);
            }
        }

        return shown.ToString();
    }

    private static bool IsPlain(string text, int index, bool keepsLines)
    {
        char c = text[index];
        if (c is >= ' ' and <= '~')
        {
            return true;
        }

        if (char.IsLowSurrogate(c) && index > 0 && char.IsHighSurrogate(text[index - 1]))
        {
            return IsPlain(text, index - 1, keepsLines);
        }

        return (keepsLines && c is '\n' or '\t') || (Invisible.IndexOf(c) < 0 && CharUnicodeInfo.GetUnicodeCategory(text, index)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate));
    }
}
