using System.Text;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>All that a command has written anywhere, and what must not be in it.</summary>
internal static class CapturedOutput
{
    /// <summary>Collects it: objects, errors, every stream, what the host showed, and the files of a folder.</summary>
    /// <param name="records">What the host remembers.</param>
    /// <param name="outcome">What came of the command. Logins are meant to hold a password.</param>
    /// <param name="folder">Where its journal is.</param>
    /// <returns>All of it as one text.</returns>
    public static string Collect(RecordingUserInterface records, Outcome outcome, string folder) => string.Join(
        '\n',
        [
            .. outcome.Output.Where(o => o?.BaseObject is not EcsLogin).Select(o => PSSerializer.Serialize(o, 4)),
            .. outcome.Output.Select(o => o?.ToString()),
            .. outcome.Errors.Select(e => $"{PSSerializer.Serialize(e, 4)} {e.Exception} {e.ErrorDetails}"),
            .. records.Lines, .. records.Errors, .. records.Warnings, .. records.Verbose,
            .. records.Questions.Select(q => q.Message), .. records.Progress.Select(p => $"{p.Activity} {p.StatusDescription} {p.CurrentOperation}"),
            .. Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Select(ReadShared) : [],
        ]);

    /// <summary>Looks for secrets, in every form they may have been brought into.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">The secrets.</param>
    /// <returns>Those that stand in it.</returns>
    public static IReadOnlyList<string> Find(string text, IEnumerable<string> secrets) =>
        [.. secrets.SelectMany(Forms).Append("$6$").Where(form => text.Contains(form, StringComparison.OrdinalIgnoreCase))];

    private static string[] Forms(string secret) =>
    [
        secret,
        Uri.EscapeDataString(secret),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        Convert.ToHexString(Encoding.Unicode.GetBytes(secret)),
    ];

    // Another session of this process may hold its journal open.
    private static string ReadShared(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
