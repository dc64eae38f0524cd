namespace EcsTools.Sandbox.Fleet;

/// <summary>A size (instance type, flavour) of the sandbox.</summary>
internal sealed class Size
{
    /// <summary>The id, in the cloud's own form.</summary>
    public required string Id { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required int Vcpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public required int MemoryMiB { get; init; }

    /// <summary>True if it has local disks.</summary>
    public bool HasLocalDisks { get; init; }

    /// <summary>False if none of it is left.</summary>
    public bool IsInStock { get; set; } = true;
}
