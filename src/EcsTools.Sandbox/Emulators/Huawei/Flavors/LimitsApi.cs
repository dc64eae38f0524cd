namespace EcsTools.Sandbox.Emulators.Huawei.Flavors;

/// <summary>GET <c>/v1/{p}/cloudservers/limits</c> (<c>ecs.limits.json</c>): no disk figures.</summary>
internal static class LimitsApi
{
    private const int CoresPerServer = 8;
    private const int MemoryPerServer = 16384;

    public static ApiResponse Show(RequestContext call)
    {
        int most = call.Project.InstanceQuota;
        IReadOnlyList<Fleet.Server> servers = [.. call.Backend.Servers, .. call.Project.RecycleBin.Servers];
        return ApiResponse.Ok(w => w.PutObject("absolute", a =>
        {
            a.Put("maxServerMeta", 128);
            a.Put("maxPersonality", 5);
            a.Put("maxPersonalitySize", 10240);
            a.Put("maxImageMeta", 128);
            a.Put("maxServerGroups", 10);
            a.Put("maxServerGroupMembers", 16);
            a.Put("maxTotalCores", most * CoresPerServer);
            a.Put("maxTotalFloatingIps", 50);
            a.Put("maxTotalInstances", most);
            a.Put("maxTotalKeypairs", 100);
            a.Put("maxTotalRAMSize", most * MemoryPerServer);
            a.Put("maxSecurityGroups", 10);
            a.Put("maxSecurityGroupRules", 20);
            a.Put("totalCoresUsed", servers.Sum(s => s.Vcpu));
            a.Put("totalFloatingIpsUsed", servers.Count(s => s.PublicIp is not null));
            a.Put("totalInstancesUsed", servers.Count);
            a.Put("totalRAMUsed", servers.Sum(s => s.MemoryMiB));
            a.Put("totalSecurityGroupsUsed", 1);
            a.Put("totalServerGroupsUsed", 0);
        }));
    }
}
