using System.Diagnostics;

namespace EcsTools.Tests.Reliability;

/// <summary>A slice of the soak run, which <c>docs/reliability.md</c> names whole.</summary>
public class SoakTests
{
    [Fact]
    public async Task A_short_run_leaks_nothing_and_leaves_a_consistent_journal()
    {
        ProcessStartInfo start = new(Repository.Benchmarks, ["soak", "480"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("480 operations", output);
    }
}
