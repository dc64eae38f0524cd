using EcsTools.Sandbox.Emulators.Huawei.Identity;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Who calls: somebody with a valid key or token.</summary>
/// <param name="Token">The token, or null for an access key.</param>
internal sealed record AuthenticatedCaller(Token? Token);
