using EcsTools.Core.Http;

namespace EcsTools.Core.Auditing;

/// <summary>Reads the audit log, and checks that each record follows from the one before.</summary>
public static class AuditReader
{
    private const int MostProblems = 100;

    /// <summary>Reads the records, oldest first. Lines that are no records are left out; <see cref="Check"/> finds them.</summary>
    /// <returns>The records, read as they are asked for.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>, while they are read.</exception>
    public static IEnumerable<EcsAuditRecord> Read(IAuditLog log) => log.ReadLines().Select(l => AuditLine.TryRead(l.Text)).OfType<EcsAuditRecord>();

    /// <summary>Checks the whole log.</summary>
    /// <param name="knownHead">The hash of a record that was kept elsewhere, or null.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>.</exception>
    public static EcsAuditCheck Check(IAuditLog log, string? knownHead)
    {
        List<string> problems = [];
        string previous = AuditChain.Genesis;
        long sequence = 0;
        long count = 0;
        bool isHeadFound = knownHead is null;
        foreach ((string text, string place, bool isEnded) in log.ReadLines())
        {
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
            Path = log.Location,
        };
    }
}
