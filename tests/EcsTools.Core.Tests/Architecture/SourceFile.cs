using System.Text.RegularExpressions;

namespace EcsTools.Core.Tests.Architecture;

/// <summary>A C# file of a project.</summary>
/// <param name="Path">Its path within the project, with slashes.</param>
/// <param name="Text">Its text.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>The text without lines of comment.</summary>
    public string Code => _code ??= string.Join('\n', Text.Split('\n').Where(l => !l.TrimStart().StartsWith("//", System.StringComparison.Ordinal)));

    public string Namespace => NamespaceLine().Match(Text).Groups[1].Value;

    public IEnumerable<string> Usings => UsingLine().Matches(Text).Select(m => m.Groups[1].Value);

    public IEnumerable<string> Types => TypeLine().Matches(Text).Select(m => m.Groups[1].Value);

    public static IEnumerable<SourceFile> ReadAll(params string[] project)
    {
        string root = System.IO.Path.Combine([Repository.Root, .. project]);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => (File: f, Path: System.IO.Path.GetRelativePath(root, f).Replace('\\', '/')))
            .Where(f => f.Path.Split('/')[0] is not ("obj" or "bin"))
            .Select(f => new SourceFile(f.Path, File.ReadAllText(f.File)));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^(?:public|internal) .*?\b(?:class|record|enum|interface|struct|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
