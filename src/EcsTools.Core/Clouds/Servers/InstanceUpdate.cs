namespace EcsTools.Core.Clouds;

/// <summary>What is to be changed of a server's own notes and its key pair; null leaves something as it is.</summary>
/// <param name="Name">The new name.</param>
/// <param name="Description">The new description.</param>
/// <param name="DeletionProtection">Whether the server is to be protected.</param>
public sealed record InstanceUpdate(string? Name, string? Description, bool? DeletionProtection)
{
    /// <summary>The key pair that the server is to have.</summary>
    public string? KeyPairName { get; init; }

    /// <summary>True if the server is to have no key pair.</summary>
    public bool RemovesKeyPair { get; init; }

    /// <summary>True if the key pair of the server changes.</summary>
    public bool ChangesKeyPair => KeyPairName is not null || RemovesKeyPair;

    /// <summary>Tells whether a server is as wanted.</summary>
    /// <returns>True if nothing is to be changed.</returns>
    public bool IsDone(EcsInstance instance) =>
        (Name is null || Name == instance.Name)
        && (Description is null || Description == instance.Description)
        && (DeletionProtection is null || DeletionProtection == instance.DeletionProtection)
        && (KeyPairName is null || KeyPairName == instance.KeyPairName)
        && (!RemovesKeyPair || instance.KeyPairName is null or { Length: 0 });
}
