namespace EcsTools.Core.Clouds;

/// <summary>The keys of accounts: all that decides where a call goes. Parts are separated by slashes; the last two hold none.</summary>
internal static class AccountKeys
{
    private const int LeastParts = 3;

    /// <summary>Makes a key.</summary>
    /// <param name="site">The identity service, where a cloud is whatever somebody has installed; null where there is only one such cloud.</param>
    public static string Make(EcsCloud cloud, string? site, string accountId, string region) =>
        string.IsNullOrEmpty(site) ? $"{cloud}/{accountId}/{region}" : $"{cloud}/{site}/{accountId}/{region}";

    /// <summary>An identity service as part of a key: host, port and path, without what two ways of writing it may differ in.</summary>
    public static string Site(Uri identity)
    {
        string path = identity.AbsolutePath.TrimEnd('/');
        return identity.IdnHost.ToLowerInvariant()
            + (identity.IsDefaultPort ? "" : $":{identity.Port}")
            + (path.EndsWith("/v3", StringComparison.Ordinal) ? path.Substring(0, path.Length - "/v3".Length) : path);
    }

    /// <summary>The key that version 0.1 gave to the same account, which did not say at which identity service it is.</summary>
    /// <returns>The former key; null if it was the same.</returns>
    public static string? Former(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length <= LeastParts ? null : $"{parts[0]}/{parts[parts.Length - 2]}/{parts[parts.Length - 1]}";
    }
}
