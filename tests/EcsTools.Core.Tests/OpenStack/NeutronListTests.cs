using EcsTools.Core.Clouds.OpenStack;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>What a new server is put into, as Neutron and Nova list it (docs/contracts/openstack-lifecycle.md 2).</summary>
public sealed class NeutronListTests
{
    [Fact]
    public async Task ListNetworks_Ranges_AreThoseOfTheSubnets()
    {
        using NovaCloud cloud = Cloud().Open();

        IReadOnlyList<EcsNetwork> found = (await cloud.Inventory.ListNetworksAsync(null, TestContext.Current.CancellationToken)).Items;

        Assert.Equal([("n-1", "private", "ACTIVE"), ("n-2", "public", "ACTIVE")], found.Select(n => (n.Id, n.Name, n.Status)));
        Assert.Equal(["10.0.0.0/24", "fd00::/64"], found[0].Cidrs);
        Assert.Empty(found[1].Cidrs);
    }

    // By its network a server is the template of another one.
    [Fact]
    public async Task ListNetworks_Vpc_IsThatOfTheServersInIt()
    {
        StubOpenStack stub = Cloud();
        stub.Answers["/servers/s-1"] = """{"server": {"id": "s-1", "name": "web-01", "status": "ACTIVE", "addresses": {"private": [{"addr": "10.0.0.4", "version": 4}]}}}""";
        using NovaCloud cloud = stub.Open();

        EcsInstance server = Assert.Single(await cloud.FindInstancesAsync(["s-1"], TestContext.Current.CancellationToken));
        IReadOnlyList<EcsNetwork> found = (await cloud.Inventory.ListNetworksAsync(null, TestContext.Current.CancellationToken)).Items;

        Assert.Equal(["n-1"], found.Where(n => n.VpcId == server.VpcId).Select(n => n.Id));
    }

    [Fact]
    public async Task ListSecurityGroups_Groups_AreListed()
    {
        using NovaCloud cloud = Cloud().Open();

        EcsSecurityGroup found = Assert.Single((await cloud.Inventory.ListSecurityGroupsAsync(null, TestContext.Current.CancellationToken)).Items);

        Assert.Equal(("g-1", "default", "Default security group"), (found.Id, found.Name, found.Description));
    }

    [Fact]
    public async Task ListZones_Zones_TellWhetherTheyAreAvailable()
    {
        using NovaCloud cloud = Cloud().Open();

        EcsZone zone = Assert.Single(await cloud.Inventory.ListZonesAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("nova", true), (zone.Id, zone.IsAvailable));
    }

    private static StubOpenStack Cloud() => new()
    {
        Answers =
        {
            ["/v2.0/networks"] = """{"networks": [{"id": "n-1", "name": "private", "status": "ACTIVE"}, {"id": "n-2", "name": "public", "status": "ACTIVE"}]}""",
            ["/v2.0/subnets"] = """{"subnets": [{"id": "a", "network_id": "n-1", "cidr": "10.0.0.0/24"}, {"id": "b", "network_id": "n-1", "cidr": "fd00::/64"}]}""",
            ["/v2.0/security-groups"] = """{"security_groups": [{"id": "g-1", "name": "default", "description": "Default security group"}]}""",
            ["/os-availability-zone"] = """{"availabilityZoneInfo": [{"zoneName": "nova", "zoneState": {"available": true}, "hosts": null}]}""",
        },
    };
}
