using EcsTools.Core.Auditing;

namespace EcsTools.Core.State;

/// <summary>
/// Where operations, claims, spent plans, and the audit log are kept: a folder, or a database that several machines share. It knows texts
/// and keys only; what they mean is the journal's.
/// </summary>
/// <remarks>
/// Members throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> if the store cannot be used, or an
/// <see cref="EcsException"/> that says what to do. What a member has written is still there after a power failure.
/// </remarks>
public interface IStateStore
{
    /// <summary>Where it is, as messages name it: a folder's path, or an address without a secret. Two stores with one location are one.</summary>
    string Location { get; }

    /// <summary>What to do if it cannot be used.</summary>
    string Advice { get; }

    /// <summary>The audit log in it.</summary>
    IAuditLog Audit { get; }

    /// <summary>Makes it ready for writing, and refuses one that is not safe to use.</summary>
    void Prepare();

    /// <summary>Reads all operations.</summary>
    IEnumerable<StoredOperation> Read();

    /// <summary>Reads the operations of some servers.</summary>
    /// <param name="serverKeys">Not enumerated where there are no operations at all.</param>
    IEnumerable<StoredOperation> ReadOf(IEnumerable<string> serverKeys);

    /// <summary>Reads operations by their ids.</summary>
    IEnumerable<StoredOperation> ReadById(IReadOnlyCollection<string> operationIds);

    /// <summary>Reads the operations that were last written before a time.</summary>
    IEnumerable<StoredOperation> ReadOlder(DateTimeOffset written);

    /// <summary>Writes an operation, in place of what there is of it.</summary>
    /// <exception cref="IOException">It cannot be written; also if the server's claim has been lost to another runner.</exception>
    void Write(string serverKey, string operationId, string text);

    /// <summary>Deletes an operation.</summary>
    void Delete(StoredOperation operation);

    /// <summary>Claims a server. The claim ends when it is disposed, or once its holder has gone.</summary>
    /// <returns>The claim, or null if another process or command holds it.</returns>
    IDisposable? TryClaim(string serverKey);

    /// <summary>Notes that this runner uses an account.</summary>
    /// <returns>Who else uses it, and what the others have noted of it.</returns>
    AccountUse UseAccount(string accountKey);

    /// <summary>Notes for the other runners of an account that its cloud throttles a kind of call.</summary>
    void NoteThrottle(string accountKey, ThrottleNote note);

    /// <summary>Determines which servers are claimed right now.</summary>
    /// <returns>The keys of those that are.</returns>
    ISet<string> FindClaimed(IReadOnlyCollection<string> serverKeys);

    /// <summary>Waits until a server's claim may have ended, or for a pause after which it is worth a look.</summary>
    /// <param name="pause">How long to wait at most where the store does not tell of ends by itself.</param>
    Task WaitForReleaseAsync(string serverKey, TimeSpan pause, TimeProvider time, CancellationToken cancellation);

    /// <summary>Notes that a plan is run, which of several processes only one can do.</summary>
    /// <returns>False if it was noted before.</returns>
    bool TrySpend(string planKey);

    /// <summary>Reads the plans that were noted.</summary>
    /// <returns>Their keys.</returns>
    IEnumerable<string> ReadSpent();

    /// <summary>Takes that note back.</summary>
    void Unspend(string planKey);
}
