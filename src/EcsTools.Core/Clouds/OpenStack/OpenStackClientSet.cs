using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>All calls of one account, by family.</summary>
internal sealed class OpenStackClientSet : IDisposable
{
    // From this minor version on the list of key pairs comes in pages.
    private const int PagedKeyPairs = 35;

    public OpenStackClientSet(OpenStackClient client, OpenStackSettings settings)
    {
        Client = client;
        Servers = new NovaServersClient(client);
        Flavors = new NovaFlavorsClient(client);
        Images = new GlanceImagesClient(client);
        KeyPairs = new KeyPairsClient(client, "/os-keypairs", GetKeyPairPagingAsync);
        Passwords = new PasswordStore(client, id => $"/servers/{CloudId.InPath(id)}/os-server-password");
        Console = new ServerConsole(client, "/servers", all: null, rest: 1); // docs/contracts/openstack-lifecycle.md 2
        Actions = new NovaActionsClient(client);
        Volumes = new CinderVolumesClient(client);
        Snapshots = new SnapshotsClient(client, "/snapshots", OpenStackPaging.ByLinks(200, "snapshots"));
        Disks = new NovaDisks(client, Servers, Flavors, Volumes, settings.PageSize);
        Networks = new NeutronNetworksClient(client);
        SecurityGroups = new SecurityGroupsClient(client, "/security-groups", OpenStackPaging.ByLinks(null, "security_groups"));
        Zones = new ZonesClient(client, "/os-availability-zone");
        Inventory = new NovaInventory(client, Servers, Flavors, Images, Volumes, settings.PageSize);
        Witness = new NovaStepObserver(Inventory, Actions);
    }

    /// <summary>Sends, and knows who one is.</summary>
    public OpenStackClient Client { get; }

    public IPriceReader Prices { get; } = new NoPrices("OpenStack has no API for prices", "Ask the operator of the cloud.");

    /// <summary>Servers.</summary>
    public NovaServersClient Servers { get; }

    /// <summary>Finding servers.</summary>
    public NovaInventory Inventory { get; }

    /// <summary>Sizes.</summary>
    public NovaFlavorsClient Flavors { get; }

    /// <summary>Images.</summary>
    public GlanceImagesClient Images { get; }

    /// <summary>Volumes.</summary>
    public CinderVolumesClient Volumes { get; }

    /// <summary>Snapshots of volumes.</summary>
    public SnapshotsClient Snapshots { get; }

    /// <summary>Disks of servers.</summary>
    public NovaDisks Disks { get; }

    /// <summary>What servers are attached to.</summary>
    public NeutronNetworksClient Networks { get; }

    public SecurityGroupsClient SecurityGroups { get; }

    public ZonesClient Zones { get; }

    /// <summary>Key pairs.</summary>
    public KeyPairsClient KeyPairs { get; }

    /// <summary>Stored passwords.</summary>
    public PasswordStore Passwords { get; }

    /// <summary>Consoles of servers.</summary>
    public ServerConsole Console { get; }

    /// <summary>What was done to servers.</summary>
    public NovaActionsClient Actions { get; }

    /// <summary>How steps stand.</summary>
    public NovaStepObserver Witness { get; }

    /// <summary>Reads the project's quota.</summary>
    public async Task<NovaLimits> GetLimitsAsync(CancellationToken cancellation)
    {
        ApiReply reply = await Client.SendAsync(ApiRequest.Get("ShowLimits", ApiService.Compute, "/limits"), cancellation).ConfigureAwait(false);
        return new NovaLimits(reply.ReadObject("limits").Object("absolute") ?? []);
    }

    private async Task<ListPaging> GetKeyPairPagingAsync(CancellationToken cancellation) => OpenStackPaging.ByLinks(
        await Client.GetComputeVersionAsync(cancellation).ConfigureAwait(false) >= PagedKeyPairs ? 100 : null, "keypairs");

    public void Dispose() => Client.Dispose();
}
