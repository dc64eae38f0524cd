namespace EcsTools.Sandbox.Hosting;

/// <summary>Plays the faults of the schedule. Safe on any thread.</summary>
internal sealed class FaultInjector(FaultSchedule schedule, FixedWindowQuota quota, RequestMetrics metrics)
{
    private int _throttleFaults;

    /// <summary>The schedule, for the faults that only an emulator can play (ReinstallFails, ShiftPages ...).</summary>
    public FaultSchedule Schedule => schedule;

    /// <summary>How many requests the schedule has throttled: the clouds' forms of throttling are played in turn.</summary>
    public int ThrottleFaults => Volatile.Read(ref _throttleFaults);

    /// <summary>How long the client should wait before the next call of a throttled operation.</summary>
    public TimeSpan RetryAfter => quota.UntilNext;

    /// <summary>Called by an emulator once operation and caller are known, before anything is done. Returns <see
    /// cref="FaultKind.Throttle"/> or <see cref="FaultKind.ServerError"/> if the emulator must respond so, else none; throws if there is
    /// to be no response.</summary>
    public FaultKind Begin(string operation, bool isWrite)
    {
        metrics.Operation(operation, isWrite);
        if (schedule.TryTake(FaultKind.CutBefore, isWrite))
        {
            throw new ConnectionCutException();
        }

        if (schedule.TryTake(FaultKind.StallBefore, isWrite))
        {
            throw new NoAnswerException();
        }

        bool isTooMuch = schedule.IsPlayed && !quota.TryTake(operation);
        if (isTooMuch || schedule.TryTake(FaultKind.Throttle, isWrite))
        {
            metrics.Throttle();
            if (!isTooMuch)
            {
                Interlocked.Increment(ref _throttleFaults);
            }

            return FaultKind.Throttle;
        }

        return schedule.TryTake(FaultKind.ServerError, isWrite) ? FaultKind.ServerError : FaultKind.None;
    }

    /// <summary>Applies the faults of a response whose work is done; throws if there is to be no response.</summary>
    public SandboxResponse Finish(SandboxResponse response)
    {
        if (response.Status is < 200 or >= 300 || response.Operation is null)
        {
            return response;
        }

        if (response.IsWrite)
        {
            schedule.Wrote();
        }

        if (schedule.TryTake(FaultKind.CutAfter, response.IsWrite))
        {
            throw new ConnectionCutException();
        }

        return schedule.TryTake(FaultKind.StallAfter, response.IsWrite) ? throw new NoAnswerException() : Spoil(response);
    }

    private SandboxResponse Spoil(SandboxResponse response)
    {
        bool Takes(FaultKind fault) => schedule.TryTake(fault, response.IsWrite);

        return Takes(FaultKind.GatewayTimeout) ? Page(response, 504, "<html><body><h1>504 Gateway Time-out</h1></body></html>")
            : Takes(FaultKind.Malformed) ? Page(response, response.Status, "<html><body><h1>It works!</h1></body></html>")
            : Takes(FaultKind.Empty) ? response with { Body = "" }
            : Takes(FaultKind.Truncated) ? response with { Truncation = ResponseTruncation.Truncated }
            : Takes(FaultKind.Huge) ? response with { Truncation = ResponseTruncation.Endless }
            : Takes(FaultKind.ExtraFields) ? response with { Body = ResponseMutation.AddFields(response.Body) }
            : Takes(FaultKind.NullFields) ? response with { Body = ResponseMutation.Nullify(response.Body) }
            : Takes(FaultKind.WrongTypes) ? response with { Body = ResponseMutation.Retype(response.Body) }
            : response;
    }

    private static SandboxResponse Page(SandboxResponse response, int status, string page) =>
        response with { Status = status, Body = page, ContentType = "text/html" };
}
