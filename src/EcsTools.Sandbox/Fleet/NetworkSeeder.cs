namespace EcsTools.Sandbox.Fleet;

/// <summary>Creates the networks and security groups of a region: one VPC for all servers, and one without any, in which nothing of the first can be used.</summary>
internal static class NetworkSeeder
{
    public static void Fill(RegionBackend backend, SeedCatalog catalog)
    {
        backend.Zones = [catalog.Zone(backend.Region, 1), catalog.Zone(backend.Region, 2)];
        if (backend.Cloud == SandboxCloud.Alibaba)
        {
            FillSwitches(backend);
        }
        else
        {
            FillSubnets(backend);
        }
    }

    // A vSwitch is in one zone.
    private static void FillSwitches(RegionBackend backend)
    {
        (string main, string other) = ($"vpc-{backend.RegionPart}sandbox000000001", $"vpc-{backend.RegionPart}sandbox000000002");
        foreach ((string zone, int index) in backend.Zones.Select((z, i) => (z, i)))
        {
            backend.Networks.Add(new Network
            {
                Id = $"vsw-sandbox{zone.Replace("-", "")}",
                Name = $"sandbox-{zone[zone.Length - 1]}",
                VpcId = main,
                Cidr = FormattableString.Invariant($"192.168.{index * 64}.0/18"),
                Zone = zone,
            });
        }

        backend.Networks.Add(new Network { Id = $"vsw-{backend.RegionPart}sandboxother", Name = "other", VpcId = other, Cidr = "172.16.0.0/24", Zone = backend.Zones[0] });
        backend.SecurityGroups.Add(new SecurityGroup { Id = $"sg-{backend.RegionPart}sandbox0000000001", Name = "default", VpcId = main, Description = "default rules" });
        backend.SecurityGroups.Add(new SecurityGroup { Id = $"sg-{backend.RegionPart}sandbox0000000002", Name = "other", VpcId = other });
    }

    // A subnet spans the zones of the region.
    private static void FillSubnets(RegionBackend backend)
    {
        string main = new Guid(backend.AccountId).ToString("D");
        string tail = main.Substring(9);
        backend.Networks.Add(new Network { Id = "5b000001-" + tail, Name = "subnet-01", VpcId = main, Cidr = "192.168.0.0/16" });
        backend.Networks.Add(new Network { Id = "5b000002-" + tail, Name = "subnet-other", VpcId = "0c000002-" + tail, Cidr = "172.16.0.0/24" });
        backend.SecurityGroups.Add(new SecurityGroup { Id = "5ec00000-" + tail, Name = "sg-default", VpcId = main, Description = "default rules" });
        backend.SecurityGroups.Add(new SecurityGroup { Id = "5ec00001-" + tail, Name = "sg-web", VpcId = main });
    }
}
