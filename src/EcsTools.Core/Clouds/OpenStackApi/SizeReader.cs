namespace EcsTools.Core.Clouds.OpenStackApi;

internal static class SizeReader
{
    /// <summary>A flavor as users hold it.</summary>
    /// <param name="instance">The server it is for, or null.</param>
    public static EcsInstanceSize Describe(string name, int vcpu, int memoryMiB, EcsInstance? instance, ResourceOrigin origin) => new()
    {
        Name = name,
        Vcpu = vcpu,
        MemoryMiB = memoryMiB,
        Direction = instance is null ? "" : (vcpu, memoryMiB).CompareTo((instance.Vcpu, instance.MemoryMiB)) switch
        {
            > 0 => "Upgrade",
            < 0 => "Downgrade",
            _ => "Same",
        },
        InstanceId = instance?.Id,
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };
}
