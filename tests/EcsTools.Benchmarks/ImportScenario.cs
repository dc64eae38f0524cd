using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

using EcsTools.Model;

namespace EcsTools.Benchmarks;

/// <summary>
/// What the import of the packed module costs in a new process: beside a binary module without a command, and beside one that brings
/// a single view and a single type besides, for which the engine reads all its views anew. In pwsh where there is one, as users have it; else in the engine
/// that this program hosts, whose code is compiled anew in each process and takes several times as long.
/// </summary>
internal sealed class ImportScenario : IDisposable
{
    private const string View = """
        <Configuration><ViewDefinitions><View><Name>Viewed</Name><ViewSelectedBy><TypeName>Viewed</TypeName></ViewSelectedBy><TableControl>
        <TableHeaders><TableColumnHeader/></TableHeaders><TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Id</PropertyName>
        </TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View></ViewDefinitions></Configuration>
        """;
    private const string Type = """
        <Types><Type><Name>Viewed</Name><Members><AliasProperty><Name>InstanceId</Name><ReferencedMemberName>Id</ReferencedMemberName></AliasProperty></Members></Type></Types>
        """;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-benchmark-").FullName;
    private readonly bool _hasPwsh = HasPwsh();

    /// <summary>The host that imports.</summary>
    public string Host => _hasPwsh ? "pwsh" : "hosted engine";

    /// <summary>Milliseconds of one import of the packed module, of an empty one, and of an empty one with a view and a type.</summary>
    public Func<double>[] Runs()
    {
        string empty = WriteModule("Empty", "");
        string viewed = WriteModule("Viewed", "FormatsToProcess = 'Viewed.Format.ps1xml'; TypesToProcess = 'Viewed.Types.ps1xml'");
        File.WriteAllText(Path.ChangeExtension(viewed, "Format.ps1xml"), View);
        File.WriteAllText(Path.ChangeExtension(viewed, "Types.ps1xml"), Type);
        return [.. new[] { Path.Combine(Self.RepositoryRoot, "out", "EcsTools", "EcsTools.psd1"), empty, viewed }.Select<string, Func<double>>(m => () => Import(m))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool HasPwsh()
    {
        try
        {
            return Self.Measure(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", "1"])) > 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private double Import(string module) => _hasPwsh
        ? Self.Measure(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", string.Create(CultureInfo.InvariantCulture, $"(Measure-Command {{ Import-Module '{module}' -ErrorAction Stop }}).TotalMilliseconds")]))
        : Self.Measure("import", module);

    private string WriteModule(string name, string more)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        string manifest = Path.Combine(folder, $"{name}.psd1");
        File.Copy(typeof(EcsInstance).Assembly.Location, Path.Combine(folder, $"{name}.dll"));
        File.WriteAllText(manifest, $"@{{ RootModule = '{name}.dll'; ModuleVersion = '1.0.0'; CmdletsToExport = @(); {more} }}");
        return manifest;
    }
}
