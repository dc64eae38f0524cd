using System.Diagnostics;
using System.Globalization;
using System.Text;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Auditing;

/// <summary>The audit log in a folder beside the journal: JSON Lines, chained across all files. What was appended is on the disk.</summary>
public sealed class FileAuditLog : IAuditLog
{
    // Far beyond the length at which a new file is begun.
    internal const int MostBytes = 256 * 1024 * 1024;

    // No record is nearly as long; the rest of a line that is longer is passed over.
    private const int LongestLine = 256 * 1024;
    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(2);

    /// <summary>Makes the log of a folder. Nothing is created before something is appended.</summary>
    /// <param name="fileLength">From which length on a new file is begun.</param>
    public FileAuditLog(string folder, long fileLength = 16 * 1024 * 1024)
    {
        Location = folder;
        FileLength = fileLength;
    }

    /// <summary>The folder.</summary>
    public string Location { get; }

    /// <summary>Called before anything is written: a folder that ends with a sandbox is created and held by it.</summary>
    internal Action Hold { get; init; } = static () => { };

    private long FileLength { get; }

    /// <summary>The files, oldest first.</summary>
    internal IReadOnlyList<string> Files =>
        Directory.Exists(Location) ? [.. Directory.EnumerateFiles(Location, Prefix + "*" + Suffix).OrderBy(f => f, StringComparer.Ordinal)] : [];

    /// <summary>Appends records, with one flush for all.</summary>
    /// <param name="events">What is to be recorded.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>; then none of them is in the log.</exception>
    public void Append(IReadOnlyList<AuditEvent> events)
    {
        if (events.Count > 0)
        {
            AppendAfter(tail => AuditChain.Write(events, tail.Sequence, tail.Hash));
        }
    }

    /// <inheritdoc/>
    public void Import(IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            AppendAfter(_ => lines);
        }
    }

    /// <inheritdoc/>
    /// <remarks>By line feeds alone: other ends of lines are data.</remarks>
    public IEnumerable<StoredAuditLine> ReadLines()
    {
        foreach (string file in Files)
        {
            using StreamReader reader = Try(file, () => new StreamReader(RegularFile.Open(file, MostBytes), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false));
            StringBuilder line = new();
            char[] part = new char[4096];
            int number = 0;
            StoredAuditLine Line(bool isEnded) => new(line.ToString(), $"{Path.GetFileName(file)}, line {++number}", isEnded);
            for (int length; (length = Try(file, () => reader.Read(part, 0, part.Length))) > 0;)
            {
                for (int i = 0; i < length; i++)
                {
                    if (part[i] != '\n')
                    {
                        line.Append(part[i], line.Length <= LongestLine ? 1 : 0);
                        continue;
                    }

                    yield return Line(isEnded: true);
                    line.Clear();
                }
            }

            if (line.Length > 0)
            {
                yield return Line(isEnded: false);
            }
        }
    }

    private void AppendAfter(Func<AuditTail, IEnumerable<string>> make)
    {
        try
        {
            Hold();
            Prepare();
            using FileStream held = Lock();
            AppendLocked(make);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new EcsException(EcsErrorId.AuditUnavailable, $"Cannot write the audit log in {Location}: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Set the environment variable ECSTOOLS_STATE to a folder that you can write to and that has free space. Without an audit log nothing is sent.",
            };
        }
    }

    // A journal whose folder is gone must not get a new one here: what it has of open operations would be gone unnoticed.
    private void Prepare()
    {
        if (!Directory.Exists(Location))
        {
            if (!Directory.Exists(Path.GetDirectoryName(Location)))
            {
                throw new DirectoryNotFoundException($"Cannot find the folder {Path.GetDirectoryName(Location)}.");
            }

            SecureFiles.CreateFolder(Location);
        }

        SecureFiles.RefuseShared(Location);
    }

    private void AppendLocked(Func<AuditTail, IEnumerable<string>> make)
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

        // A line that a process was killed in is ended, and counts as it is.
        byte[] text = new UTF8Encoding(false).GetBytes((tail.IsTorn ? "\n" : "") + string.Concat(make(tail).Select(l => l + "\n")));
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

    private FileStream Lock()
    {
        string file = Path.Combine(Location, "audit.lock");
        Stopwatch waited = Stopwatch.StartNew();
        return FileClaim.TryTake(file, LockPause, () => waited.Elapsed < LockTimeout)
            ?? throw new IOException($"Another process has held {file} for {LockTimeout.TotalSeconds} seconds.");
    }

    private string PathOf(int number) => Path.Combine(Location, $"{Prefix}{number.ToString("D6", CultureInfo.InvariantCulture)}{Suffix}");

    private static int NumberOf(string file)
    {
        string name = Path.GetFileName(file);
        return int.TryParse(name.Substring(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new IOException($"The name of {file} is not one of the audit log's.");
    }

    private static T Try<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EcsException(EcsErrorId.AuditUnavailable, $"Cannot read the file {file} of the audit log: {error.Message}", error)
            {
                RecommendedAction = "Check the file and who may read it.",
            };
        }
    }
}
