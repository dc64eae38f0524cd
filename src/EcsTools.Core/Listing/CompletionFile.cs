using System.Text;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Security;
using EcsTools.Core.State;

using Newtonsoft.Json;

namespace EcsTools.Core.Listing;

/// <summary>
/// Keeps ids and names of what an account has for the completion of later sessions: a file for each account, for this user alone. It holds
/// nothing else of them, and nothing of a sandbox, whose ids are new with every start. Completion can do without it: what goes wrong is told in detail only.
/// </summary>
public static class CompletionFile
{
    private const int MaxBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly JsonSerializerSettings Format = new() { MaxDepth = 4 };

    private static string Folder => Path.Combine(Path.GetDirectoryName(StateLocation.LocalFolder)!, "completion");

    /// <summary>Reads what is kept of an account.</summary>
    /// <returns>The names by kind; none if nothing is kept, or other users could have written it.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<KnownName>> Read(EcsAccount account)
    {
        string path = PathOf(account);
        if (account.IsSandbox || !File.Exists(path))
        {
            return new Dictionary<string, IReadOnlyList<KnownName>>();
        }

        try
        {
            SecureFiles.RefuseShared(Folder);
            SecureFiles.RefuseShared(path);
            Dictionary<string, string[][]>? kept = JsonConvert.DeserializeObject<Dictionary<string, string[][]>>(RegularFile.ReadText(path, MaxBytes), Format);
            return (kept ?? []).ToDictionary(
                k => k.Key,
                k => (IReadOnlyList<KnownName>)[.. (k.Value ?? []).Where(n => n is [not null, not null]).Select(n => new KnownName(n[0], n[1]))],
                StringComparer.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            AmbientLog.Current.Verbose($"Cannot read {path}: {error.Message}");
            return new Dictionary<string, IReadOnlyList<KnownName>>();
        }
    }

    /// <summary>Keeps the names of an account, in place of what was kept of it, and forgets accounts that were not used for long.</summary>
    /// <param name="names">The names by kind.</param>
    public static void Write(EcsAccount account, IReadOnlyDictionary<string, IReadOnlyList<KnownName>> names)
    {
        if (account.IsSandbox)
        {
            return;
        }

        try
        {
            SecureFiles.CreateFolder(Folder);
            SecureFiles.RefuseShared(Folder);
            string text = JsonConvert.SerializeObject(names.Where(n => n.Value.Count > 0).ToDictionary(n => n.Key, n => n.Value.Select(v => new[] { v.Id, v.Name })), Format);
            SecureFiles.Write(PathOf(account), Encoding.UTF8.GetBytes(text));
            foreach (string old in Directory.GetFiles(Folder, "*.json").Where(f => DateTime.UtcNow - File.GetLastWriteTimeUtc(f) > Lifetime))
            {
                File.Delete(old);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            AmbientLog.Current.Verbose($"Cannot keep names for completion in {Folder}: {error.Message}");
        }
    }

    private static string PathOf(EcsAccount account) => Path.Combine(Folder, HexDigest.Sha256($"{account.AccountKey}\n{account.Identity}").Substring(0, 24) + ".json");
}
