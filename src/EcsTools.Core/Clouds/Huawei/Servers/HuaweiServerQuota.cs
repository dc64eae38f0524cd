using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>How many servers the project may have, and of what size together (docs/contracts/huawei-ecs.md 3.12).</summary>
internal sealed class HuaweiServerQuota(JObject absolute)
{
    /// <summary>Tells what one more server of the same size would exceed.</summary>
    /// <returns>What, in words; null if nothing or if the cloud does not tell.</returns>
    public string? FindExcess(EcsInstance instance) =>
        !HasRoom("maxTotalInstances", "totalInstancesUsed", 1) ? "servers"
        : !HasRoom("maxTotalCores", "totalCoresUsed", instance.Vcpu) ? "CPUs"
        : !HasRoom("maxTotalRAMSize", "totalRAMUsed", instance.MemoryMiB) ? "memory"
        : null;

    // A limit below zero is none.
    private bool HasRoom(string limit, string used, int wanted) =>
        absolute.Integer(limit) is not (>= 0 and int most) || (absolute.Integer(used) ?? 0) + (long)wanted <= most;
}
