namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>See <c>ecs.server.show.error-fault.json</c>. Code is a number in the manner of HTTP; At is null where it is unknown.</summary>
internal sealed record ServerFault(int Code, string Message, DateTimeOffset? At);
