using EcsTools.Sandbox.Doors.Huawei.Identity;

namespace EcsTools.Sandbox.Doors.Huawei;

/// <summary>Who calls: somebody with a valid key or token.</summary>
/// <param name="Token">The token, or null for an access key.</param>
internal sealed record Caller(Token? Token);
