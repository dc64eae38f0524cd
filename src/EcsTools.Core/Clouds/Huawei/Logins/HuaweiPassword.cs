using System.Security;

using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The password policy (docs/contracts/huawei-ecs.md 3.5).</summary>
internal static class HuaweiPassword
{
    private const int Shortest = 8;
    private const int Longest = 26;
    /// <summary>The special characters that a reinstall or change of OS takes.</summary>
    public const string RebuildSpecials = "!@$%^-_=+[{}]:,./?~#*";

    /// <summary>The special characters that a reset takes, which are in all lists of the clouds.</summary>
    public const string ResetSpecials = "!@%-_=+[]:./?";

    private const string Administrator = "administrator";

    /// <summary>Checks a password without telling anything of it.</summary>
    /// <returns>The rule it breaks, as the end of the sentence 'the password ...'; null if it fits.</returns>
    public static string? FindFlaw(SecureString password, bool isWindows, string specials)
    {
        string text = SecretText.Reveal(password);
        if (text.Length is < Shortest or > Longest)
        {
            return $"must have {Shortest} to {Longest} characters";
        }

        if (text.Any(c => Classify(c, specials) == CharacterClass.Other))
        {
            return $"may contain only letters and digits of ASCII and {specials}";
        }

        if (text.Select(c => Classify(c, specials)).Distinct().Count() < 3)
        {
            return "must contain at least three of uppercase letters, lowercase letters, digits, and special characters";
        }

        string lower = text.ToLowerInvariant();
        return isWindows && Enumerable.Range(0, Administrator.Length - 2).Any(i => lower.Contains(Administrator.Substring(i, 3)))
            ? "must not contain three consecutive characters of the user name Administrator"
            : !isWindows && (lower.Contains("root") || lower.Contains("toor")) ? "must not contain the user name root, forward or backward"
            : null;
    }

    private static CharacterClass Classify(char c, string specials) => c switch
    {
        >= 'a' and <= 'z' => CharacterClass.Lower,
        >= 'A' and <= 'Z' => CharacterClass.Upper,
        >= '0' and <= '9' => CharacterClass.Digit,
        _ => specials.IndexOf(c) >= 0 ? CharacterClass.Special : CharacterClass.Other,
    };

    private enum CharacterClass
    {
        Other,
        Lower,
        Upper,
        Digit,
        Special,
    }
}
