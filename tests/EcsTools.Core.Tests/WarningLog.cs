using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Tests;

/// <summary>Keeps the warnings and the progress.</summary>
internal sealed class WarningLog : IOperationLog
{
    public List<string> Warnings { get; } = [];

    public List<ProgressReport> Reports { get; } = [];

    public void Verbose(string message)
    {
    }

    public void Warning(string message) => Warnings.Add(message);

    public void Progress(ProgressReport report)
    {
        lock (Reports)
        {
            Reports.Add(report);
        }
    }
}
