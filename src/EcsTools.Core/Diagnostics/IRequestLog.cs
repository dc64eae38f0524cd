namespace EcsTools.Core.Diagnostics;

/// <summary>A log that may want to know every request, too: what -Debug shows.</summary>
public interface IRequestLog : IOperationLog
{
    /// <summary>True if requests are to be described, which takes time.</summary>
    bool WantsRequests { get; }

    /// <summary>Describes a request that was answered or not. Called from any thread; must return at once.</summary>
    /// <param name="message">One line without secrets.</param>
    void Request(string message);
}
