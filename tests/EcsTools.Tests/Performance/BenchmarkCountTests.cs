using System.Diagnostics;
using System.Text.Json;

namespace EcsTools.Tests.Performance;

/// <summary>
/// What work costs in calls, bytes and allocations, beside what it cost when <c>tests/EcsTools.Benchmarks/counts.json</c> was written. Times are compared
/// nowhere. Who has changed a cost on purpose writes the file anew, with <c>ECSTOOLS_WRITE_TABLES=1</c>.
/// </summary>
public sealed class BenchmarkCountTests(ITestOutputHelper output) : IDisposable
{
    // Runtimes differ in what they allocate, and answers in the length of what stands in them.
    private const double Tolerance = 0.25;

    // How often somebody looks while he waits depends on how fast the machine is.
    private const double PollTolerance = 1.5;
    private static readonly string Committed = Path.Combine(Repository.Root, "tests", "EcsTools.Benchmarks", "counts.json");
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Counts_OfThisBuild_AreNotAboveThoseThatAreCommitted()
    {
        using (Process process = Process.Start(new ProcessStartInfo(Repository.Benchmarks, ["counts", _file]) { RedirectStandardInput = true })!)
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }

        if (Environment.GetEnvironmentVariable("ECSTOOLS_WRITE_TABLES") is not null)
        {
            File.Copy(_file, Committed, overwrite: true);
        }

        Dictionary<string, double> before = Read(Committed);
        Dictionary<string, double> now = Read(_file);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), now.Keys.Order(StringComparer.Ordinal));
        Assert.All(now, figure =>
        {
            output.WriteLine($"{figure.Key}: {figure.Value} ({before[figure.Key]})");
            Assert.True(figure.Value <= before[figure.Key] * (1 + ToleranceOf(figure.Key)), $"{figure.Key}: {figure.Value}, but it was {before[figure.Key]}.");
        });
    }

    private static double ToleranceOf(string name) =>
        name.EndsWith(": calls", StringComparison.Ordinal) ? 0 : name.Contains("Describe", StringComparison.Ordinal) ? PollTolerance : Tolerance;

    private static Dictionary<string, double> Read(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        return json.RootElement.EnumerateObject().SelectMany(s => s.Value.EnumerateObject().Select(f => (Name: $"{s.Name}: {f.Name}", f.Value)))
            .ToDictionary(f => f.Name, f => f.Value.GetDouble());
    }
}
