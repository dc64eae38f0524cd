using System;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Why a server is broken (<c>ecs.server.show.error-fault.json</c>).</summary>
/// <param name="Code">A number in the manner of HTTP.</param>
/// <param name="Message">In words.</param>
/// <param name="At">When it broke; null where nobody can tell.</param>
internal sealed record ServerFault(int Code, string Message, DateTimeOffset? At);
