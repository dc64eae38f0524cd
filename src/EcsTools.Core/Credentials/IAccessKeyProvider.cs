namespace EcsTools.Core.Credentials;

/// <summary>Where an access key comes from; a temporary one is renewed in time.</summary>
internal interface IAccessKeyProvider
{
    /// <summary>The key to sign with now.</summary>
    Task<AccessKey> GetAsync(CancellationToken cancellation);

    /// <summary>Drops a key that the cloud called expired, so that the next call gets a new one.</summary>
    bool TryInvalidate();
}
