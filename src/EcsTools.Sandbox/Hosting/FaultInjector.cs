using System;
using System.Threading;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Plays the faults of the schedule. Safe on any thread.</summary>
internal sealed class FaultInjector(FaultSchedule schedule, FixedWindowQuota quota, RequestMetrics metrics)
{
    private int _throttleFaults;

    /// <summary>The schedule, for the faults that only an emulator can play (ReinstallFails, ShiftPages ...).</summary>
    public FaultSchedule Schedule => schedule;

    /// <summary>How many requests the schedule has refused for being too many: the clouds' forms of that are played in turn.</summary>
    public int ThrottleFaults => Volatile.Read(ref _throttleFaults);

    /// <summary>How long the next call of a throttled operation should wait.</summary>
    public TimeSpan RetryAfter => quota.UntilNext;

    /// <summary>
    /// Called by a door once it knows what is asked and that the caller is who he says, before anything is done.
    /// </summary>
    /// <param name="operation">For example <c>alibaba:StopInstances</c>.</param>
    /// <param name="isWrite">True if it changes something.</param>
    /// <returns><see cref="FaultKind.Throttle"/> or <see cref="FaultKind.ServerError"/> if the door is to answer so, else none.</returns>
    /// <exception cref="ConnectionCutException">The connection is to be cut.</exception>
    /// <exception cref="NoAnswerException">There is to be no answer.</exception>
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

    /// <summary>What becomes of an answer on its way out.</summary>
    /// <param name="response">The answer of a door.</param>
    /// <returns>The same, or what is left of it on the way.</returns>
    /// <exception cref="ConnectionCutException">The connection is to be cut although the work is done.</exception>
    /// <exception cref="NoAnswerException">There is to be no answer although the work is done.</exception>
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
