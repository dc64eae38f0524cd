namespace EcsTools.Core.Tests.Http;

/// <summary>The codes that a provider lists itself, from <c>docs/contracts/error-codes</c>: a heading names the source, and each line below it
/// holds a code and the HTTP statuses that go with it.</summary>
internal sealed class ProviderErrorList
{
    private ProviderErrorList(IReadOnlyList<string> sources, IReadOnlyList<string> codes)
    {
        Sources = sources;
        Codes = codes;
    }

    public static ProviderErrorList Alibaba { get; } = Read("alibaba");

    public static ProviderErrorList Huawei { get; } = Read("huawei");

    public IReadOnlyList<string> Sources { get; }

    public IReadOnlyList<string> Codes { get; }

    private static ProviderErrorList Read(string provider)
    {
        const string Heading = "## ";
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "contracts", "error-codes", provider + ".txt"));
        Assert.StartsWith(Heading, lines.First(l => l.Length > 0 && !l.StartsWith("# ", StringComparison.Ordinal)), StringComparison.Ordinal);
        return new ProviderErrorList(
            [.. lines.Where(l => l.StartsWith(Heading, StringComparison.Ordinal)).Select(l => l.Substring(Heading.Length))],
            [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ')[0]).Distinct(StringComparer.Ordinal)]);
    }
}
