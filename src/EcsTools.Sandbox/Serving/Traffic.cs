using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Serving;

/// <summary>Counts what comes in and plays the faults of the plan. Safe on any thread.</summary>
/// <param name="faults">The plan.</param>
/// <param name="allowance">How many calls are allowed.</param>
internal sealed class Traffic(FaultPlan faults, Allowance allowance)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _byOperation = new(StringComparer.Ordinal);
    private int _requests;
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
        }
    }

    /// <summary>
    /// Called by a door once it knows what is asked and that the caller is who he says, before anything is done.
    /// </summary>
    /// <param name="operation">For example <c>alibaba:StopInstances</c>.</param>
    /// <param name="isWrite">True if it changes something.</param>
    /// <returns><see cref="Fault.Throttle"/> or <see cref="Fault.ServerError"/> if the door is to answer so, else none.</returns>
    /// <exception cref="ConnectionCutException">The connection is to be cut.</exception>
    public Fault Begin(string operation, bool isWrite)
    {
        lock (_gate)
        {
            _byOperation[operation] = _byOperation.TryGetValue(operation, out int n) ? n + 1 : 1;
            _writes += isWrite ? 1 : 0;
        }

        if (isWrite && Faults.TryTake(Fault.CutBefore))
        {
            throw new ConnectionCutException();
        }

        if ((Faults.IsPlayed && !allowance.TryTake(operation)) || Faults.TryTake(Fault.Throttle))
        {
            lock (_gate)
            {
                _throttled++;
            }

            return Fault.Throttle;
        }

        return Faults.TryTake(Fault.ServerError) ? Fault.ServerError
            : Fault.None;
    }

    /// <summary>What becomes of an answer on its way out.</summary>
    /// <param name="response">The answer of a door.</param>
    /// <returns>The same, or what a broken proxy makes of it.</returns>
    /// <exception cref="ConnectionCutException">The connection is to be cut although the work is done.</exception>
    public SandboxResponse Finish(SandboxResponse response)
    {
        bool isDone = response.Status is >= 200 and < 300;
        if (isDone && response.IsWrite && Faults.TryTake(Fault.CutAfter))
        {
            throw new ConnectionCutException();
        }

        return isDone && response.Operation is not null && Faults.TryTake(Fault.Malformed)
            ? new SandboxResponse
            {
                Status = response.Status,
                Body = "<html><body><h1>It works!</h1></body></html>",
                ContentType = "text/html",
                Operation = response.Operation,
                IsWrite = response.IsWrite,
            }
            : response;
    }
}
