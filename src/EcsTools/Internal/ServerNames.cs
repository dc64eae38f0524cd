namespace EcsTools.Internal;

/// <summary>Many servers in few words.</summary>
internal static class ServerNames
{
    /// <summary>Names the first servers and counts the others.</summary>
    public static string Shorten(IReadOnlyCollection<EcsInstance> instances, int limit)
    {
        string names = string.Join(", ", instances.Take(limit).Select(i => Display.Line(i.Name)));
        return instances.Count <= limit ? names : $"{names}, and {instances.Count - limit} more";
    }
}
