using System.Runtime.CompilerServices;

namespace EcsTools.Tests;

/// <summary>What must hold for the whole process before the first test.</summary>
internal static class TestProcess
{
    /// <summary>Keeps telemetry off and the journal out of the user's own folders, here and in child processes.</summary>
    [ModuleInitializer]
    internal static void Prepare()
    {
        string state = Directory.CreateTempSubdirectory("ecstools-tests-").FullName;
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("ECSTOOLS_STATE", state);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(state, recursive: true);
    }
}
