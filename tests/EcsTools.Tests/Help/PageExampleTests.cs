using EcsTools.Tests.Commands;

namespace EcsTools.Tests.Help;

/// <summary>The examples of the pages do what their pages say: each runs in a sandbox of its own.</summary>
public sealed class PageExampleTests : IDisposable
{
    // Where examples create files.
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-examples-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What the engine's package alone does not have.
    private const string Clixml = """
        function Export-Clixml([string] $Path) { $global:saved = [System.Management.Automation.PSSerializer]::Serialize(@($input), 3) }
        function Import-Clixml([string] $Path) { [System.Management.Automation.PSSerializer]::Deserialize($global:saved) }
        """;

    public static TheoryData<string, string> InSandbox => Examples(e => !e.IsForRealServers);

    public static TheoryData<string, string> Everywhere => Examples(_ => true);

    [Theory]
    [MemberData(nameof(InSandbox))]
    public void It_runs(string name, string title)
    {
        HelpPage page = HelpPage.Of(name);
        string code = page.Examples.Single(e => e.Title == title).Code;
        using SandboxFixture bench = new();
        bench.Session.Run("Set-Location $folder", ("folder", _folder));
        bool startsSandbox = code.Contains("Start-EcsSandbox", StringComparison.Ordinal) && !code.Contains("Stop-EcsSandbox", StringComparison.Ordinal);
        bench.Session.Run(startsSandbox ? "Stop-EcsSandbox" : Clixml);
        bench.Records.Reply = question => question.Answers.Contains("Yes") ? "Yes" : "Image";

        IReadOnlyList<PSObject> output = bench.Session.Run(code);

        string[] types = [.. HelpScript.Check(code).Intersect(HelpPage.All.Select(p => p.Name)).SelectMany(c => HelpPage.Of(c).Outputs.Select(t => t.Title))];
        Assert.All(output, o => Assert.Contains(o.BaseObject.GetType().FullName, types));
        if (page.Name != "Get-EcsOperation")
        {
            // The journal is that of all tests of this process, so what it holds is not this example's.
            Assert.Equal(IsSilent(page, code), output.Count == 0);
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void It_is_understood(string name, string title)
    {
        IReadOnlyList<string> commands = HelpScript.Check(HelpPage.Of(name).Examples.Single(e => e.Title == title).Code);

        Assert.Contains(name, commands);
    }

    // There is no sandbox of a database.
    [Fact]
    public void Every_page_has_one_for_the_sandbox() =>
        Assert.All(HelpPage.All.Where(p => p.Name != "Initialize-EcsStateStore"), p => Assert.Contains(p.Examples, e => !e.IsForRealServers));

    // Nothing is written where nothing is sent, by commands that write on demand only, and where nothing of the kind is on this machine.
    private static bool IsSilent(HelpPage page, string code) =>
        page.Outputs[0].Title == "None"
        || page.Parameters.Any(p => p.Name == "WhatIf") && code.Contains("-WhatIf", StringComparison.Ordinal)
        || code.Contains("-ListAvailable", StringComparison.Ordinal)
        || page.Parameters.Any(p => p.Name == "PassThru") && !code.Contains("-PassThru", StringComparison.Ordinal);

    private static TheoryData<string, string> Examples(Func<HelpExample, bool> choose)
    {
        TheoryData<string, string> data = [];
        foreach (HelpPage page in HelpPage.All)
        {
            foreach (HelpExample example in page.Examples.Where(choose))
            {
                data.Add(page.Name, example.Title);
            }
        }

        return data;
    }
}
