using EcsTools.Core.Auditing;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.State;

using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace EcsTools.Core.Journaling;

/// <summary>
/// The record of operations that were sent: written, and lasting, before anything is sent. What is kept begins with a digest of the server, so
/// that what is damaged blocks its own server only. One open operation per server, across all processes that share the store.
/// </summary>
public sealed class Journal
{
    /// <summary>How long an operation that has ended is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const int KeyLength = 24;

    private static readonly JsonSerializerSettings Format = new()
    {
        Formatting = Formatting.Indented,
        NullValueHandling = NullValueHandling.Ignore,
        Converters = { new StringEnumConverter() },
        DateParseHandling = DateParseHandling.DateTimeOffset,
        MaxDepth = 16,
    };

    private readonly IStateStore _store;
    private readonly string _folder;
    private readonly Journal? _sandbox;
    private readonly bool _isOfSandbox;

    private Journal(IStateStore store, string folder, SandboxJournals? sandbox)
    {
        _store = store;
        _folder = folder;
        _sandbox = sandbox is null ? null : OfSandbox(sandbox);
    }

    private Journal(IStateStore store)
    {
        _store = store;
        _folder = store.Location;
        _isOfSandbox = true;
    }

    /// <summary>Opens the journal, preparing its store if needed, and forgets what ended longer ago than <see cref="Retention"/>.</summary>
    /// <param name="path">Its folder; null for the place that <c>ECSTOOLS_STATE</c> names, or the user's own state folder.</param>
    /// <param name="sandbox">The sandbox whose operations are read with those of real accounts; null for none.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>: without a journal nothing is sent.</exception>
    public static Journal Open(string? path = null, SandboxJournals? sandbox = null)
    {
        Journal journal = ToRead(path, sandbox);
        journal.Try(() =>
        {
            journal._store.Prepare();
            journal.Forget();
            if (Directory.Exists(journal._folder))
            {
                SandboxJournals.DeleteAbandoned(journal._folder);
            }

            return true;
        });
        return journal;
    }

    /// <summary>The journal for who only reads it: nothing is made, and a journal that is not there is an empty one.</summary>
    /// <param name="path">Its folder; null for the place that <c>ECSTOOLS_STATE</c> names, or the user's own state folder.</param>
    /// <param name="sandbox">The sandbox whose operations are read with those of real accounts; null for none.</param>
    public static Journal ToRead(string? path = null, SandboxJournals? sandbox = null)
    {
        StateLocation location = path is null ? StateLocation.Default : new StateLocation(path, null);
        return new Journal(location.Open(), location.Folder, sandbox);
    }

    /// <summary>The journal of one account: this one, or within it the one of the account's sandbox.</summary>
    /// <param name="sandbox">The journals of the account's sandbox; null for a real account.</param>
    /// <returns>The journal to which operations on the account's servers are written.</returns>
    internal Journal Of(SandboxJournals? sandbox) => sandbox is not null && !_isOfSandbox ? OfSandbox(sandbox) : this;

    /// <summary>The audit log beside the journal.</summary>
    internal IAuditLog OpenAudit() => _store.Audit;

    /// <summary>Records something that concerns no account that is open here.</summary>
    /// <param name="item">What happened.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>.</exception>
    public void AppendAudit(AuditEvent item) => (_sandbox ?? this).OpenAudit().Append([item]);

    /// <summary>The audit logs of this journal and of its sandbox, for who only reads them.</summary>
    public IReadOnlyList<IAuditLog> FindAudits() => [.. new[] { this, _sandbox }.OfType<Journal>().Select(j => j.OpenAudit())];

    /// <summary>The record of the plans that were run.</summary>
    internal SpentPlans OpenSpent() => new(_store);

    /// <summary>Reads operations. What cannot be read is told as a warning and left out.</summary>
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
    internal IReadOnlyList<JournalEntry> ReadOf(string accountKey, IEnumerable<string> instanceIds) =>
        [.. ReadStored(s => s.ReadOf(instanceIds.SelectMany(id => ServerKeys(accountKey, id)))).OrderByDescending(e => e.StartedAt)];

    /// <summary>Determines whether an operation on a server is being carried out right now.</summary>
    /// <param name="accountKey">The account's key.</param>
    /// <returns>true if another process or command holds its claim.</returns>
    internal bool IsClaimed(string accountKey, string instanceId) => Try(() => _store.FindClaimed([ServerKey(accountKey, instanceId)])).Count > 0;

    /// <summary>Claims a server for one operation.</summary>
    /// <param name="accountKey">The account's key.</param>
    /// <returns>Dispose it to release the claim.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationInProgress"/> if another process or command holds it;
    /// <see cref="EcsErrorId.JournalDamaged"/> if what the journal has of this server cannot be read.</exception>
    internal IDisposable Claim(string accountKey, string instanceId)
    {
        IDisposable claim = Try(() => _store.TryClaim(ServerKey(accountKey, instanceId)))
            ?? throw new EcsException(EcsErrorId.OperationInProgress, $"Another operation on {instanceId} is in progress.")
            {
                InstanceId = instanceId,
                RecommendedAction = "Wait until it is complete. Run Get-EcsOperation to list the operations.",
            };
        try
        {
            RefuseDamaged(accountKey, instanceId);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Notes that this runner uses an account.</summary>
    /// <returns>Who else uses it, and what the others have noted of it.</returns>
    internal AccountUse UseAccount(string accountKey) => Try(() => _store.UseAccount(accountKey));

    /// <summary>Notes for the other runners of an account that its cloud throttles a kind of call. If that cannot be noted, the cloud tells them as well.</summary>
    internal void NoteThrottle(string accountKey, ThrottleNote note)
    {
        try
        {
            Try(() =>
            {
                _store.NoteThrottle(accountKey, note);
                return true;
            });
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Verbose($"{note.Operation}: other runners are not told that it is throttled: {error.Message}");
        }
    }

    /// <summary>Waits until a server's claim may have ended.</summary>
    /// <param name="accountKey">The account's key.</param>
    /// <param name="pause">After which time it is worth a look, where the store does not tell by itself.</param>
    internal Task WaitForReleaseAsync(string accountKey, string instanceId, TimeSpan pause, TimeProvider time, CancellationToken cancellation) =>
        _store.WaitForReleaseAsync(ServerKey(accountKey, instanceId), pause, time, cancellation);

    /// <summary>Refuses to begin what is under way or done: one open operation for each server, and every plan once. Call it under the claim.</summary>
    /// <param name="entry">The operation that is to begin.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationInProgress"/> or <see cref="EcsErrorId.PlanChanged"/>.</exception>
    internal void RefuseAgain(JournalEntry entry)
    {
        foreach (JournalEntry before in Try(() => ReadServer(entry.AccountKey, entry.InstanceId).Select(Parse).ToArray()))
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

    /// <summary>Writes an entry, which lasts from then on.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>, <see cref="EcsErrorId.AuditUnavailable"/>.</exception>
    internal void Write(JournalEntry entry)
    {
        // First: a step that cannot be recorded must not stay open in the journal either.
        JournalAudit.Record(OpenAudit(), entry);
        Try(() =>
        {
            _store.Write(ServerKey(entry.AccountKey, entry.InstanceId), entry.OperationId, JsonConvert.SerializeObject(entry, Format));
            return true;
        });
    }

    // A sandbox ends with its process: what happens in it is no other machine's business.
    private Journal OfSandbox(SandboxJournals sandbox)
    {
        string folder = sandbox.FolderIn(_folder);
        return new Journal(new FileStateStore(folder, () => sandbox.Hold(folder)));
    }

    // Whoever carries an operation out holds its server's claim until it has written how it ended.
    private IEnumerable<JournalEntry> ReadOwn(JournalQuery query)
    {
        JournalEntry[] entries = [.. ReadStored(s => query.OperationIds.Count == 0 ? s.Read() : s.ReadById(query.OperationIds))];
        JournalEntry[] attended = [.. entries.Where(e => e is { IsAttended: true, State: EcsOperationState.Running })];
        if (attended.Length > 0)
        {
            ISet<string> claimed = Try(() => _store.FindClaimed([.. attended.Select(e => ServerKey(e.AccountKey, e.InstanceId))]));
            foreach (JournalEntry entry in attended)
            {
                entry.IsInterrupted = !claimed.Contains(ServerKey(entry.AccountKey, entry.InstanceId));
            }
        }

        return entries.Where(query.Matches);
    }

    private IEnumerable<JournalEntry> ReadStored(Func<IStateStore, IEnumerable<StoredOperation>> read) => Try(() => read(_store).ToArray()).Select(TryRead).OfType<JournalEntry>();

    private IEnumerable<StoredOperation> ReadServer(string accountKey, string instanceId) => _store.ReadOf(ServerKeys(accountKey, instanceId));

    private void Forget()
    {
        foreach (StoredOperation old in _store.ReadOlder(DateTimeOffset.UtcNow - Retention).Where(o => TryRead(o) is { EndedAt: not null }).ToArray())
        {
            _store.Delete(old);
        }
    }

    private void RefuseDamaged(string accountKey, string instanceId)
    {
        foreach (StoredOperation stored in Try(() => ReadServer(accountKey, instanceId).ToArray()))
        {
            try
            {
                Parse(stored);
            }
            catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
            {
                throw new EcsException(EcsErrorId.JournalDamaged, $"Cannot read journal entry {Path.GetFileName(stored.Name)} of server {instanceId}: {error.Message}", error)
                {
                    InstanceId = instanceId,
                    WasNotCarriedOut = true,
                    RecommendedAction = $"Check the server, and then move {stored.Name} away. Other servers are not affected.",
                };
            }
        }
    }

    private static JournalEntry? TryRead(StoredOperation stored)
    {
        try
        {
            return Parse(stored);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            AmbientLog.Current.Warning($"Cannot read journal entry {stored.Name}: {error.Message}");
            return null;
        }
    }

    private static JournalEntry Parse(StoredOperation stored)
    {
        JournalEntry entry = Deserialize(stored.ReadText()) ?? throw new JsonException("The entry is empty.");
        if (entry.Schema is not (> 0 and <= JournalEntry.CurrentSchema) || !entry.IsWhole)
        {
            throw new JsonException(entry.Schema > JournalEntry.CurrentSchema ? "It was written by a newer version of EcsTools." : "It is not a journal entry.");
        }

        entry.Steps.ForEach(s => s.Recorded = s.State);
        return entry;
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

    private T Try<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new EcsException(EcsErrorId.JournalUnavailable, $"Cannot use the journal in {_store.Location}: {error.Message}", error)
            {
                RecommendedAction = _store.Advice,
                WasNotCarriedOut = true,
            };
        }
    }

    // What version 0.1 wrote of a server counts too, though it did not say at which identity service the server is.
    private static string[] ServerKeys(string accountKey, string instanceId) => AccountKeys.Former(accountKey) is { } former
        ? [ServerKey(accountKey, instanceId), ServerKey(former, instanceId)]
        : [ServerKey(accountKey, instanceId)];

    private static string ServerKey(string accountKey, string instanceId) => HexDigest.Sha256(accountKey + "/" + instanceId).Substring(0, KeyLength);
}
