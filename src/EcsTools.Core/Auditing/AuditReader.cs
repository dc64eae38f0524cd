using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Auditing;

/// <summary>Reads the audit log, and checks that each record follows from the one before.</summary>
public static class AuditReader
{
    private const int MostProblems = 100;

    /// <summary>Reads the records, oldest first. Lines that are no records are left out; <see cref="Check"/> finds them.</summary>
    /// <returns>The records, read as they are asked for.</returns>
    public static IEnumerable<EcsAuditRecord> Read(AuditLog log) => ReadLines(log).Select(l => AuditLine.TryRead(l.Text)).OfType<EcsAuditRecord>();

    /// <summary>Checks the whole log.</summary>
    /// <param name="knownHead">The hash of a record that was kept elsewhere, or null.</param>
    /// <returns>What was found.</returns>
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
            problems.Add($"There is no record with the hash {knownHead}: the log was cut or made anew since.");
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
            using StreamReader reader = new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
            StringBuilder line = new();
            int number = 0;
            for (int c = reader.Read(); c >= 0; c = reader.Read())
            {
                if (c != '\n')
                {
                    line.Append((char)c);
                    continue;
                }

                yield return (line.ToString(), file, ++number, true);
                line.Clear();
            }

            if (line.Length > 0)
            {
                yield return (line.ToString(), file, ++number, false);
            }
        }
    }
}
