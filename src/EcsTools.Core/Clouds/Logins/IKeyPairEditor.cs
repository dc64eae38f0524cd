namespace EcsTools.Core.Clouds;

/// <summary>A cloud's way of creating, importing and deleting key pairs. Every write is sent once.</summary>
internal interface IKeyPairEditor
{
    /// <summary>True if the cloud creates private keys; false if it only takes public ones.</summary>
    bool CreatesPrivateKeys { get; }

    /// <summary>Finds what the cloud would refuse about a key pair, before anything is sent.</summary>
    /// <returns>The refusal, or null.</returns>
    EcsException? Refuse(KeyPairRequest wanted);

    /// <summary>Reads one key pair of a name that must be exact; null if this user sees none.</summary>
    /// <param name="scope">Whose is looked for; null for any.</param>
    Task<EcsKeyPair?> FindKeyPairAsync(string name, EcsKeyPairScope? scope, CancellationToken cancellation);

    /// <summary>Creates or imports a key pair.</summary>
    /// <returns>The key pair, and the private key, which no cloud tells a second time; null if the answer holds none.</returns>
    Task<(EcsKeyPair Pair, string? PrivateKey)> CreateKeyPairAsync(KeyPairRequest wanted, CancellationToken cancellation);

    /// <summary>Deletes a key pair.</summary>
    Task DeleteKeyPairAsync(EcsKeyPair pair, CancellationToken cancellation);
}
