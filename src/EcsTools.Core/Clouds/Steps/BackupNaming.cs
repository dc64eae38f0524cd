using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds;

/// <summary>Names, descriptions and marks of the images and snapshots that EcsTools makes.</summary>
internal static class BackupNaming
{
    /// <summary>The longest name that every cloud takes.</summary>
    public const int Longest = 128;

    /// <summary>The key of the tag that tells the operation which made a backup, so that it is found again after a lost answer.</summary>
    public const string OperationTag = "ecstools-operation";

    // Leaves room for the time within the limits of all services.
    private const int LongestServerPart = 40;

    /// <summary>The name: the user's, or one made of server and time.</summary>
    public static string Find(StepTarget target, DateTimeOffset now)
    {
        if (!string.IsNullOrEmpty(target.Options.NewName))
        {
            return target.Options.NewName!;
        }

        string server = Regex.Replace(target.Instance.Name, "[^0-9A-Za-z._-]", "-", RegexOptions.None, TextPattern.Limit);
        server = server.Length <= LongestServerPart ? server : server.Substring(0, LongestServerPart);
        return $"{(server.Length == 0 ? "server" : server)}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
    }

    /// <summary>The description: the user's, with the operation that makes it.</summary>
    public static string Describe(StepTarget target) => $"{target.Options.NewDescription} (EcsTools {target.OperationId})".Trim();
}
