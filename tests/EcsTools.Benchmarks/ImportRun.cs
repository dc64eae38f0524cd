using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace EcsTools.Benchmarks;

/// <summary>Imports a module in a new process and prints how long that took.</summary>
internal static class ImportRun
{
    public static void PrintTime(string module)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);

        // The first command of a session pays for the engine, not for the module.
        shell.AddScript("$null = Get-Command Import-Module").Invoke();
        shell.Commands.Clear();
        long begun = Stopwatch.GetTimestamp();
        shell.AddCommand("Import-Module").AddParameter("Name", module).AddParameter("ErrorAction", "Stop").Invoke();
        Console.WriteLine(Stopwatch.GetElapsedTime(begun).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }
}
