using System.Collections.Generic;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Tests;

/// <summary>Keeps the warnings.</summary>
internal sealed class WarningLog : IOperationLog
{
    public List<string> Warnings { get; } = [];

    public void Verbose(string message)
    {
    }

    public void Warning(string message) => Warnings.Add(message);

    public void Progress(ProgressReport report)
    {
    }
}
