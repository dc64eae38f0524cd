using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads what a new server is put into: zones, vSwitches and security groups (docs/contracts/alibaba-ecs-lifecycle.md 9.4).</summary>
internal sealed class AlibabaNetworksClient(AlibabaApi api)
{
    private const int SwitchesPerPage = 50;
    private const int GroupsPerPage = 100;

    /// <summary>Reads a page of vSwitches.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsNetwork>> ListAsync(string? continuation, CancellationToken cancellation)
    {
        Page<JObject> page = await api.ReadNumberedPageAsync(
            "DescribeVSwitches", new AlibabaParameters(), ("VSwitches", "VSwitch"), SwitchesPerPage, continuation, cancellation).ConfigureAwait(false);
        return new Page<EcsNetwork>([.. page.Items.Select(ReadSwitch).OfType<EcsNetwork>()], page.Continuation);
    }

    /// <summary>Reads a page of security groups.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsSecurityGroup>> ListSecurityGroupsAsync(string? continuation, CancellationToken cancellation)
    {
        Page<EcsSecurityGroup?> page = await api.ReadPageAsync(
            "DescribeSecurityGroups", new AlibabaParameters(), ("SecurityGroups", "SecurityGroup"), GroupsPerPage, continuation, null, row => ReadGroup(row.ToObject()), cancellation).ConfigureAwait(false);
        return new Page<EcsSecurityGroup>([.. page.Items.OfType<EcsSecurityGroup>()], page.Continuation);
    }

    /// <summary>Reads the zones of the region.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsZone>> ListZonesAsync(CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("AcceptLanguage", "en-US");
        JObject answer = await api.CallAsync("DescribeZones", parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        return [.. answer.Object("Zones").Objects("Zone").Select(ReadZone).OfType<EcsZone>()];
    }

    private EcsZone? ReadZone(JObject json) => json.Text("ZoneId") is not { } id ? null : new EcsZone
    {
        Id = id,
        Name = json.Text("LocalName") ?? id,
        IsAvailable = json.Object("AvailableResourceCreation").Texts("ResourceTypes").Contains("Instance", StringComparer.OrdinalIgnoreCase),
        DiskCategories = [.. json.Object("AvailableDiskCategories").Texts("DiskCategories")],
        Account = api.Connection.AccountName,
        AccountKey = api.AccountKey,
        Region = api.Connection.Region,
    };

    private EcsNetwork? ReadSwitch(JObject json) => json.Text("VSwitchId") is not { } id ? null : new EcsNetwork
    {
        Id = id,
        Name = json.Text("VSwitchName") ?? "",
        VpcId = json.Text("VpcId") ?? "",
        Zone = json.Text("ZoneId") ?? "",
        Cidrs = json.Text("CidrBlock") is { Length: > 0 } cidr ? [cidr] : [],
        FreeAddresses = json.Integer("AvailableIpAddressCount"),
        Status = json.Text("Status") ?? "",
        Account = api.Connection.AccountName,
        AccountKey = api.AccountKey,
        Region = api.Connection.Region,
    };

    private EcsSecurityGroup? ReadGroup(JObject json) => json.Text("SecurityGroupId") is not { } id ? null : new EcsSecurityGroup
    {
        Id = id,
        Name = json.Text("SecurityGroupName") ?? "",
        Description = json.Text("Description") ?? "",
        VpcId = json.Text("VpcId") ?? "",
        Account = api.Connection.AccountName,
        AccountKey = api.AccountKey,
        Region = api.Connection.Region,
    };
}
