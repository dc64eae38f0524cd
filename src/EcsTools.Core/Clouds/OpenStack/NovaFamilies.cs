using System;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>All calls of one account, by family.</summary>
internal sealed class NovaFamilies : IDisposable
{
    /// <summary>Makes the families.</summary>
    /// <param name="client">Sends; disposed with this object.</param>
    /// <param name="settings">How the cloud is reached.</param>
    public NovaFamilies(OpenStackClient client, OpenStackSettings settings)
    {
        Client = client;
        Servers = new NovaServers(client);
        Flavors = new NovaFlavors(client);
        Images = new GlanceImages(client);
        KeyPairs = new NovaKeyPairs(client);
        Passwords = new PasswordStore(client, id => $"/servers/{CloudId.InPath(id)}/os-server-password");
        Actions = new NovaActions(client);
        Volumes = new CinderVolumes(client);
        Snapshots = new CinderSnapshots(client);
        Disks = new NovaDisks(client, Servers, Flavors, Volumes, settings.PageSize);
        Inventory = new NovaInventory(client, Servers, Flavors, Images, Volumes, settings.PageSize);
        Witness = new NovaWitness(Inventory, Actions);
    }

    /// <summary>Sends, and knows who one is.</summary>
    public OpenStackClient Client { get; }

    /// <summary>Servers.</summary>
    public NovaServers Servers { get; }

    /// <summary>Finding servers.</summary>
    public NovaInventory Inventory { get; }

    /// <summary>Sizes.</summary>
    public NovaFlavors Flavors { get; }

    /// <summary>Images.</summary>
    public GlanceImages Images { get; }

    /// <summary>Volumes.</summary>
    public CinderVolumes Volumes { get; }

    /// <summary>Snapshots of volumes.</summary>
    public CinderSnapshots Snapshots { get; }

    /// <summary>Disks of servers.</summary>
    public NovaDisks Disks { get; }

    /// <summary>Key pairs.</summary>
    public NovaKeyPairs KeyPairs { get; }

    /// <summary>Stored passwords.</summary>
    public PasswordStore Passwords { get; }

    /// <summary>What was done to servers.</summary>
    public NovaActions Actions { get; }

    /// <summary>How steps stand.</summary>
    public NovaWitness Witness { get; }

    /// <summary>Reads the project's quota.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The quota.</returns>
    public async Task<NovaLimits> GetLimitsAsync(CancellationToken cancellation)
    {
        ApiReply reply = await Client.SendAsync(ApiRequest.Get("ShowLimits", ApiService.Compute, "/limits"), cancellation).ConfigureAwait(false);
        return new NovaLimits(reply.ReadObject("limits").Object("absolute") ?? []);
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
