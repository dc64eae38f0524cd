namespace EcsTools.Core.Providers.Alibaba;

/// <summary>A role to assume and how (docs/contracts/alibaba-ecs.md 2.5).</summary>
/// <param name="Arn">The role, <c>acs:ram::account:role/name</c>.</param>
internal sealed record AlibabaRole(string Arn)
{
    /// <summary>The session's name, as the audit log will show it.</summary>
    public string SessionName { get; init; } = "EcsTools";

    /// <summary>How long a key lives; null for the service's default of an hour.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>A policy that narrows the role, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>A word agreed with the role's owner, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The service's host, or null.</summary>
    public string? StsHost { get; init; }

    /// <summary>The service's region, or null for the central one.</summary>
    public string? StsRegion { get; init; }

    /// <summary>True to reach the service from inside a VPC.</summary>
    public bool InsideVpc { get; init; }
}
