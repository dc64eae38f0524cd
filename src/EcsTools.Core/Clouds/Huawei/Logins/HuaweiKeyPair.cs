namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A key pair as its owner sees it (docs/contracts/huawei-ecs.md 3.12).</summary>
/// <param name="UserId">The user who made it, who must be named with it (docs/contracts/huawei-ecs.md 3.6); null if the cloud does not
/// tell.</param>
internal sealed record HuaweiKeyPair(string Name, string? UserId);
