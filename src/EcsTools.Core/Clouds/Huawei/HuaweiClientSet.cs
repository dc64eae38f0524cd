using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>All calls of one account, by family.</summary>
internal sealed class HuaweiClientSet : IDisposable
{
    public const string SnapshotsPath = "/v2/{p}/cloudsnapshots";
    private readonly HuaweiProjectTransport _api;

    public HuaweiClientSet(HuaweiProjectTransport api, CloudConnection connection)
    {
        _api = api;
        Variant = HuaweiVariant.For(connection.Cloud);
        Servers = new HuaweiServersClient(api);
        Inventory = new HuaweiInventory(Servers, Variant);
        Jobs = new HuaweiJobsClient(api);
        Disks = new HuaweiDisksClient(api);
        Images = new HuaweiImagesClient(api);
        KeyPairs = new HuaweiKeyPairsClient(api, new KeyPairsClient(api, "/v2.1/{p}/os-keypairs", _ => Task.FromResult(HuaweiPaging.ByMarker(100))), Variant, connection.Time);
        Keys = new HuaweiKeysClient(api);
        Sizes = new HuaweiFlavorsClient(api);
        Snapshots = new SnapshotsClient(
            api, SnapshotsPath, HuaweiPaging.ByRow(100), error => error.ErrorId == EcsErrorId.NotFound && error.CloudCode is "EVS.5404" or "itemNotFound");
        Addresses = new HuaweiAddressesClient(api, Variant);
        Networks = new HuaweiNetworksClient(api);
        SecurityGroups = new SecurityGroupsClient(api, "/v1/{p}/security-groups", HuaweiPaging.ByMarker(HuaweiNetworksClient.RowsPerPage));
        Zones = new ZonesClient(api, "/v2.1/{p}/os-availability-zone");
        Tags = new HuaweiTagsClient(api, Variant);
        Passwords = new HuaweiPasswordsClient(api);
        StoredPasswords = new PasswordStore(
            api,
            id => Variant.HasOwnPasswordPath
                ? $"/v1/{{p}}/cloudservers/{CloudId.InPath(id)}/os-server-password"
                : $"/v2.1/{{p}}/servers/{CloudId.InPath(id)}/os-server-password");
        Console = new ServerConsole(api, "/v2.1/{p}/servers", all: -1);
        Regions = new HuaweiRegionsClient(api, connection);
        Billing = new HuaweiBillingClient(api);
        Prices = Variant.HasOrders
            ? new HuaweiPrices(api, Billing)
            : new NoPrices("Open Telekom Cloud has no API for prices", "See the price calculator of Open Telekom Cloud.");
    }

    public IOpenStackApi Api => _api;

    /// <summary>The cloud's variant.</summary>
    public HuaweiVariant Variant { get; }

    /// <summary>Servers.</summary>
    public HuaweiServersClient Servers { get; }

    /// <summary>Finding servers.</summary>
    public HuaweiInventory Inventory { get; }

    /// <summary>Jobs.</summary>
    public HuaweiJobsClient Jobs { get; }

    /// <summary>Disks and their quota.</summary>
    public HuaweiDisksClient Disks { get; }

    /// <summary>Images.</summary>
    public HuaweiImagesClient Images { get; }

    /// <summary>Key pairs.</summary>
    public HuaweiKeyPairsClient KeyPairs { get; }

    public HuaweiKeysClient Keys { get; }

    /// <summary>Flavours.</summary>
    public HuaweiFlavorsClient Sizes { get; }

    /// <summary>Snapshots of disks.</summary>
    public SnapshotsClient Snapshots { get; }

    /// <summary>Public addresses and their bandwidths.</summary>
    public HuaweiAddressesClient Addresses { get; }

    /// <summary>What servers are attached to.</summary>
    public HuaweiNetworksClient Networks { get; }

    public SecurityGroupsClient SecurityGroups { get; }

    public ZonesClient Zones { get; }

    /// <summary>Tags.</summary>
    public HuaweiTagsClient Tags { get; }

    /// <summary>Passwords.</summary>
    public HuaweiPasswordsClient Passwords { get; }

    public PasswordStore StoredPasswords { get; }

    /// <summary>Consoles of servers.</summary>
    public ServerConsole Console { get; }

    /// <summary>Regions.</summary>
    public HuaweiRegionsClient Regions { get; }

    /// <summary>Orders and subscriptions (Huawei only).</summary>
    public HuaweiBillingClient Billing { get; }

    public IPriceReader Prices { get; }

    public TimeProvider Wall => _api.Wall;

    /// <summary>The project.</summary>
    public Task<HuaweiProject> GetProjectAsync(CancellationToken cancellation) => _api.GetProjectAsync(cancellation);

    public void Dispose() => _api.Dispose();
}
