namespace EcsTools.Core.Security;

/// <summary>Paths as users write them into files and variables, where no shell expands them.</summary>
internal static class UserPath
{
    /// <summary>The user's home folder.</summary>
    public static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Expands a path: <c>~</c> is the home folder, and a relative path starts from a folder.</summary>
    public static string Expand(string path, string home, string folder)
    {
        bool isHome = path.Length > 0 && path[0] == '~' && (path.Length == 1 || path[1] == '/' || path[1] == Path.DirectorySeparatorChar);
        return isHome ? Path.Combine(home, path.Substring(1).TrimStart('/', Path.DirectorySeparatorChar)) : Path.Combine(folder, path);
    }
}
