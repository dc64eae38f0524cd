using System.Text;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds;

/// <summary>
/// A name with wildcards as PowerShell has them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and a backtick before a character that is meant itself.
/// Letter case does not matter.
/// </summary>
public sealed class NamePattern
{
    private const char Escape = '`';
    private readonly List<Func<char, bool>?> _parts = [];
    private readonly string _text;

    private NamePattern(string text)
    {
        _text = text;
        for (int i = 0; i < text.Length; i++)
        {
            _parts.Add(text[i] switch
            {
                '*' => null,
                '?' => _ => true,
                '[' when IsClosed(text, i) => ReadSet(text, ref i),
                Escape when i + 1 < text.Length => Same(text[++i]),
                char c => Same(c),
            });
        }
    }

    /// <summary>Reads a pattern. A bracket that is not closed is a character like others.</summary>
    /// <param name="text">The pattern.</param>
    public static NamePattern Parse(string text) => new(text);

    /// <summary>Determines whether a text holds wildcards that no backtick takes the meaning from.</summary>
    /// <returns>true if it holds <c>*</c>, <c>?</c> or a set in brackets; otherwise, false.</returns>
    public static bool HasWildcards(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '*' or '?' || (text[i] == '[' && IsClosed(text, i)))
            {
                return true;
            }

            i += text[i] == Escape ? 1 : 0;
        }

        return false;
    }

    /// <summary>Takes the backticks away from a name without wildcards.</summary>
    /// <returns>The name that is meant.</returns>
    public static string Unescape(string text)
    {
        StringBuilder name = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            i += text[i] == Escape && i + 1 < text.Length ? 1 : 0;
            name.Append(text[i]);
        }

        return name.ToString();
    }

    /// <summary>Puts backticks before what would be a wildcard.</summary>
    /// <returns>The pattern that only this name fits.</returns>
    public static string Quote(string name)
    {
        StringBuilder text = new(name.Length);
        foreach (char c in name)
        {
            text.Append(c is '*' or '?' or '[' or ']' or Escape ? Escape.ToString() : "").Append(c);
        }

        return text.ToString();
    }

    /// <summary>Determines whether a text fits as a whole. It takes no longer than pattern and text are long. What is spelled as the pattern
    /// is fits, too: brackets and backticks may be part of a name.</summary>
    /// <returns>true if it fits; otherwise, false.</returns>
    public bool Fits(string text) => string.Equals(_text, text, StringComparison.OrdinalIgnoreCase)
        || TextPattern.Fits(_parts.Count, p => _parts[p] is null, (p, c) => _parts[p]!(c), text);

    private static Func<char, bool> ReadSet(string text, ref int at)
    {
        List<(char From, char To)> ranges = [];
        int i = at + 1;
        for (; i < text.Length && text[i] != ']'; i++)
        {
            char from = ReadOne(text, ref i);
            if (i + 2 < text.Length && text[i + 1] == '-' && text[i + 2] != ']')
            {
                i += 2;
                ranges.Add((Fold(from), Fold(ReadOne(text, ref i))));
            }
            else
            {
                ranges.Add((Fold(from), Fold(from)));
            }
        }

        at = i;
        return c => ranges.Exists(r => r.From <= Fold(c) && Fold(c) <= r.To);
    }

    private static bool IsClosed(string text, int at)
    {
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] == ']')
            {
                return true;
            }

            i += text[i] == Escape ? 1 : 0;
        }

        return false;
    }

    private static char ReadOne(string text, ref int i) => text[i] == Escape && i + 1 < text.Length ? text[++i] : text[i];

    private static Func<char, bool> Same(char wanted)
    {
        char folded = Fold(wanted);
        return c => Fold(c) == folded;
    }

    private static char Fold(char c) => char.ToUpperInvariant(c);
}
