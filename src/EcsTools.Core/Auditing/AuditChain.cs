using System.Diagnostics;

using EcsTools.Core.Http;

namespace EcsTools.Core.Auditing;

/// <summary>How records are chained: each line holds the hash of the one before.</summary>
public static class AuditChain
{
    /// <summary>What stands for the hash before the first record.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    private static (string User, string Host, int Process) Who { get; } = (Environment.UserName, Environment.MachineName, Process.GetCurrentProcess().Id);

    /// <summary>Makes the lines that follow a line.</summary>
    /// <param name="events">What is to be recorded.</param>
    /// <param name="sequence">The number of the line before; 0 before the first.</param>
    /// <param name="previous">The hash of the line before; <see cref="Genesis"/> before the first.</param>
    /// <returns>Each line without its end.</returns>
    public static IEnumerable<string> Write(IEnumerable<AuditEvent> events, long sequence, string previous)
    {
        foreach (AuditEvent item in events)
        {
            string line = AuditLine.Write(item, ++sequence, previous, DateTimeOffset.UtcNow, Who);
            previous = Hash(line);
            yield return line;
        }
    }

    /// <summary>The hash of a line, as the next one holds it.</summary>
    public static string Hash(string line) => HexDigest.Sha256(line);
}
