namespace EcsTools.Core.Clouds;

/// <summary>Servers as just read, to be looked up for each of several steps.</summary>
internal sealed class ServersById(IReadOnlyList<EcsInstance> servers)
{
    private readonly Dictionary<string, EcsInstance> _byId = servers
        .GroupBy(s => s.Id, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The server of a step; null if it no longer exists.</summary>
    public EcsInstance? Find(SentStep sent) => _byId.TryGetValue(sent.Target.Instance.Id, out EcsInstance? now) ? now : null;
}
