using System.Collections.Generic;

namespace EcsTools.Core.Diagnostics;

/// <summary>Tells several callers the same: the log of work done for all of them at once.</summary>
internal sealed class FanOutLog : IOperationLog
{
    private readonly IReadOnlyList<IOperationLog> _logs;

    /// <summary>Makes a log.</summary>
    /// <param name="logs">Who is told.</param>
    public FanOutLog(IReadOnlyList<IOperationLog> logs) => _logs = logs;

    /// <inheritdoc/>
    public void Verbose(string message)
    {
        foreach (IOperationLog log in _logs)
        {
            log.Verbose(message);
        }
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
        foreach (IOperationLog log in _logs)
        {
            log.Warning(message);
        }
    }

    /// <inheritdoc/>
    public void Progress(ProgressReport report)
    {
        foreach (IOperationLog log in _logs)
        {
            log.Progress(report);
        }
    }
}
