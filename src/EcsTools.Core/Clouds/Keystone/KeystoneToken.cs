namespace EcsTools.Core.Clouds.Keystone;

/// <summary>A token and what it says of whom it was given to (docs/contracts/huawei-ecs.md 1.3). Never shown.</summary>
internal sealed record KeystoneToken
{
    /// <summary>The token itself, several KB.</summary>
    public required string Value { get; init; }

    /// <summary>When it ends, by this machine's clock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From when on a new one is asked for, by this machine's clock.</summary>
    public required DateTimeOffset RenewAt { get; init; }

    /// <summary>The user's id, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>The user's name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>The name of the user's domain, or null.</summary>
    public string? DomainName { get; init; }

    /// <summary>The project it is good for, or null.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The project's name, or null.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The services that the cloud offers; null if they were not asked for.</summary>
    public JArray? Catalog { get; init; }

    /// <summary>User and project only.</summary>
    /// <returns>The text, so that no secret gets into a message.</returns>
    public override string ToString() => $"{UserName} in {ProjectName}";
}
