using System.Text;

using EcsTools.Core.Auditing;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.State;

/// <summary>
/// A folder on this machine: one file for each operation, replaced atomically, whose name begins with the server's key, so that a damaged
/// file blocks its own server only; a locked file for each claim; an empty file for each plan that was run.
/// </summary>
internal sealed class FileStateStore : IStateStore
{
    /// <summary>The name of the audit log's folder.</summary>
    public const string AuditFolder = "audit";

    private const string Spent = ".spent";
    private const int MaxBytes = 16 * 1024 * 1024;

    // Longer than any plan may be run.
    private static readonly TimeSpan SpentRetention = TimeSpan.FromDays(400);
    private readonly Action _hold;

    /// <summary>Names a folder; nothing is created yet.</summary>
    /// <param name="hold">Called before anything is written: a folder that ends with a sandbox is created and held by it. Null for one that lasts.</param>
    public FileStateStore(string folder, Action? hold = null)
    {
        Location = folder;
        _hold = hold ?? (static () => { });
    }

    public string Location { get; }

    public string Advice => "Specify a folder in which only you can write, with -JournalPath or in the environment variable ECSTOOLS_STATE. Without a journal nothing is sent.";

    public IAuditLog Audit => new FileAuditLog(Path.Combine(Location, AuditFolder)) { Hold = _hold };

    /// <summary>
    /// Creates the folder (0700) if needed. Another user who can write in it could make an operation appear or vanish, or a file of ours
    /// lead elsewhere.
    /// </summary>
    public void Prepare()
    {
        SecureFiles.CreateFolder(Location);
        if (SecureFiles.RefuseShared(Location) is { CanBeReadByOthers: true })
        {
            AmbientLog.Current.Warning($"Other users of this machine can read the journal in {Location}. To make it private: chmod 700.");
        }
    }

    public IEnumerable<StoredOperation> Read() => Files("*.json").Select(Describe);

    public IEnumerable<StoredOperation> ReadOf(IEnumerable<string> serverKeys)
    {
        StoredOperation[] all = [.. Read()];
        if (all.Length == 0)
        {
            return all;
        }

        HashSet<string> keys = new(serverKeys, StringComparer.Ordinal);
        return all.Where(o => keys.Contains(o.ServerKey));
    }

    public IEnumerable<StoredOperation> ReadById(IReadOnlyCollection<string> operationIds)
    {
        HashSet<string> ids = new(operationIds, StringComparer.OrdinalIgnoreCase);
        return Read().Where(o => ids.Contains(o.OperationId));
    }

    public IEnumerable<StoredOperation> ReadOlder(DateTimeOffset written)
    {
        // What a process left that was killed while it wrote.
        foreach (string file in Files("*.json.new.*").Concat(Files("*.json.new")).Where(f => File.GetLastWriteTimeUtc(f) < written.UtcDateTime))
        {
            File.Delete(file);
        }

        return [.. Files("*.json").Where(f => File.GetLastWriteTimeUtc(f) < written.UtcDateTime).Select(Describe)];
    }

    public void Write(string serverKey, string operationId, string text)
    {
        _hold();
        SecureFiles.Write(Path.Combine(Location, $"{serverKey}-{operationId}.json"), new UTF8Encoding(false).GetBytes(text));
    }

    public void Delete(StoredOperation operation) => File.Delete(operation.Name);

    // The operating system releases it when the process ends, however it ends.
    public IDisposable? TryClaim(string serverKey)
    {
        _hold();
        return FileClaim.TryTake(LockFile(serverKey));
    }

    // Processes of one machine do not count each other: there are few, and the cloud throttles them.
    public AccountUse UseAccount(string accountKey) => new(1, []);

    public void NoteThrottle(string accountKey, ThrottleNote note)
    {
    }

    public ISet<string> FindClaimed(IReadOnlyCollection<string> serverKeys) => new HashSet<string>(serverKeys.Where(k => FileClaim.IsHeld(LockFile(k))), StringComparer.Ordinal);

    public Task WaitForReleaseAsync(string serverKey, TimeSpan pause, TimeProvider time, CancellationToken cancellation) => time.Delay(pause, cancellation);

    public bool TrySpend(string planKey)
    {
        _hold();
        foreach (string file in Directory.EnumerateFiles(Location, "*" + Spent).Where(f => DateTime.UtcNow - File.GetLastWriteTimeUtc(f) > SpentRetention))
        {
            File.Delete(file);
        }

        return SecureFiles.TryCreate(SpentFile(planKey), lasts: true);
    }

    public IEnumerable<string> ReadSpent() => Files("*" + Spent).Select(f => Path.GetFileNameWithoutExtension(f));

    public void Unspend(string planKey) => File.Delete(SpentFile(planKey));

    private string LockFile(string serverKey) => Path.Combine(Location, serverKey + ".lock");

    private string SpentFile(string planKey) => Path.Combine(Location, planKey + Spent);

    private IEnumerable<string> Files(string pattern) => Directory.Exists(Location) ? Directory.EnumerateFiles(Location, pattern) : [];

    private static StoredOperation Describe(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        int dash = name.IndexOf('-');
        return new StoredOperation(dash < 0 ? name : name.Substring(0, dash), name.Substring(dash + 1), file, () => ReadText(file));
    }

    // What others can change is nothing to act by: it could make an operation appear that never was, or end one that goes on.
    private static string ReadText(string file)
    {
        byte[] content = RegularFile.Read(file, MaxBytes, out UnixFileStatus? status);
        return status is { CanBeChangedByOthers: true } ? throw new UnauthorizedAccessException("Other users can change it.") : RegularFile.Decode(content);
    }
}
