using System.Text;

using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Auditing;

/// <summary>Reads the audit log, and checks that each record follows from the one before.</summary>
public static class AuditReader
{
    private const int MostProblems = 100;

    // No record is nearly as long; the rest of a line that is longer is passed over.
    private const int LongestLine = 256 * 1024;

    /// <summary>Reads the records, oldest first. Lines that are no records are left out; <see cref="Check"/> finds them.</summary>
    /// <returns>The records, read as they are asked for.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>, while they are read.</exception>
    public static IEnumerable<EcsAuditRecord> Read(AuditLog log) => ReadLines(log).Select(l => AuditLine.TryRead(l.Text)).OfType<EcsAuditRecord>();

    /// <summary>Checks the whole log.</summary>
    /// <param name="knownHead">The hash of a record that was kept elsewhere, or null.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>.</exception>
    public static EcsAuditCheck Check(AuditLog log, string? knownHead)
    {
        List<string> problems = [];
        string previous = AuditLog.Genesis;
        long sequence = 0;
        long count = 0;
        bool isHeadFound = knownHead is null;
        foreach ((string text, string file, int number, bool isEnded) in ReadLines(log))
        {
            string place = $"{Path.GetFileName(file)}, line {number}";
            if (AuditLine.TryRead(text) is not { } record)
            {
                problems.Add($"{place}: it is not a record.");
                sequence++;
            }
            else
            {
                count++;
                if (record.Sequence != sequence + 1)
                {
                    problems.Add($"{place}: record {record.Sequence} follows record {sequence}.");
                }

                if (record.Previous != previous)
                {
                    problems.Add($"{place}: record {record.Sequence} does not follow from the line before, which was changed, removed, or added.");
                }

                sequence = record.Sequence;
            }

            if (!isEnded)
            {
                problems.Add($"{place}: the line has no end.");
            }

            previous = HexDigest.Sha256(text);
            isHeadFound |= string.Equals(previous, knownHead, StringComparison.OrdinalIgnoreCase);
        }

        if (!isHeadFound)
        {
            problems.Add($"Cannot find a record with the hash {knownHead}: the log was cut or replaced since then.");
        }

        return new EcsAuditCheck
        {
            RecordCount = count,
            Head = count == 0 ? "" : previous,
            Problems = [.. problems.Take(MostProblems)],
            Path = log.Folder,
        };
    }

    // By line feeds alone: other ends of lines are data.
    private static IEnumerable<(string Text, string File, int Number, bool IsEnded)> ReadLines(AuditLog log)
    {
        foreach (string file in log.Files)
        {
            using StreamReader reader = Try(file, () => new StreamReader(RegularFile.Open(file, AuditLog.MostBytes), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false));
            StringBuilder line = new();
            char[] part = new char[4096];
            int number = 0;
            for (int length; (length = Try(file, () => reader.Read(part, 0, part.Length))) > 0;)
            {
                for (int i = 0; i < length; i++)
                {
                    if (part[i] != '\n')
                    {
                        line.Append(part[i], line.Length <= LongestLine ? 1 : 0);
                        continue;
                    }

                    yield return (line.ToString(), file, ++number, true);
                    line.Clear();
                }
            }

            if (line.Length > 0)
            {
                yield return (line.ToString(), file, ++number, false);
            }
        }
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
