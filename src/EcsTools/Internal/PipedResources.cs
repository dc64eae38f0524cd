namespace EcsTools.Internal;

/// <summary>Disks or snapshots that were piped in place of their servers.</summary>
internal sealed class PipedResources
{
    private readonly Dictionary<(string AccountKey, string InstanceId), List<string>> _ids = [];

    /// <summary>Adds one; the same a second time adds nothing.</summary>
    public void Add(string accountKey, string instanceId, string id)
    {
        if (!_ids.TryGetValue((accountKey, instanceId), out List<string>? ids))
        {
            _ids.Add((accountKey, instanceId), ids = []);
        }

        if (!ids.Contains(id))
        {
            ids.Add(id);
        }
    }

    /// <summary>Finds what was piped in place of a server.</summary>
    /// <returns>The ids, in the order given; none if the server itself was given.</returns>
    public IReadOnlyList<string> Of(EcsInstance instance) => _ids.TryGetValue((instance.AccountKey, instance.Id), out List<string>? ids) ? ids : [];
}
