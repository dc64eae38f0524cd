using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>
/// The folder of real recorded answers that the environment variable <c>ECSTOOLS_RECORDED</c> names, where there is one. It is
/// material of others and no part of this repository: nothing of it may be written anywhere but into a test's messages.
/// </summary>
internal static class RecordedFolder
{
    public const string Variable = "ECSTOOLS_RECORDED";

    private static readonly string? Path = Environment.GetEnvironmentVariable(Variable);

    public static bool Exists => Path is not null && Directory.Exists(Path);

    public static string WhyNot => Path is null ? $"{Variable} names no folder with recorded answers." : $"There is no folder {Path}, which {Variable} names.";

    public static JObject Read(string file) => JsonParser.ParseObject(File.ReadAllText(System.IO.Path.Combine(Path!, file)));

    /// <summary>All files with an answer, each with its expectation, or null where there is none.</summary>
    public static IReadOnlyList<(string File, JObject Answer, JObject? Expected)> Answers()
    {
        Dictionary<string, JObject> expected = Expectations().Where(e => e.Text("answer") is not null).ToDictionary(e => e.Text("answer")!);
        return
        [
            .. from file in Files().Where(f => !IsIn(f, "sessions") && !IsIn(f, "expected") && f.Contains('/'))
               select (file, Read(file), expected.GetValueOrDefault(file)),
        ];
    }

    /// <summary>All recorded sessions, each with its expectation.</summary>
    public static IReadOnlyList<(string File, JObject Session, JObject Expected)> Sessions()
    {
        Dictionary<string, JObject> expected = Expectations().Where(e => e.Text("session") is not null).ToDictionary(e => e.Text("session")!);
        return [.. Files().Where(f => IsIn(f, "sessions")).Select(f => (f, Read(f), expected[f]))];
    }

    private static IEnumerable<JObject> Expectations() => Files().Where(f => IsIn(f, "expected")).Select(Read);

    private static bool IsIn(string file, string folder) => file.StartsWith(folder + "/", StringComparison.Ordinal);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Path!, "*.json", SearchOption.AllDirectories)
        .Select(f => System.IO.Path.GetRelativePath(Path!, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
