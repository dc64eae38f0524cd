namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What a size is, wherever it is offered (docs/contracts/alibaba-ecs.md 3.13).</summary>
/// <param name="MemoryMiB">Memory in MiB; the service tells GiB.</param>
/// <param name="Architecture">X86 or ARM; empty if the cloud does not tell.</param>
/// <param name="NvmeSupport">Whether disks show as NVMe ones, in the cloud's word; null if it does not tell.</param>
internal sealed record AlibabaInstanceType(string Name, string Family, int Vcpu, int MemoryMiB, string Architecture, string? NvmeSupport)
{
    /// <summary>Number of GPUs; null if the cloud does not tell.</summary>
    public int? GpuCount { get; init; }

    /// <summary>The kind of GPU, or null.</summary>
    public string? GpuModel { get; init; }

    /// <summary>Compares with a server's present size.</summary>
    public string DirectionFrom(EcsInstance instance) => (Vcpu, MemoryMiB).CompareTo((instance.Vcpu, instance.MemoryMiB)) switch
    {
        > 0 => AvailableInstanceType.Upgrade,
        < 0 => AvailableInstanceType.Downgrade,
        _ => AvailableInstanceType.Same,
    };
}
