using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Core.Credentials;

/// <summary>A key that somebody gave and that cannot be renewed.</summary>
internal sealed class FixedAccessKey : IAccessKeySource
{
    private readonly AccessKey _key;

    public FixedAccessKey(AccessKey key) => _key = key;

    public Task<AccessKey> GetAsync(CancellationToken cancellation) => Task.FromResult(_key);

    public bool TryInvalidate() => false;
}
