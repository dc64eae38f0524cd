using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>A token issued by IAM (docs/contracts/huawei-ecs.md 1.3). Its times are wall time.</summary>
internal sealed class Token
{
    public required string Text { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The backend of the project it is scoped to; null for the account.</summary>
    public required RegionBackend? Backend { get; init; }

    public string? Agency { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
