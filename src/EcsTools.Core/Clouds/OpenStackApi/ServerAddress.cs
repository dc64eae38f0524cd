namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>An address of a server.</summary>
/// <param name="Type">What it is, for example <c>floating</c>; null if the cloud does not tell.</param>
internal readonly record struct ServerAddress(string Address, string? Type, bool IsIpv6);
