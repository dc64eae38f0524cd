using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Contracts;

/// <summary>Names of users in a guest. They are checked so strictly that they can stand in a shell line or in the input of chpasswd.</summary>
internal static class GuestUser
{
    /// <summary>The user whose password is set on Linux, unless another is named.</summary>
    public const string Root = "root";

    /// <summary>The user whose password is set on Windows.</summary>
    public const string Administrator = "Administrator";

    // What useradd takes on the common distributions, and 32 characters, as utmp holds them. \z, since $ would allow a line feed.
    private static readonly Regex Linux = new(@"\A[A-Za-z_][A-Za-z0-9_.-]{0,31}\z", RegexOptions.CultureInvariant, TextPattern.Limit);

    /// <summary>Whose password a reset is about.</summary>
    public static string Of(EcsInstance instance, OperationOptions options) => options.UserName ?? AdministratorOf(instance.OsType);

    /// <summary>The user whose password the clouds set.</summary>
    public static string AdministratorOf(EcsOsType os) => os == EcsOsType.Windows ? Administrator : Root;

    /// <summary>Tells whether a text can be the name of a Linux user.</summary>
    public static bool IsLinuxName(string name) => Linux.IsMatch(name);

    /// <summary>Refuses what cannot be the name of a Linux user.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/>.</exception>
    public static string Require(string name) => IsLinuxName(name) ? name : throw InputErrors.Create(
        "A user name contains only ASCII letters, digits, dots, hyphens, and underscores, begins with a letter, and has at most 32 characters.",
        "Specify a user of the guest's own /etc/passwd.");
}
