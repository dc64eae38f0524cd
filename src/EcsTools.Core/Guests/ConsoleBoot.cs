using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Guests;

/// <summary>What a console shows of a server's last start.</summary>
internal static class ConsoleBoot
{
    private const string Kernel = "] Linux version ";
    private const string CloudInit = "Cloud-init v. ";
    private const string LastStage = "'modules:final'";

    /// <summary>Gets the text from the first line of the kernel that started last; all of it where no kernel says so.</summary>
    public static string FindLast(string text) => text.Substring(Math.Max(0, text.LastIndexOf(Kernel, StringComparison.Ordinal))).Replace("\r", "");

    /// <summary>Tells whether the system that started last has come up: it asks for a login and, where Cloud-Init is at work, that has reached its last
    /// stage. The prompt alone is there before the SSH server is.</summary>
    public static bool IsUp(string text)
    {
        string boot = FindLast(text);
        return Regex.IsMatch(boot, @"^\S+ login: ", RegexOptions.Multiline | RegexOptions.CultureInvariant, TextPattern.Limit)
            && (!boot.Contains(CloudInit) || boot.Contains(LastStage));
    }
}
