using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>An existing server as the template of new ones. How it is paid for is not taken over: a subscription is bought only where somebody says so.</summary>
public static class NewServerTemplate
{
    private const string OwnTags = "ecstools";

    /// <summary>Reads what a server is made of.</summary>
    /// <param name="instance">The server as just read.</param>
    /// <returns>The options with which another one like it is created.</returns>
    /// <exception cref="EcsException">Its disks or networks could not be read.</exception>
    public static async Task<OperationOptions> ReadAsync(ConnectedAccount account, EcsInstance instance, CancellationToken cancellation)
    {
        IReadOnlyList<EcsDisk> disks = await InstanceLookup.GetDisksAsync(account, instance.Id, cancellation).ConfigureAwait(false);
        EcsDisk? system = disks.FirstOrDefault(d => d.IsSystemDisk);
        return new OperationOptions
        {
            Kind = OperationKind.InstanceCreate,
            ImageId = NonEmpty(instance.ImageId),
            Size = instance.Size,
            NetworkId = instance.NetworkId ?? await FindOnlyNetworkAsync(account, instance, cancellation).ConfigureAwait(false),
            SecurityGroupIds = instance.SecurityGroupIds ?? [],
            Zone = NonEmpty(instance.Zone),
            Login = new LoginOptions { KeyPairName = NonEmpty(instance.KeyPairName) },
            Tags = [.. instance.Tags.Where(t => !t.Key.StartsWith(OwnTags, System.StringComparison.Ordinal)).Select(t => $"{t.Key}={t.Value}").OrderBy(t => t, System.StringComparer.Ordinal)],
            Bandwidth = instance.PublicIps.Count == 0 ? null : instance.BandwidthMbps,
            Billing = instance.PublicIps.Count == 0 ? null : instance.BandwidthBilling,
            SystemDiskSizeGiB = system?.SizeGiB,
            SystemDiskCategory = NonEmpty(system?.Category),
            PerformanceLevel = NonEmpty(system?.PerformanceLevel),
            DataDisks = [.. disks.Where(d => !d.IsSystemDisk).Select(Describe)],
            Encrypted = system?.IsEncrypted == true,
            EncryptionKeyId = system?.IsEncrypted == true ? NonEmpty(system.EncryptionKeyId) : null,
        };
    }

    // Where the cloud's list does not tell the network, the only one of the VPC is meant; of several the user has to choose.
    private static async Task<string?> FindOnlyNetworkAsync(ConnectedAccount account, EcsInstance instance, CancellationToken cancellation)
    {
        if (account.Cloud.Inventory is not { } inventory)
        {
            return null;
        }

        IReadOnlyList<EcsNetwork> networks = await PageWalk.ListAllAsync(at => inventory.ListNetworksAsync(at, cancellation)).ConfigureAwait(false);
        EcsNetwork[] fitting = [.. networks.Where(n => n.VpcId == instance.VpcId)];
        return fitting.Length == 1 ? fitting[0].Id : null;
    }

    private static string Describe(EcsDisk disk) => string.Join(":", new[] { $"{disk.SizeGiB}", disk.Category, disk.PerformanceLevel ?? "" }).TrimEnd(':');

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
