namespace EcsTools.Postgres;

/// <summary>Ends a claim when it is disposed, once.</summary>
internal sealed class PostgresClaim(RunnerLease lease, string serverKey, Guid token) : IDisposable
{
    private int _isDisposed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            lease.Release(serverKey, token);
        }
    }
}
