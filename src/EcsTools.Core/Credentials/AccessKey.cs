namespace EcsTools.Core.Credentials;

/// <summary>An access key pair, perhaps temporary. Never shown.</summary>
/// <param name="SecurityToken">The token of a temporary key, or null.</param>
/// <param name="ExpiresAt">When a temporary key ends, or null.</param>
internal sealed record AccessKey(string Id, string Secret, string? SecurityToken = null, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>The id only.</summary>
    /// <returns>The id, so that no secret gets into a message.</returns>
    public override string ToString() => Id;
}
