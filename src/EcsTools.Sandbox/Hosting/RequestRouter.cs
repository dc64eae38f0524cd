namespace EcsTools.Sandbox.Hosting;

/// <summary>Receives requests from the handlers and the listener. <c>latency</c> is real time.</summary>
internal sealed class RequestRouter(IReadOnlyList<IApiEmulator> emulators, RequestMetrics metrics, FaultInjector faults, TimeSpan latency)
{
    /// <summary>Raised when a request is left without a response, so that a client in this process need not wait for a minute to see
    /// it.</summary>
    public event Action<SandboxRequest>? Stalled;

    /// <summary>True if the connection of the next request is to be refused.</summary>
    public bool IsOutOfReach() => faults.Schedule.TryTake(FaultKind.NoConnection);

    public async Task<SandboxResponse> Handle(SandboxRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        metrics.Arrived();
        try
        {
            if (latency > TimeSpan.Zero)
            {
                await Task.Delay(latency, cancellation).ConfigureAwait(false);
            }

            return Route(request);
        }
        catch (NoAnswerException)
        {
            Stalled?.Invoke(request);
            throw;
        }
        finally
        {
            metrics.Left();
        }
    }

    private SandboxResponse Route(SandboxRequest request)
    {
        IApiEmulator? emulator = emulators.FirstOrDefault(d => d.Owns(request));
        return emulator is null
            ? new SandboxResponse { Status = 404, Body = "{\"error\":\"The sandbox has no API for this request.\"}" }
            : faults.Finish(emulator.Handle(request));
    }
}
