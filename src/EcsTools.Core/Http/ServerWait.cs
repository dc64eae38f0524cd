using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Http;

/// <summary>A wait for servers that the cloud does not let anybody change just now: shown while it goes on, and told once when it has become long.</summary>
internal sealed class ServerWait(TimeProvider time)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly long _begun = time.GetTimestamp();
    private bool _isTold;

    /// <summary>Says that it goes on.</summary>
    /// <param name="servers">The servers that are not ready; at least one.</param>
    /// <param name="what">What waits, for example the name of a call.</param>
    /// <param name="code">The cloud's code, or null.</param>
    /// <param name="most">How long it may go on in all.</param>
    public void Report(IReadOnlyList<EcsInstance> servers, string what, string? code, TimeSpan most)
    {
        IOperationLog log = AmbientLog.Current;
        string who = servers.Count == 1 ? servers[0].ToString() : $"{servers.Count} servers, {servers[0]} among them";
        string reason = code is null ? "" : $" ({code})";
        log.Verbose($"{who}: not ready for {what} yet{reason}; sending it again.");
        foreach (EcsInstance server in servers)
        {
            log.Progress(new ProgressReport(server.Id, server.Name, $"Waiting until the server is ready{reason}", null, Finished: false));
        }

        if (!_isTold && time.GetElapsedTime(_begun) >= Long)
        {
            _isTold = true;
            log.Warning(FormattableString.Invariant(
                $"{who}: not ready for {what} for {Long.TotalSeconds:0} s{reason}. Waiting up to {most.TotalMinutes:0.#} minutes; Ctrl+C stops waiting."));
        }
    }
}
