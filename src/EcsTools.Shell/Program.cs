using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

using EcsTools.Shell;

// Starts the packaged PowerShell with a session configuration that imports EcsTools and starts the sandbox (Session.ps1).
// Usage: EcsTools.Shell [-NoSandbox] [PowerShell's own arguments]

string powerShell = Path.Combine(Metadata("PowerShellRoot"), OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");
string module = Metadata("Module");
if (new[] { powerShell, module }.FirstOrDefault(file => !File.Exists(file)) is { } missing)
{
    Console.Error.WriteLine($"Cannot start PowerShell: {missing} does not exist. Run 'dotnet build' with access to NuGet, and then try again.");
    return 1;
}

string[] switches = [.. args.TakeWhile(IsSwitch)];

// Session.ps1 reads these two and removes them: they are not for the programs that the session starts.
Environment.SetEnvironmentVariable("ECSTOOLS_SHELL_MODULE", module);
Environment.SetEnvironmentVariable("ECSTOOLS_SHELL_SWITCHES", string.Join(' ', new[] { "nosandbox", "nologo" }.Where(name => switches.Any(s => Matches(s, name, 3)))));
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

// The version is pinned; newer ones are of no use here.
Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");

string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
string[] command =
[
    powerShell, "-ConfigurationFile", Path.Combine(AppContext.BaseDirectory, "Session.pssc"),
    .. switches.Where(s => !Matches(s, "nosandbox", 3)), .. args.Skip(switches.Length),
];
if (!OperatingSystem.IsWindows())
{
    return UnixProcess.Replace(dotnet, command);
}

// The console sends Ctrl+C to both processes: what it means is PowerShell's to decide.
Console.CancelKeyPress += (_, key) => key.Cancel = true;
using Process process = Process.Start(dotnet, command);
process.WaitForExit();
return process.ExitCode;

// What follows the first value, a script or a command belongs to PowerShell or to that script.
static bool IsSwitch(string argument) => Matches(argument, "nosandbox", 3) || Matches(argument, "nologo", 3)
    || Matches(argument, "noprofile", 3) || Matches(argument, "noninteractive", 4) || Matches(argument, "noexit", 3) || Matches(argument, "login", 1);

// PowerShell takes its switches with one dash or two, in any case, and shortened.
static bool Matches(string argument, string name, int shortest) =>
    argument.TrimStart('-') is var given && argument.Length - given.Length is 1 or 2
    && given.Length >= shortest && name.StartsWith(given, StringComparison.OrdinalIgnoreCase);

static string Metadata(string key) =>
    typeof(UnixProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
