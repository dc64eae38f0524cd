namespace EcsTools.Core.Credentials;

/// <summary>A key that somebody gave and that cannot be renewed.</summary>
internal sealed class StaticAccessKeyProvider : IAccessKeyProvider
{
    private readonly AccessKey _key;

    public StaticAccessKeyProvider(AccessKey key) => _key = key;

    /// <summary>The key's id; null for a temporary key, whose id says little of whom it belongs to.</summary>
    public string? PermanentId => _key.SecurityToken is null ? _key.Id : null;

    public Task<AccessKey> GetAsync(CancellationToken cancellation) => Task.FromResult(_key);

    public bool TryInvalidate() => false;
}
