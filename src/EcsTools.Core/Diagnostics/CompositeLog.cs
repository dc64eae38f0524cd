using System.Collections.Generic;

namespace EcsTools.Core.Diagnostics;

/// <summary>Tells several callers the same: the log of work done for all of them at once.</summary>
internal sealed class CompositeLog : IOperationLog
{
    private readonly IReadOnlyList<IOperationLog> _logs;

    public CompositeLog(IReadOnlyList<IOperationLog> logs) => _logs = logs;

    public void Verbose(string message)
    {
        foreach (IOperationLog log in _logs)
        {
            log.Verbose(message);
        }
    }

    public void Warning(string message)
    {
        foreach (IOperationLog log in _logs)
        {
            log.Warning(message);
        }
    }

    public void Progress(ProgressReport report)
    {
        foreach (IOperationLog log in _logs)
        {
            log.Progress(report);
        }
    }
}
