using System;

using EcsTools.Shell;

const int UsageError = 64;

// Before the engine is touched: it would otherwise send telemetry, also from a host that is not pwsh.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

try
{
    ShellOptions options = ShellOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(ShellOptions.Usage);
        return 0;
    }

    using ShellSession session = ShellSession.Open(options);
    return session.Run();
}
catch (UsageException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(ShellOptions.Usage);
    return UsageError;
}
catch (ModuleNotLoadedException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
