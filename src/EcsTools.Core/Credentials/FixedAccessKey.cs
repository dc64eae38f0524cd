using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Core.Credentials;

/// <summary>A key that somebody gave and that cannot be renewed.</summary>
internal sealed class FixedAccessKey : IAccessKeySource
{
    private readonly AccessKey _key;

    /// <summary>Makes a source of one key.</summary>
    /// <param name="key">The key.</param>
    public FixedAccessKey(AccessKey key) => _key = key;

    /// <inheritdoc/>
    public Task<AccessKey> GetAsync(CancellationToken cancellation) => Task.FromResult(_key);

    /// <inheritdoc/>
    public bool TryInvalidate() => false;
}
