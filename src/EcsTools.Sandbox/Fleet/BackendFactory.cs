namespace EcsTools.Sandbox.Fleet;

internal static class BackendFactory
{
    private static readonly (SandboxCloud Cloud, string Region, string Part)[] Regions =
    [
        (SandboxCloud.Alibaba, "cn-hangzhou", "bp1"),
        (SandboxCloud.Alibaba, "ap-southeast-1", "t4n"),
        (SandboxCloud.Alibaba, "eu-central-1", "gw8"),
        (SandboxCloud.Huawei, "cn-north-4", ""),
        (SandboxCloud.OpenTelekom, "eu-de", ""),
    ];

    /// <summary>Ordered by cloud, the main region of each first; only that one is filled up to the instance count.</summary>
    public static IReadOnlyList<RegionBackend> Make(SandboxOptions options, Tenant tenant, SandboxCredentials credentials, SandboxKeyPair keyPair, SandboxKeyPair second)
    {
        List<RegionBackend> backends = [];
        foreach ((SandboxCloud cloud, string region, string part) in Regions)
        {
            bool isAlibaba = cloud == SandboxCloud.Alibaba;
            RegionBackend backend = new(cloud, region, options.Clock, isAlibaba ? tenant.AccountId : Guid.NewGuid().ToString("N"))
            {
                RegionPart = part,
                KeyPairSource = () => new(StringComparer.Ordinal) { [credentials.KeyPairName] = keyPair.PublicKey, [credentials.SecondKeyPairName] = second.PublicKey },
                Delays = isAlibaba ? options.AlibabaDelays : options.HuaweiDelays,
            };
            bool isMain = backends.All(w => w.Cloud != cloud);
            FleetSeeder.Fill(backend, credentials.KeyPairName, isMain ? options.InstanceCount : 0);
            backends.Add(backend);
        }

        return backends;
    }
}
