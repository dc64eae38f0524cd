using System.Collections.Generic;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Hosting;

/// <summary>What a front door stands in front of.</summary>
internal sealed class EmulatorContext
{
    /// <summary>What opens it.</summary>
    public required SandboxCredentials Credentials { get; init; }

    /// <summary>Who the user is.</summary>
    public required Tenant Tenant { get; init; }

    /// <summary>All worlds; a door serves those of its clouds.</summary>
    public required IReadOnlyList<RegionBackend> Backends { get; init; }

    /// <summary>The sandbox's own key pair.</summary>
    public required SandboxKeyPair KeyPair { get; init; }

    /// <summary>The faults to play.</summary>
    public required FaultInjector Faults { get; init; }

    /// <summary>Operations the user has no right to.</summary>
    public IReadOnlyList<string> DeniedOperations { get; init; } = [];

    /// <summary>Choices that no source settles.</summary>
    public required UndocumentedBehavior UndocumentedBehavior { get; init; }
}
