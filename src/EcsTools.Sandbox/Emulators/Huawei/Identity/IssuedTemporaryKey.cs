using System;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>A temporary access key (docs/contracts/huawei-ecs.md 1.3).</summary>
/// <param name="Access">The key's id.</param>
/// <param name="Secret">The secret.</param>
/// <param name="SecurityToken">What must be sent in <c>X-Security-Token</c>.</param>
/// <param name="ExpiresAt">When it ends, in wall time.</param>
internal sealed record IssuedTemporaryKey(string Access, string Secret, string SecurityToken, DateTimeOffset ExpiresAt);
