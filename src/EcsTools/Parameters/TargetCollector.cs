using EcsTools.Core.Accounts;

namespace EcsTools.Parameters;

/// <summary>What was named and not read yet, by account.</summary>
internal sealed class TargetCollector
{
    private readonly Dictionary<ConnectedAccount, List<EcsInstanceIdentity>> _pending = [];

    /// <summary>The accounts in which something waits to be read.</summary>
    public IReadOnlyList<ConnectedAccount> Accounts => [.. _pending.Keys];

    /// <summary>Adds an identity.</summary>
    public int Add(ConnectedAccount account, EcsInstanceIdentity identity)
    {
        if (!_pending.TryGetValue(account, out List<EcsInstanceIdentity>? list))
        {
            _pending.Add(account, list = []);
        }

        list.Add(identity);
        return list.Count;
    }

    /// <summary>Takes what waits in an account.</summary>
    public IReadOnlyList<EcsInstanceIdentity> Take(ConnectedAccount account)
    {
        IReadOnlyList<EcsInstanceIdentity> taken = _pending[account];
        _pending.Remove(account);
        return taken;
    }
}
