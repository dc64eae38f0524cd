namespace EcsTools.Core.Diagnostics;

/// <summary>Tells several callers the same: the log of work done for all of them at once.</summary>
internal sealed class CompositeLog : IRequestLog
{
    private readonly IReadOnlyList<IOperationLog> _logs;

    public CompositeLog(IReadOnlyList<IOperationLog> logs) => _logs = logs;

    public bool WantsRequests => _logs.Any(l => l is IRequestLog { WantsRequests: true });

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

    public void Request(string message)
    {
        foreach (IRequestLog log in _logs.OfType<IRequestLog>().Where(l => l.WantsRequests))
        {
            log.Request(message);
        }
    }
}
