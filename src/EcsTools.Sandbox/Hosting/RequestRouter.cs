using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Where requests arrive, from the handler or the listener, and are led to their door.</summary>
/// <param name="emulators">The doors.</param>
/// <param name="metrics">What is counted.</param>
/// <param name="faults">The faults to play.</param>
/// <param name="latency">How long every answer takes, in real time.</param>
internal sealed class RequestRouter(IReadOnlyList<IApiEmulator> emulators, RequestMetrics metrics, FaultInjector faults, TimeSpan latency)
{
    /// <summary>Raised when a request is left without an answer, so that a client in this process need not wait for a minute to see it.</summary>
    public event Action<SandboxRequest>? Stalled;

    /// <summary>Tells whether the next request finds nobody who listens.</summary>
    /// <returns>True if it is to be so.</returns>
    public bool IsOutOfReach() => faults.Schedule.TryTake(FaultKind.NoConnection);

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends the waiting for the answer.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ConnectionCutException">There is to be none, and the connection is to be cut.</exception>
    /// <exception cref="NoAnswerException">There is to be none.</exception>
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
