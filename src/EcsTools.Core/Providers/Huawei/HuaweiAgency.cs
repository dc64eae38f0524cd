namespace EcsTools.Core.Providers.Huawei;

/// <summary>An agency of another account to act through (docs/contracts/huawei-ecs.md 1.3).</summary>
internal sealed record HuaweiAgency(string Name)
{
    /// <summary>The name of the account that has given it, or null if <see cref="DomainId"/> is known.</summary>
    public string? DomainName { get; init; }

    /// <summary>The id of that account.</summary>
    public string? DomainId { get; init; }

    /// <summary>How long a key lives.</summary>
    public int DurationSeconds { get; init; } = 3600;
}
