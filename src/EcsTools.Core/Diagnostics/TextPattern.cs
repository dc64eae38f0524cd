namespace EcsTools.Core.Diagnostics;

/// <summary>What holds for every pattern that is matched against text from outside.</summary>
public static class TextPattern
{
    /// <summary>The longest that matching may take. A pattern that takes that long has met text that was made for it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Tells whether a text fits a pattern with <c>*</c> and <c>?</c>; letter case does not matter. It takes no longer than the two are long.</summary>
    /// <returns>true if it fits as a whole; otherwise, false.</returns>
    public static bool FitsWildcards(string pattern, string text) => Fits(
        pattern.Length, p => pattern[p] == '*', (p, c) => pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(c), text);

    /// <summary>Tells whether a text fits the parts of a pattern, each a star or a single character's. It takes no longer than the two are long.</summary>
    /// <param name="length">How many parts there are.</param>
    /// <param name="isStar">Tells whether a part takes any characters.</param>
    /// <param name="takes">Tells whether a part that is no star takes a character.</param>
    internal static bool Fits(int length, Func<int, bool> isStar, Func<int, char, bool> takes, string text)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int taken = 0;
        while (t < text.Length)
        {
            if (p < length && isStar(p))
            {
                star = p++;
                taken = t;
            }
            else if (p < length && takes(p, text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // The last star takes one more; those before it need not be tried again.
                p = star + 1;
                t = ++taken;
            }
            else
            {
                return false;
            }
        }

        while (p < length && isStar(p))
        {
            p++;
        }

        return p == length;
    }
}
