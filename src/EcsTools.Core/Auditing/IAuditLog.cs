namespace EcsTools.Core.Auditing;

/// <summary>
/// The record of every change and of every password read: lines of JSON, each with the hash of the line before. It shows accidents, gaps,
/// and later edits to whoever kept an earlier hash; it does not prevent a user who can write here from replacing it all. Several processes may write at
/// once; what was appended lasts.
/// </summary>
public interface IAuditLog
{
    /// <summary>Where it is, as messages name it.</summary>
    string Location { get; }

    /// <summary>Appends records, together.</summary>
    /// <param name="events">What is to be recorded.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>; then none of them is in the log.</exception>
    void Append(IReadOnlyList<AuditEvent> events);

    /// <summary>Appends lines that come from another log, as they are.</summary>
    /// <param name="lines">Lines that follow from the last one here, or from none if there is none.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>.</exception>
    void Import(IReadOnlyList<string> lines);

    /// <summary>Reads the lines, oldest first, as they are asked for.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>, while they are read.</exception>
    IEnumerable<StoredAuditLine> ReadLines();
}
