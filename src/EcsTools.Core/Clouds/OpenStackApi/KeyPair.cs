namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>A key pair as its owner sees it.</summary>
/// <param name="UserId">The user who made it, who must be named with it at Huawei (docs/contracts/huawei-ecs.md 3.6); null if the
/// cloud does not tell.</param>
internal sealed record KeyPair(string Name, string? UserId)
{
    /// <summary>True if it belongs to the whole account (docs/contracts/huawei-ecs-lifecycle.md 5).</summary>
    public bool IsOfAccount { get; init; }

    /// <summary>Who made a key pair of the account, to be named with it where the present user is refused; or null.</summary>
    public string? MakerId { get; init; }
}
