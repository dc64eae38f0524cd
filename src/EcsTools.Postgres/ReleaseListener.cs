using Npgsql;

namespace EcsTools.Postgres;

/// <summary>Listens, on one connection for all who wait in this process, to runners that release servers. Listens only while somebody waits.</summary>
internal sealed class ReleaseListener(PostgresConnections connections)
{
    /// <summary>Where releases are told.</summary>
    public const string Channel = "ecstools_released";

    private readonly object _gate = new();
    private readonly Dictionary<string, TaskCompletionSource<bool>> _awaited = new(StringComparer.Ordinal);
    private CancellationTokenSource? _listening;
    private TaskCompletionSource<bool> _ready = NewSource();

    /// <summary>Begins to wait until a server is released.</summary>
    /// <returns>A task that ends when it is listened, from which on no release is missed, or cannot be; and one that ends with the release.</returns>
    public (Task Ready, Task Release) Wait(string serverKey)
    {
        lock (_gate)
        {
            if (!_awaited.TryGetValue(serverKey, out TaskCompletionSource<bool>? release))
            {
                _awaited.Add(serverKey, release = NewSource());
            }

            if (_listening is null)
            {
                _listening = new CancellationTokenSource();
                _ready = NewSource();
                _ = ListenAsync(_listening, _ready);
            }

            return (_ready.Task, release.Task);
        }
    }

    /// <summary>Stops waiting for a server.</summary>
    public void Leave(string serverKey)
    {
        lock (_gate)
        {
            _awaited.Remove(serverKey);
            if (_awaited.Count == 0)
            {
                _listening?.Cancel();
                _listening = null;
            }
        }
    }

    private async Task ListenAsync(CancellationTokenSource listening, TaskCompletionSource<bool> ready)
    {
        try
        {
            using NpgsqlConnection connection = await connections.OpenAsync(listening.Token).ConfigureAwait(false);
            connection.Notification += (_, told) => Release(told.Payload);
            using (NpgsqlCommand listen = new($"LISTEN {Channel}", connection))
            {
                await listen.ExecuteNonQueryAsync(listening.Token).ConfigureAwait(false);
            }

            ready.TrySetResult(true);
            while (true)
            {
                await connection.WaitAsync(listening.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (listening.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (Exception error) when (PostgresErrors.IsOfDatabase(error))
        {
            // Those who wait look for themselves after a pause, and whoever waits next tries to listen again.
            lock (_gate)
            {
                _listening = _listening == listening ? null : _listening;
            }
        }

        ready.TrySetResult(true);
    }

    private void Release(string serverKey)
    {
        TaskCompletionSource<bool>? released;
        lock (_gate)
        {
            _awaited.TryGetValue(serverKey, out released);
        }

        released?.TrySetResult(true);
    }

    private static TaskCompletionSource<bool> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
