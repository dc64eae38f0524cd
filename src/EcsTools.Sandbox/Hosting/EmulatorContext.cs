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
    public required IReadOnlyList<World> Worlds { get; init; }

    /// <summary>The sandbox's own key pair.</summary>
    public required SandboxKeyPair KeyPair { get; init; }

    /// <summary>Counts and faults.</summary>
    public required Traffic Traffic { get; init; }

    /// <summary>Operations the user has no right to.</summary>
    public IReadOnlyList<string> DeniedOperations { get; init; } = [];

    /// <summary>Choices that no source settles.</summary>
    public required SandboxChoices Choices { get; init; }
}
