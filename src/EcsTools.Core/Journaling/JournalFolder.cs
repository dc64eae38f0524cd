using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Journaling;

/// <summary>Where the journal is, and whether it can be trusted there.</summary>
internal static class JournalFolder
{
    /// <summary>The folder that <c>ECSTOOLS_STATE</c> names, or the one in the user's own state folder.</summary>
    public static string Default => Environment.GetEnvironmentVariable("ECSTOOLS_STATE") switch
    {
        { Length: > 0 } state => Path.Combine(UserPath.Expand(state, UserPath.Home, Directory.GetCurrentDirectory()), "journal"),
        _ => Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "EcsTools", "journal"),
    };

    /// <summary>
    /// Creates the folder (0700) if needed. Another user who can write in it could make an operation appear or vanish, or a file of ours
    /// lead elsewhere.
    /// </summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be created, or other users can write in it.</exception>
    public static void Prepare(string folder)
    {
        SecureFiles.CreateFolder(folder);
        if (SecureFiles.RefuseShared(folder) is { CanBeReadByOthers: true })
        {
            AmbientLog.Current.Warning($"Other users of this machine can read the journal in {folder}. To make it private: chmod 700.");
        }
    }
}
