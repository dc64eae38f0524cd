using System.ComponentModel;
using System.Diagnostics;

namespace EcsTools.Benchmarks;

/// <summary>
/// What the import of the packed module costs in a new process, beside a binary module without a command; and import and first command
/// together, which brings in the views. In pwsh where there is one, as users have it; else in the engine that this program hosts, whose
/// code is compiled anew in each process and takes several times as long.
/// </summary>
internal sealed class ImportScenario : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-benchmark-").FullName;
    private readonly bool _hasPwsh = HasPwsh();

    /// <summary>The host that imports.</summary>
    public string Host => _hasPwsh ? "pwsh" : "hosted engine";

    /// <summary>Milliseconds of one import of the packed module, of an empty one, and of the packed one with a command after it.</summary>
    public Func<double>[] Runs()
    {
        string import = $"Import-Module '{Path.Combine(ChildProcess.RepositoryRoot, "out", "EcsTools", "EcsTools.psd1")}' -ErrorAction Stop";
        return [.. new[] { import, $"Import-Module '{WriteEmptyModule()}' -ErrorAction Stop", $"{import}; Get-EcsAccount" }.Select<string, Func<double>>(s => () => Time(s))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool HasPwsh()
    {
        try
        {
            return ChildProcess.Measure(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", "1"])) > 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private double Time(string script) => _hasPwsh
        ? ChildProcess.Measure(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", $"(Measure-Command {{ {script} }}).TotalMilliseconds"]))
        : ChildProcess.Measure("script", script);

    private string WriteEmptyModule()
    {
        string manifest = Path.Combine(_folder, "Empty.psd1");
        File.Copy(typeof(EcsInstance).Assembly.Location, Path.ChangeExtension(manifest, "dll"));
        File.WriteAllText(manifest, "@{ RootModule = 'Empty.dll'; ModuleVersion = '1.0.0'; CmdletsToExport = @() }");
        return manifest;
    }
}
