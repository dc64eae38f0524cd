using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Hosting;

internal sealed class EmulatorContext
{
    public required SandboxCredentials Credentials { get; init; }

    public required Tenant Tenant { get; init; }

    /// <summary>All backends; an emulator serves those of its clouds.</summary>
    public required IReadOnlyList<RegionBackend> Backends { get; init; }

    public required FaultInjector Faults { get; init; }

    public IReadOnlyList<string> DeniedOperations { get; init; } = [];

    public required UndocumentedBehavior UndocumentedBehavior { get; init; }
}
