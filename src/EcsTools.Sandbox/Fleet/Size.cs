namespace EcsTools.Sandbox.Fleet;

internal sealed class Size
{
    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required int Vcpu { get; init; }

    public required int MemoryMiB { get; init; }

    public bool HasLocalDisks { get; init; }

    public bool IsInStock { get; set; } = true;

    /// <summary>Counts as an upgrade of a server; no source says what decides, and more vCPU or as many with no less memory are taken.</summary>
    public bool IsUpgradeOf(Server server) => Vcpu > server.Vcpu || (Vcpu == server.Vcpu && MemoryMiB >= server.MemoryMiB);
}
