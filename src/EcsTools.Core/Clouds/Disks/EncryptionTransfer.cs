namespace EcsTools.Core.Clouds;

/// <summary>What a provider's way of rebuilding a system disk does with its encryption.</summary>
internal enum EncryptionTransfer
{
    /// <summary>The disk stays, and its encryption with it.</summary>
    Stays,

    /// <summary>The request asks for a disk that is encrypted with the same key.</summary>
    Requested,

    /// <summary>No request can ask for it: the new disk is not encrypted.</summary>
    Lost,
}
