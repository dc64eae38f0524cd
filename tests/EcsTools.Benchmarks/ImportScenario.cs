using System.Globalization;

namespace EcsTools.Benchmarks;

/// <summary>
/// What the import of the packed module costs in a new process, beside a binary module without a command; and import and first command together,
/// at a sandbox of the same process. Where <c>ECSTOOLS_BASELINE</c> names the manifest of another version, that one runs in turn with this one.
/// </summary>
internal sealed class ImportScenario : IDisposable
{
    private const int Rounds = 10;
    private const string Import = "import ms";
    private const string Empty = "empty binary module ms";
    private const string First = "import, sandbox and Get-EcsInstance web-01 ms";
    private const string Command = "of which Get-EcsInstance web-01 ms";
    private const string BaselineFirst = "baseline: import, sandbox and Get-EcsInstance web-01 ms";
    private const string BaselineCommand = "baseline: of which Get-EcsInstance web-01 ms";
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-benchmark-").FullName;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        using ImportScenario import = new();
        string module = Path.Combine(ChildProcess.RepositoryRoot, "out", "EcsTools", "EcsTools.psd1");
        string? baseline = Environment.GetEnvironmentVariable("ECSTOOLS_BASELINE");
        string empty = import.WriteEmptyModule();
        double command = 0;
        double baselineCommand = 0;
        List<(string Name, Func<Task<double>> Run)> runs =
        [
            (Import, () => Task.FromResult(TimeImport(module))),
            (Empty, () => Task.FromResult(TimeImport(empty))),
            (First, () => Task.FromResult(TimeFirst(module, out command))),
            (Command, () => Task.FromResult(command)),
        ];
        if (baseline is not null)
        {
            runs.AddRange([(BaselineFirst, () => Task.FromResult(TimeFirst(baseline, out baselineCommand))), (BaselineCommand, () => Task.FromResult(baselineCommand))]);
        }

        Rounds rounds = await Benchmarks.Rounds.RunAsync(Rounds, [.. runs]);
        List<(string, double)> first = [.. runs.Skip(2).Select(r => (r.Name, rounds.Median(r.Name)))];
        if (baseline is not null)
        {
            first.AddRange([("x of the baseline", rounds.Ratio(First, BaselineFirst)), ("command alone, x of the baseline", rounds.Ratio(Command, BaselineCommand))]);
        }

        return
        [
            new Measurement("import in a new process", "+15 ms", (Import, rounds.Median(Import)), (Empty, rounds.Median(Empty)), ("difference ms", rounds.Median(Import) - rounds.Median(Empty))),
            new Measurement("import and first command in a new process", "0.8 x of 0.1", [.. first]) { Missing = baseline is null ? "no baseline (ECSTOOLS_BASELINE)" : null },
        ];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double TimeImport(string manifest) => Parse(ChildProcess.AskPowerShell($"(Measure-Command {{ Import-Module '{manifest}' -ErrorAction Stop }}).TotalMilliseconds"));

    private static double TimeFirst(string manifest, out double command)
    {
        double[] figures =
        [
            .. ChildProcess.AskPowerShell($$"""
                $ErrorActionPreference = 'Stop'
                $before = Measure-Command { Import-Module '{{manifest}}'; $null = Start-EcsSandbox }
                $command = Measure-Command { $script:server = Get-EcsInstance web-01 -Account sandbox-alibaba }
                if ($script:server.Name -ne 'web-01') { throw 'It was not found.' }
                "$($before.TotalMilliseconds + $command.TotalMilliseconds) $($command.TotalMilliseconds)"
                """).Split(' ').Select(Parse),
        ];
        command = figures[1];
        return figures[0];
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string WriteEmptyModule()
    {
        string manifest = Path.Combine(_folder, "Empty.psd1");
        File.Copy(typeof(EcsInstance).Assembly.Location, Path.ChangeExtension(manifest, "dll"));
        File.WriteAllText(manifest, "@{ RootModule = 'Empty.dll'; ModuleVersion = '1.0.0'; CmdletsToExport = @() }");
        return manifest;
    }
}
