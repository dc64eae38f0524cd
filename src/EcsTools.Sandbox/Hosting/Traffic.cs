using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Counts what comes in and plays the faults of the plan. Safe on any thread.</summary>
/// <param name="faults">The plan.</param>
/// <param name="allowance">How many calls are allowed.</param>
internal sealed class Traffic(FaultPlan faults, Allowance allowance)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _byOperation = new(StringComparer.Ordinal);
    private int _requests;
    private int _open;
    private int _writes;
    private int _throttled;

    /// <summary>The plan, for the faults that only a door can play (ReinstallFails, ShiftPages ...).</summary>
    public FaultPlan Faults { get; } = faults;

    /// <summary>All requests that came in.</summary>
    public int Requests
    {
        get
        {
            lock (_gate)
            {
                return _requests;
            }
        }
    }

    /// <summary>Requests that have come in and are not answered yet.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>Requests for an operation that changes something, whether it was done or not.</summary>
    public int Writes
    {
        get
        {
            lock (_gate)
            {
                return _writes;
            }
        }
    }

    /// <summary>Requests that were refused for being too many.</summary>
    public int Throttled
    {
        get
        {
            lock (_gate)
            {
                return _throttled;
            }
        }
    }

    /// <summary>How many requests the plan has refused for being too many: the clouds' forms of that are played in turn.</summary>
    public int ThrottleFaults { get; private set; }

    /// <summary>How long the next call of a throttled operation should wait.</summary>
    public TimeSpan RetryAfter => allowance.UntilNext;

    /// <summary>Requests by operation, as they are now.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyDictionary<string, int> ByOperation()
    {
        lock (_gate)
        {
            return new Dictionary<string, int>(_byOperation, StringComparer.Ordinal);
        }
    }

    /// <summary>Counts a request that came in.</summary>
    public void Arrived()
    {
        lock (_gate)
        {
            _requests++;
            _open++;
        }
    }

    /// <summary>Notes that a request which came in has its answer, or will have none.</summary>
    public void Left()
    {
        lock (_gate)
        {
            _open--;
        }
    }

    /// <summary>
    /// Called by a door once it knows what is asked and that the caller is who he says, before anything is done.
    /// </summary>
    /// <param name="operation">For example <c>alibaba:StopInstances</c>.</param>
    /// <param name="isWrite">True if it changes something.</param>
    /// <returns><see cref="Fault.Throttle"/> or <see cref="Fault.ServerError"/> if the door is to answer so, else none.</returns>
    /// <exception cref="ConnectionCutException">The connection is to be cut.</exception>
    /// <exception cref="NoAnswerException">There is to be no answer.</exception>
    public Fault Begin(string operation, bool isWrite)
    {
        lock (_gate)
        {
            _byOperation[operation] = _byOperation.TryGetValue(operation, out int n) ? n + 1 : 1;
            _writes += isWrite ? 1 : 0;
        }

        if (Faults.TryTake(Fault.CutBefore, isWrite))
        {
            throw new ConnectionCutException();
        }

        if (Faults.TryTake(Fault.StallBefore, isWrite))
        {
            throw new NoAnswerException();
        }

        bool isTooMuch = Faults.IsPlayed && !allowance.TryTake(operation);
        if (isTooMuch || Faults.TryTake(Fault.Throttle, isWrite))
        {
            lock (_gate)
            {
                _throttled++;
                ThrottleFaults += isTooMuch ? 0 : 1;
            }

            return Fault.Throttle;
        }

        return Faults.TryTake(Fault.ServerError, isWrite) ? Fault.ServerError : Fault.None;
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
            Faults.Wrote();
        }

        if (Faults.TryTake(Fault.CutAfter, response.IsWrite))
        {
            throw new ConnectionCutException();
        }

        return Faults.TryTake(Fault.StallAfter, response.IsWrite) ? throw new NoAnswerException() : Spoil(response);
    }

    private SandboxResponse Spoil(SandboxResponse response)
    {
        bool Takes(Fault fault) => Faults.TryTake(fault, response.IsWrite);

        return Takes(Fault.GatewayTimeout) ? Page(response, 504, "<html><body><h1>504 Gateway Time-out</h1></body></html>")
            : Takes(Fault.Malformed) ? Page(response, response.Status, "<html><body><h1>It works!</h1></body></html>")
            : Takes(Fault.Empty) ? response with { Body = "" }
            : Takes(Fault.Truncated) ? response with { Delivery = Delivery.Truncated }
            : Takes(Fault.Huge) ? response with { Delivery = Delivery.Endless }
            : Takes(Fault.ExtraFields) ? response with { Body = Distortion.AddFields(response.Body) }
            : Takes(Fault.NullFields) ? response with { Body = Distortion.Nullify(response.Body) }
            : Takes(Fault.WrongTypes) ? response with { Body = Distortion.Retype(response.Body) }
            : response;
    }

    private static SandboxResponse Page(SandboxResponse response, int status, string page) =>
        response with { Status = status, Body = page, ContentType = "text/html" };
}
