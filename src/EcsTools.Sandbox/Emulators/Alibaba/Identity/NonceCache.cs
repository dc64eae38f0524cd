namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>Remembers nonces as long as the timestamp of their request is valid. Safe on any thread.</summary>
internal sealed class NonceCache
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(31);

    private readonly object _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset When, string Entry)> _order = new();

    public bool TryAdd(string accessKeyId, string nonce, DateTimeOffset now)
    {
        string entry = accessKeyId + "\n" + nonce;
        lock (_gate)
        {
            while (_order.Count > 0 && _order.Peek().When < now - Kept)
            {
                _seen.Remove(_order.Dequeue().Entry);
            }

            if (!_seen.Add(entry))
            {
                return false;
            }

            _order.Enqueue((now, entry));
            return true;
        }
    }
}
