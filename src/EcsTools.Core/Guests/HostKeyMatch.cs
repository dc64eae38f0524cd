namespace EcsTools.Core.Guests;

/// <summary>What a known_hosts file says about a host's key.</summary>
internal enum HostKeyMatch
{
    /// <summary>The host is not in the file.</summary>
    New,

    /// <summary>The host has this key.</summary>
    Known,

    /// <summary>The host has other keys.</summary>
    Changed,

    /// <summary>The key is marked as revoked.</summary>
    Revoked,
}
