using System.Text;
using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Internal;

/// <summary>Breaks lines between words, which the engine does in the cells of tables only.</summary>
internal static class WordWrap
{
    private const int Hang = 2;

    /// <summary>Breaks the lines of a text that are too long; what follows is indented a little more than the text of its line.</summary>
    /// <param name="text">The text; colors in it take no room.</param>
    public static string Fit(string text, int width) => string.Join("\n", text.Split('\n').SelectMany(l => Lines(l, width)));

    private static IEnumerable<string> Lines(string line, int width)
    {
        int indent = line.Length - line.TrimStart(' ').Length;
        int hang = Regex.Match(line, @"^ *(\w+: )?", RegexOptions.None, TextPattern.Limit).Length + Hang;
        StringBuilder current = new(new string(' ', indent));
        int used = indent;
        bool isFirst = true;
        foreach (string word in line.Substring(indent).Split(' '))
        {
            int length = Regex.Replace(word, "\u001b\\[[0-9;]*m", "", RegexOptions.None, TextPattern.Limit).Length;
            if (!isFirst && used + 1 + length > width)
            {
                yield return current.ToString();
                current.Clear().Append(' ', hang);
                used = hang;
                isFirst = true;
            }

            current.Append(isFirst ? "" : " ").Append(word);
            used += length + (isFirst ? 0 : 1);
            isFirst = false;
        }

        yield return current.ToString();
    }
}
