using EcsTools.Sandbox.Emulators.Huawei.Identity;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>A caller with a valid token, or without one for an access key.</summary>
internal sealed record AuthenticatedCaller(Token? Token);
