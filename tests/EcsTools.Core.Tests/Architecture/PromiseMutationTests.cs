namespace EcsTools.Core.Tests.Architecture;

/// <summary>
/// The mutations of promises (tests/mutations/promises.txt) fit the code, and docs/reliability.md lists them. With
/// <c>ECSTOOLS_WRITE_TABLES=1</c> the list is written there instead of compared.
/// </summary>
public sealed class PromiseMutationTests
{
    private const string Begin = "<!-- promises: begin -->\n";
    private const string End = "\n<!-- promises: end -->";
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "reliability.md");

    public static TheoryData<string> Promises => [.. Read().Select(m => m["promise"])];

    [Theory]
    [MemberData(nameof(Promises))]
    public void EveryMutation_FitsTheCodeAndNamesATestClass(string promise)
    {
        Dictionary<string, string> mutation = Read().Single(m => m["promise"] == promise);
        string[] tests = mutation["tests"].Split(' ');

        string code = File.ReadAllText(Path.Combine(Repository.Root, mutation["file"]));
        Assert.Contains(mutation["old"], code, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(Repository.Root, "tests", tests[0]), tests[1] + ".cs", SearchOption.AllDirectories));
    }

    [Fact]
    public void EveryMutation_IsInTheDocument()
    {
        string table = string.Join('\n', Read().Select(Row).Prepend("|---|---|---|").Prepend("| Promise | Mutation | Test |").Prepend(""));
        string text = File.ReadAllText(Document);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ECSTOOLS_WRITE_TABLES") == "1")
        {
            File.WriteAllText(Document, text[..from] + table + "\n" + text[to..]);
            return;
        }

        Assert.Equal(table + "\n", text[from..to]);
    }

    private static string Row(Dictionary<string, string> mutation) =>
        $"| {mutation["promise"]} | `{Path.GetFileName(mutation["file"])}`: {Code(mutation["old"])} becomes {(mutation["new"].Length == 0 ? "nothing" : Code(mutation["new"]))} | `{mutation["tests"].Split(' ')[1]}` |";

    private static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static List<Dictionary<string, string>> Read() =>
    [
        .. File.ReadAllText(Path.Combine(Repository.Root, "tests", "mutations", "promises.txt")).ReplaceLineEndings("\n").Trim().Split("\n\n")
            .Select(block => block.Split('\n').Select(line => line.Split(':', 2)).ToDictionary(l => l[0], l => l[1].Trim())),
    ];
}
