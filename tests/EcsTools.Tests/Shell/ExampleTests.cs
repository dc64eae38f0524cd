using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

using Xunit;

namespace EcsTools.Tests.Shell;

/// <summary>The runbooks in docs/examples run to their end, in the sandbox.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Examples =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "examples"), "*.ps1").Select(f => Path.GetFileName(f)!).Where(f => !f.EndsWith(".Tests.ps1", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task It_runs(string file)
    {
        ShellProcess run = await ShellProcess.RunAsync(
            "", ["-NoLogo", "-File", Path.Combine(Repository.Root, "docs", "examples", file)], TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.EndsWith("Done.", run.Output.TrimEnd());
    }
}
