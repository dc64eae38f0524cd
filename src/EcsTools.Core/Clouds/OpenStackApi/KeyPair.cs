namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>A key pair as its owner sees it.</summary>
/// <param name="UserId">The user who made it, who must be named with it at Huawei (docs/contracts/huawei-ecs.md 3.6); null if the
/// cloud does not tell.</param>
internal sealed record KeyPair(string Name, string? UserId);
