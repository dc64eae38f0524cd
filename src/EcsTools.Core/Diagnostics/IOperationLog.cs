namespace EcsTools.Core.Diagnostics;

/// <summary>What running work tells its caller. May be called from any thread; must return at once.</summary>
public interface IOperationLog
{
    /// <summary>Says something for those who asked for detail.</summary>
    /// <param name="message">One sentence without secrets.</param>
    void Verbose(string message);

    /// <summary>Says something everybody should know.</summary>
    /// <param name="message">One sentence without secrets.</param>
    void Warning(string message);

    /// <summary>Says how far the work has come.</summary>
    /// <param name="report">How far.</param>
    void Progress(ProgressReport report);
}
