using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Passwords;

/// <summary>Password rules (docs/contracts/huawei-ecs.md 3.5).</summary>
internal static class EmulatedPasswordPolicy
{
    private const int Least = 8;
    private const int Most = 26;
    private const int Classes = 3;

    /// <summary>For a reinstallation or change of OS on Huawei; OTC's list lacks the last three.</summary>
    private const string SystemSpecials = "!@$%^-_=+[{}]:,./?~#*";

    private const string ResetSpecials = "!@%-_=+[]:./?";

    public static bool FitsSystem(string password, Server server) => Fits(password, server, SystemSpecials);

    public static bool FitsReset(string password, Server server) => Fits(password, server, ResetSpecials);

    private static bool Fits(string password, Server server, string specials)
    {
        bool isSpecial(char c) => specials.Contains(c);
        bool isPlain(char c) => c < 128 && char.IsLetterOrDigit(c);
        int classes = new Func<char, bool>[] { c => c is >= 'A' and <= 'Z', c => c is >= 'a' and <= 'z', c => c is >= '0' and <= '9', isSpecial }
            .Count(password.Any);
        return password.Length is >= Least and <= Most
            && classes >= Classes
            && password.All(c => isSpecial(c) || isPlain(c))
            && !IsUserName(password, server.IsWindows);
    }

    private static bool IsUserName(string password, bool isWindows)
    {
        const string Administrator = "Administrator";
        if (isWindows)
        {
            return Enumerable.Range(0, Administrator.Length - 2)
                .Any(i => password.IndexOf(Administrator.Substring(i, 3), StringComparison.OrdinalIgnoreCase) >= 0);
        }

        return password is "root" or "toor";
    }
}
