using System.Diagnostics;
using System.Globalization;
using System.Text;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Auditing;

/// <summary>
/// The record of every change and of every password read, beside the journal: JSON Lines, each with the hash of the line before, across all
/// files. It shows accidents, gaps, and later edits to whoever kept an earlier hash; not somebody who may write here and makes all anew.
/// Several processes may write at once; what was appended is on the disk.
/// </summary>
public sealed class AuditLog
{
    /// <summary>What stands for the hash before the first record.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    // Far beyond the length at which a new file is begun.
    internal const int MostBytes = 256 * 1024 * 1024;
    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(2);

    /// <summary>Makes the log of a folder. Nothing is created before something is appended.</summary>
    /// <param name="fileLength">From which length on a new file is begun.</param>
    public AuditLog(string folder, long fileLength = 16 * 1024 * 1024)
    {
        Folder = folder;
        FileLength = fileLength;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    private long FileLength { get; }

    /// <summary>The files, oldest first.</summary>
    internal IReadOnlyList<string> Files =>
        Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, Prefix + "*" + Suffix).OrderBy(f => f, StringComparer.Ordinal)] : [];

    /// <summary>Appends records, with one flush for all.</summary>
    /// <param name="events">What is to be recorded.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>; then none of them is in the log.</exception>
    public void Append(IReadOnlyList<AuditEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        try
        {
            Prepare();

            using FileStream held = Lock();
            AppendLocked(events);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new EcsException(EcsErrorId.AuditUnavailable, $"Cannot write the audit log in {Folder}: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Set the environment variable ECSTOOLS_STATE to a folder that you can write to and that has free space. Without an audit log nothing is sent.",
            };
        }
    }

    // A journal whose folder is gone must not get a new one here: what it has of open operations would be gone unnoticed.
    private void Prepare()
    {
        if (!Directory.Exists(Folder))
        {
            if (!Directory.Exists(Path.GetDirectoryName(Folder)))
            {
                throw new DirectoryNotFoundException($"Cannot find the folder {Path.GetDirectoryName(Folder)}.");
            }

            SecureFiles.CreateFolder(Folder);
        }

        SecureFiles.RefuseShared(Folder);
    }

    private void AppendLocked(IReadOnlyList<AuditEvent> events)
    {
        IReadOnlyList<string> files = Files;
        string file = files.Count == 0 ? PathOf(1) : files[files.Count - 1];
        AuditTail tail = File.Exists(file) ? AuditTail.Read(file) : AuditTail.None;
        if (tail.Length == 0 && files.Count > 1)
        {
            // Begun by a process that ended before its first record.
            tail = AuditTail.Read(files[files.Count - 2]) with { Length = 0, IsTorn = false };
        }
        else if (tail.Length >= FileLength)
        {
            file = PathOf(NumberOf(file) + 1);
            tail = tail with { Length = 0, IsTorn = false };
        }

        SecureFiles.TryCreate(file, lasts: true);
        SecureFiles.RefuseShared(file);

        // Without a buffer: what a full disk did not take would be written once more before the file is cut.
        using FileStream stream = new(file, FileMode.Open, FileAccess.Write, FileShare.Read, 1);
        byte[] text = Write(events, tail);
        stream.Seek(tail.Length, SeekOrigin.Begin);
        try
        {
            stream.Write(text, 0, text.Length);
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a record would be taken for one that somebody has cut.
            TryCut(stream, tail.Length);
            throw;
        }
    }

    private static byte[] Write(IReadOnlyList<AuditEvent> events, AuditTail tail)
    {
        // A line that a process was killed in is ended, and counts as it is.
        StringBuilder text = new(tail.IsTorn ? "\n" : "");
        long sequence = tail.Sequence;
        string previous = tail.Hash;
        foreach (AuditEvent item in events)
        {
            string line = AuditLine.Write(item, ++sequence, previous, DateTimeOffset.UtcNow, Who);
            previous = HexDigest.Sha256(line);
            text.Append(line).Append('\n');
        }

        return new UTF8Encoding(false).GetBytes(text.ToString());
    }

    private static void TryCut(FileStream stream, long length)
    {
        try
        {
            stream.SetLength(length);
        }
        catch (Exception error) when (error is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            AmbientLog.Current.Warning($"The audit log ends with half a record: {error.Message}");
        }
    }

    private static (string User, string Host, int Process) Who { get; } = (Environment.UserName, Environment.MachineName, Process.GetCurrentProcess().Id);

    private FileStream Lock()
    {
        string file = Path.Combine(Folder, "audit.lock");
        Stopwatch waited = Stopwatch.StartNew();
        return FileClaim.TryTake(file, LockPause, () => waited.Elapsed < LockTimeout)
            ?? throw new IOException($"Another process has held {file} for {LockTimeout.TotalSeconds} seconds.");
    }

    private string PathOf(int number) => Path.Combine(Folder, $"{Prefix}{number.ToString("D6", CultureInfo.InvariantCulture)}{Suffix}");

    private static int NumberOf(string file)
    {
        string name = Path.GetFileName(file);
        return int.TryParse(name.Substring(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new IOException($"The name of {file} is not one of the audit log's.");
    }
}
