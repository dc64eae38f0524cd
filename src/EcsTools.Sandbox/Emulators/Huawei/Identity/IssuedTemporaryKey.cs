namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>A temporary access key (docs/contracts/huawei-ecs.md 1.3). It expires in wall time.</summary>
internal sealed record IssuedTemporaryKey(string Access, string Secret, string SecurityToken, DateTimeOffset ExpiresAt);
