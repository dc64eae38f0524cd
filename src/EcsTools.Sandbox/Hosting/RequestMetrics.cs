namespace EcsTools.Sandbox.Hosting;

/// <summary>Counts what comes in. Safe on any thread.</summary>
internal sealed class RequestMetrics
{
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _byOperation = new(StringComparer.Ordinal);
    private int _requests;
    private int _open;
    private int _writes;
    private int _throttled;

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Requests that have come in and have no response yet.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Requests for an operation that changes something, whether it was done or not.</summary>
    public int Writes => Volatile.Read(ref _writes);

    public int Throttled => Volatile.Read(ref _throttled);

    public IReadOnlyDictionary<string, int> ByOperation()
    {
        lock (_gate)
        {
            return new Dictionary<string, int>(_byOperation, StringComparer.Ordinal);
        }
    }

    public void Arrived()
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Increment(ref _open);
    }

    /// <summary>A request that came in has its response, or will have none.</summary>
    public void Left() => Interlocked.Decrement(ref _open);

    public void Operation(string operation, bool isWrite)
    {
        lock (_gate)
        {
            _byOperation[operation] = _byOperation.TryGetValue(operation, out int n) ? n + 1 : 1;
        }

        if (isWrite)
        {
            Interlocked.Increment(ref _writes);
        }
    }

    public void Throttle() => Interlocked.Increment(ref _throttled);
}
