using System.Text;

using EcsTools.Core.Auditing;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace EcsTools.Core.Journaling;

/// <summary>
/// The record, on disk, of operations that were sent: one file each, written and flushed before anything is sent, replaced
/// atomically. The file's name begins with a digest of the server, so that a damaged file blocks its own server only.
/// One open operation per server, across processes, by a locked file.
/// </summary>
public sealed class Journal
{
    /// <summary>How long an operation that has ended is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const string AuditFolder = "audit";
    private const int KeyLength = 24;
    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly JsonSerializerSettings Format = new()
    {
        Formatting = Formatting.Indented,
        NullValueHandling = NullValueHandling.Ignore,
        Converters = { new StringEnumConverter() },
        DateParseHandling = DateParseHandling.DateTimeOffset,
        MaxDepth = 16,
    };

    private readonly string _folder;
    private readonly SandboxJournals? _owner;
    private readonly Journal? _sandbox;

    private Journal(string folder, SandboxJournals? sandbox)
    {
        _folder = folder;
        _sandbox = sandbox is null ? null : new Journal(sandbox, folder);
    }

    private Journal(SandboxJournals owner, string parent)
    {
        _folder = owner.FolderIn(parent);
        _owner = owner;
    }

    /// <summary>Opens the journal, creating its folder (0700) if needed, and forgets what ended longer ago than <see cref="Retention"/>.</summary>
    /// <param name="path">Its folder; null for <c>ECSTOOLS_STATE</c> or the user's own state folder.</param>
    /// <param name="sandbox">The sandbox whose operations are read with those of real accounts; null for none.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>: without a journal nothing is sent.</exception>
    public static Journal Open(string? path = null, SandboxJournals? sandbox = null)
    {
        string folder = path ?? JournalFolder.Default;
        try
        {
            JournalFolder.Prepare(folder);
            Journal journal = new(folder, sandbox);
            journal.Forget();
            SandboxJournals.DeleteAbandoned(folder);
            return journal;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unavailable(folder, error);
        }
    }

    /// <summary>The journal for who only reads it: nothing is made, and a journal that is not there is an empty one.</summary>
    /// <param name="path">Its folder; null for <c>ECSTOOLS_STATE</c> or the user's own state folder.</param>
    /// <param name="sandbox">The sandbox whose operations are read with those of real accounts; null for none.</param>
    public static Journal ToRead(string? path = null, SandboxJournals? sandbox = null) => new(path ?? JournalFolder.Default, sandbox);

    /// <summary>The journal of one account: this one, or within it the one of the account's sandbox.</summary>
    /// <param name="sandbox">The journals of the account's sandbox; null for a real account.</param>
    /// <returns>The journal to which operations on the account's servers are written.</returns>
    internal Journal Of(SandboxJournals? sandbox) => sandbox is not null && _owner is null ? new Journal(sandbox, _folder) : this;

    /// <summary>The audit log beside the journal.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    internal AuditLog OpenAudit() => new(Path.Combine(HeldFolder(), AuditFolder));

    /// <summary>Records something that concerns no account that is open here.</summary>
    /// <param name="item">What happened.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>.</exception>
    public void AppendAudit(AuditEvent item) => (_sandbox ?? this).OpenAudit().Append([item]);

    /// <summary>The audit logs of this journal and of its sandbox, for who only reads them.</summary>
    public IReadOnlyList<AuditLog> FindAudits() =>
        [.. new[] { this, _sandbox }.OfType<Journal>().Select(j => new AuditLog(Path.Combine(j._folder, AuditFolder)))];

    /// <summary>The record of the plans that were run.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    internal SpentPlans OpenSpent() => new(HeldFolder());

    /// <summary>Reads operations. A file that cannot be read is told as a warning and left out.</summary>
    /// <param name="query">What is wanted.</param>
    /// <returns>The operations, newest first.</returns>
    public IReadOnlyList<EcsOperation> Find(JournalQuery query) => [.. Read(query).Select(e => e.ToOperation(null))];

    /// <summary>Reads entries.</summary>
    /// <param name="query">What is wanted.</param>
    /// <returns>The entries, newest first.</returns>
    internal IReadOnlyList<JournalEntry> Read(JournalQuery query) =>
        [.. ReadOwn(query).Concat(_sandbox?.ReadOwn(query) ?? []).OrderByDescending(e => e.StartedAt)];

    /// <summary>Reads the entries of some servers, without reading those of others.</summary>
    /// <param name="accountKey">The account's key.</param>
    /// <returns>The entries, newest first.</returns>
    internal IReadOnlyList<JournalEntry> ReadOf(string accountKey, IEnumerable<string> instanceIds)
    {
        string[] files = [.. Files()];
        if (files.Length == 0)
        {
            return [];
        }

        HashSet<string> keys = new(instanceIds.SelectMany(id => ServerKeys(accountKey, id)), StringComparer.Ordinal);
        return
        [
            .. files.Where(f => Path.GetFileName(f) is { Length: > KeyLength } name && keys.Contains(name.Substring(0, KeyLength)))
                .Select(TryRead).OfType<JournalEntry>().OrderByDescending(e => e.StartedAt),
        ];
    }

    /// <summary>Determines whether an operation on a server is being carried out on this machine right now.</summary>
    /// <param name="accountKey">The account's key.</param>
    /// <returns>true if another process or command holds its claim.</returns>
    internal bool IsClaimed(string accountKey, string instanceId) => FileClaim.IsHeld(LockFile(ServerKey(accountKey, instanceId)));

    /// <summary>Claims a server for one operation.</summary>
    /// <param name="accountKey">The account's key.</param>
    /// <returns>Dispose it to release the claim.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationInProgress"/> if another process or command holds it;
    /// <see cref="EcsErrorId.JournalDamaged"/> if what the journal has of this server cannot be read.</exception>
    internal IDisposable Claim(string accountKey, string instanceId)
    {
        string key = ServerKey(accountKey, instanceId);
        string file = LockFile(key);
        FileStream? claim;
        try
        {
            _owner?.Hold(_folder);
            claim = FileClaim.TryTake(file) ?? throw new EcsException(EcsErrorId.OperationInProgress, $"Another operation on {instanceId} is in progress on this machine.")
            {
                InstanceId = instanceId,
                RecommendedAction = "Wait until it is complete. Run Get-EcsOperation to list the operations.",
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(_folder, error);
        }

        try
        {
            foreach (string written in ServerKeys(accountKey, instanceId))
            {
                RefuseDamaged(written, instanceId);
            }

            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Refuses to begin what is under way or done: one open operation for each server, and every plan once. Call it under the claim.</summary>
    /// <param name="entry">The operation that is to begin.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationInProgress"/> or <see cref="EcsErrorId.PlanChanged"/>.</exception>
    internal void RefuseAgain(JournalEntry entry)
    {
        foreach (JournalEntry before in ServerKeys(entry.AccountKey, entry.InstanceId).SelectMany(FilesOf).Select(Parse))
        {
            if (before.State == EcsOperationState.Running)
            {
                throw new EcsException(EcsErrorId.OperationInProgress, $"Operation {before.OperationId} ({before.Noun}) on {entry.InstanceName} ({entry.InstanceId}) is still open.")
                {
                    InstanceId = entry.InstanceId,
                    WasNotCarriedOut = true,
                    RecommendedAction = "Run Wait-EcsOperation, or Resume-EcsOperation if its process has ended.",
                };
            }

            if (entry.PlanId.Length > 0 && before.PlanId == entry.PlanId && before.State != EcsOperationState.Abandoned)
            {
                throw new EcsException(EcsErrorId.PlanChanged, $"This plan was already run: {before.Noun} of {entry.InstanceName}, {before.OperationId}.")
                {
                    InstanceId = entry.InstanceId,
                    WasNotCarriedOut = true,
                    RecommendedAction = "Create a new plan with -PlanOnly and have it approved.",
                };
            }
        }
    }

    /// <summary>Writes an entry and flushes it to the disk.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>, <see cref="EcsErrorId.AuditUnavailable"/>.</exception>
    internal void Write(JournalEntry entry)
    {
        // First: a step that cannot be recorded must not stay open in the journal either.
        JournalAudit.Record(OpenAudit(), entry);
        string file = Path.Combine(_folder, $"{ServerKey(entry.AccountKey, entry.InstanceId)}-{entry.OperationId}.json");
        try
        {
            SecureFiles.Write(file, new UTF8Encoding(false).GetBytes(JsonConvert.SerializeObject(entry, Format)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(_folder, error);
        }
    }

    // In the sandbox the folder is there from the first write on, for as long as the sandbox.
    private string HeldFolder()
    {
        try
        {
            _owner?.Hold(_folder);
            return _folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(_folder, error);
        }
    }

    private string LockFile(string serverKey) => Path.Combine(_folder, serverKey + ".lock");

    // Whoever carries an operation out holds its server's lock until it has written how it ended.
    private IEnumerable<JournalEntry> ReadOwn(JournalQuery query)
    {
        foreach (JournalEntry entry in Files(query).Select(TryRead).OfType<JournalEntry>())
        {
            entry.IsInterrupted = entry is { IsAttended: true, State: EcsOperationState.Running }
                && !FileClaim.IsHeld(LockFile(ServerKey(entry.AccountKey, entry.InstanceId)));
            if (query.Matches(entry))
            {
                yield return entry;
            }
        }
    }

    private IEnumerable<string> FilesOf(string serverKey) => Files(serverKey + "-*.json");

    private IEnumerable<string> Files(string pattern = "*.json") => Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, pattern) : [];

    // An operation's id is in its file's name, so that looking for one does not read all.
    private IEnumerable<string> Files(JournalQuery query) => query.OperationIds.Count == 0
        ? Files()
        : Files().Where(file => query.OperationIds.Any(id => Path.GetFileName(file).EndsWith($"-{id}.json", StringComparison.OrdinalIgnoreCase)));

    private void Forget()
    {
        DateTime oldest = DateTime.UtcNow - Retention;

        // What a process left that was killed while it wrote.
        foreach (string file in Files("*.json.new.*").Concat(Files("*.json.new")).Where(f => File.GetLastWriteTimeUtc(f) < oldest))
        {
            File.Delete(file);
        }

        foreach (string file in Files().Where(f => File.GetLastWriteTimeUtc(f) < oldest))
        {
            if (TryRead(file) is { EndedAt: not null })
            {
                File.Delete(file);
            }
        }
    }

    private void RefuseDamaged(string key, string instanceId)
    {
        foreach (string file in FilesOf(key))
        {
            try
            {
                Parse(file);
            }
            catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
            {
                throw new EcsException(EcsErrorId.JournalDamaged, $"Cannot read journal file {Path.GetFileName(file)} of server {instanceId}: {error.Message}", error)
                {
                    InstanceId = instanceId,
                    WasNotCarriedOut = true,
                    RecommendedAction = $"Check the server, and then move {file} away. Other servers are not affected.",
                };
            }
        }
    }

    private static JournalEntry? TryRead(string file)
    {
        try
        {
            return Parse(file);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            AmbientLog.Current.Warning($"Cannot read journal file {file}: {error.Message}");
            return null;
        }
    }

    private static JournalEntry Parse(string file)
    {
        JournalEntry entry = Deserialize(ReadText(file)) ?? throw new JsonException("The file is empty.");
        if (entry.Schema is not (> 0 and <= JournalEntry.CurrentSchema) || !entry.IsWhole)
        {
            throw new JsonException(entry.Schema > JournalEntry.CurrentSchema ? "It was written by a newer version of EcsTools." : "It is not a journal entry.");
        }

        entry.Steps.ForEach(s => s.Recorded = s.State);
        return entry;
    }

    // What others can change is nothing to act by: it could make an operation appear that never was, or end one that goes on.
    private static string ReadText(string file)
    {
        byte[] content = RegularFile.Read(file, MaxBytes, out UnixFileStatus? status);
        return status is { CanBeChangedByOthers: true } ? throw new UnauthorizedAccessException("Other users can change it.") : RegularFile.Decode(content);
    }

    private static JournalEntry? Deserialize(string text)
    {
        try
        {
            return JsonConvert.DeserializeObject<JournalEntry>(text, Format);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            // The package lets some values through to the runtime, an offset of a hundred hours for one.
            throw new JsonException(error.Message, error);
        }
    }

    private static EcsException Unavailable(string folder, Exception error) => new(
        EcsErrorId.JournalUnavailable, $"Cannot write the journal in {folder}: {error.Message}", error)
    {
        RecommendedAction = "Specify a folder in which only you can write, with -JournalPath or in the environment variable ECSTOOLS_STATE. Without a journal nothing is sent.",
        WasNotCarriedOut = true,
    };

    // What version 0.1 wrote of a server counts too, though it did not say at which identity service the server is.
    private static string[] ServerKeys(string accountKey, string instanceId) => AccountKeys.Former(accountKey) is { } former
        ? [ServerKey(accountKey, instanceId), ServerKey(former, instanceId)]
        : [ServerKey(accountKey, instanceId)];

    private static string ServerKey(string accountKey, string instanceId) => HexDigest.Sha256(accountKey + "/" + instanceId).Substring(0, KeyLength);
}
