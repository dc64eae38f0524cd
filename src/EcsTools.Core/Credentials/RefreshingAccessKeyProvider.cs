using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Credentials;

/// <summary>A temporary key, fetched when it is first needed and renewed in time: 15 minutes before its end
/// (docs/contracts/alibaba-ecs.md 2.5), which is also before Huawei's metadata service hands out the next one. Thread-safe: many callers
/// share one renewal.</summary>
internal sealed class RefreshingAccessKeyProvider : IAccessKeyProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Func<CancellationToken, Task<AccessKey>> _fetch;
    private readonly TimeProvider _wall;
    private volatile Held? _held;

    /// <summary>Makes a source; nothing is fetched yet.</summary>
    public RefreshingAccessKeyProvider(Func<CancellationToken, Task<AccessKey>> fetch, TimeProvider wall)
    {
        _fetch = fetch;
        _wall = wall;
    }

    public async Task<AccessKey> GetAsync(CancellationToken cancellation)
    {
        if (_held is { } held && _wall.GetUtcNow() < held.RenewAt)
        {
            return held.Key;
        }

        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_held is { } present && _wall.GetUtcNow() < present.RenewAt)
            {
                return present.Key;
            }

            _held = await RenewAsync(_held, cancellation).ConfigureAwait(false);
            return _held.Key;
        }
        finally
        {
            _gate.Release();
        }
    }

    public bool TryInvalidate()
    {
        // Of many calls refused together only the first may drop the key: the others were sent with the one before.
        if (_held is { } held && _wall.GetUtcNow() - held.FetchedAt >= ShortestPause)
        {
            Interlocked.CompareExchange(ref _held, null, held);
        }

        return true;
    }

    private async Task<Held> RenewAsync(Held? held, CancellationToken cancellation)
    {
        try
        {
            AccessKey key = await _fetch(cancellation).ConfigureAwait(false);
            DateTimeOffset now = _wall.GetUtcNow();
            return new Held(key, now, PlanRevalidationResult(key, now));
        }
        catch (EcsException error) when (held is not null && _wall.GetUtcNow() < held.Key.ExpiresAt)
        {
            // The key in hand is still good; a renewal that fails early is no reason to fail the user's command.
            AmbientLog.Current.Verbose($"The temporary key cannot be renewed ({error.ErrorId}); the present one is good until {held.Key.ExpiresAt:u}.");
            DateTimeOffset now = _wall.GetUtcNow();
            return held with { RenewAt = PlanRevalidationResult(held.Key, now) };
        }
    }

    // Within the last quarter of an hour the rest is halved again and again, since the issuer may still hand out the same key.
    private static DateTimeOffset PlanRevalidationResult(AccessKey key, DateTimeOffset now)
    {
        if (key.ExpiresAt is not { } end)
        {
            return DateTimeOffset.MaxValue;
        }

        TimeSpan rest = end - now;
        TimeSpan pause = rest > Early + Early ? rest - Early : TimeSpan.FromTicks(rest.Ticks / 2);
        return now + (pause > ShortestPause ? pause : ShortestPause);
    }

    private sealed record Held(AccessKey Key, DateTimeOffset FetchedAt, DateTimeOffset RenewAt);
}
