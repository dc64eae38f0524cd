using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace EcsTools.Benchmarks;

/// <summary>Runs a script in a new engine and prints how long that took.</summary>
internal static class ScriptRun
{
    public static void PrintTime(string script)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);

        // The first command of a session pays for the engine, not for the module.
        shell.AddScript("$null = Get-Command Import-Module").Invoke();
        shell.Commands.Clear();
        long begun = Stopwatch.GetTimestamp();
        shell.AddScript(script).Invoke();
        Console.WriteLine(Stopwatch.GetElapsedTime(begun).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }
}
