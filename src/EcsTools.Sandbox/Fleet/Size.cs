namespace EcsTools.Sandbox.Fleet;

internal sealed class Size
{
    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required int Vcpu { get; init; }

    public required int MemoryMiB { get; init; }

    public bool HasLocalDisks { get; init; }

    public bool IsInStock { get; set; } = true;
}
