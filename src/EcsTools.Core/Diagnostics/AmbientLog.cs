namespace EcsTools.Core.Diagnostics;

/// <summary>Where the code that runs just now reports to: the cmdlet at the other end, found without passing it through every call.</summary>
public static class AmbientLog
{
    private static readonly AmbientValue<IOperationLog> Ambient = new(SilentLog.Instance);

    /// <summary>The log of the present flow; a silent one if none is set.</summary>
    public static IOperationLog Current => Ambient.Current;

    /// <summary>Sets the log for the present flow and everything started from it.</summary>
    /// <returns>Dispose it to restore the log that was set before.</returns>
    public static IDisposable Use(IOperationLog log) => Ambient.Use(log);

    private sealed class SilentLog : IOperationLog
    {
        public static readonly SilentLog Instance = new();

        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Progress(ProgressReport report)
        {
        }
    }
}
