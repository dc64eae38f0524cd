namespace EcsTools.Core.Tests.Architecture;

/// <summary>
/// The arrows of docs/architecture.md, read from the sources: constants, <c>nameof</c> and names in strings leave no trace in an assembly.
/// </summary>
public class NamespaceTests
{
    private const string Registry = "Providers/CloudProviders.cs";

    private static readonly string[] Providers = Enum.GetNames<EcsCloud>();

    private static readonly string[] Apis = [.. Providers, "OpenStackApi", "Keystone"];

    private static readonly SourceFile[] Core = [.. SourceFile.ReadAll("src", "EcsTools.Core")];

    private static readonly SourceFile[] Cmdlets = [.. SourceFile.ReadAll("src", "EcsTools")];

    [Fact]
    public void Namespace_OfAFile_FollowsItsFolder() =>
        Assert.All(Core, f => Assert.Equal(string.Join('.', ["EcsTools.Core", .. FindNamespace(f)]), f.Namespace));

    [Fact]
    public void Namespaces_OfCore_DoNotImportEachOther()
    {
        HashSet<(string From, string To)> arrows = [.. new ImportGraph(Core).FindArrows()];

        Assert.NotEmpty(arrows);
        Assert.DoesNotContain(arrows, a => arrows.Contains((a.To, a.From)));
    }

    [Theory]
    [InlineData("Diagnostics", "Http", "Contracts", "Clouds", "Credentials", "Providers.Registration", "Providers.Alibaba", "Providers", "Accounts", "Guests", "Operations")]
    [InlineData("Clouds", "Journaling", "Accounts", "Listing", "Operations")]
    [InlineData("Clouds", "Waiting", "Accounts")]
    public void Namespace_OfALayer_ImportsNoneAbove(params string[] layers)
    {
        HashSet<(string From, string To)> arrows = [.. new ImportGraph(Core).FindArrows()];

        IEnumerable<(string From, string To)> upwards =
            layers.SelectMany((below, at) => layers.Skip(at + 1).Select(above => ("EcsTools.Core." + below, "EcsTools.Core." + above)));
        Assert.All(upwards, arrow => Assert.DoesNotContain(arrow, arrows));
    }

    [Fact]
    public void File_OutsideProvidersAndRegistry_NamesNoProvider()
    {
        IEnumerable<string> naming = Core.Where(f => f.Path != Registry && !IsOfAProvider(f)).Concat(Cmdlets)
            .Where(f => Providers.Any(p => f.Code.Contains(p, StringComparison.Ordinal)))
            .Select(f => f.Path);

        Assert.Empty(naming);
    }

    // Inside Clouds one namespace is one API, or what all of them have; inside Operations there is one. The folders in them group the files by subject.
    private static IEnumerable<string> FindNamespace(SourceFile file) => file.Path.Split('/').SkipLast(1).ToArray() switch
    {
        ["Clouds", var api, ..] when Apis.Contains(api) => ["Clouds", api],
        [("Clouds" or "Operations") and var layer, ..] => [layer],
        var folders => folders,
    };

    // A provider's folders begin with its name; OpenStackApi is what several of them share.
    private static bool IsOfAProvider(SourceFile file) =>
        file.Path.Split('/') is ["Clouds" or "Providers", var folder, _, ..] && Providers.Any(p => folder.StartsWith(p, StringComparison.Ordinal));
}
