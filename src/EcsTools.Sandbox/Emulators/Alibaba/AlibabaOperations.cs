using EcsTools.Sandbox.Emulators.Alibaba.Addresses;
using EcsTools.Sandbox.Emulators.Alibaba.Billing;
using EcsTools.Sandbox.Emulators.Alibaba.Commands;
using EcsTools.Sandbox.Emulators.Alibaba.Disks;
using EcsTools.Sandbox.Emulators.Alibaba.Identity;
using EcsTools.Sandbox.Emulators.Alibaba.Images;
using EcsTools.Sandbox.Emulators.Alibaba.Instances;
using EcsTools.Sandbox.Emulators.Alibaba.InstanceTypes;
using EcsTools.Sandbox.Emulators.Alibaba.KeyPairs;
using EcsTools.Sandbox.Emulators.Alibaba.Snapshots;
using EcsTools.Sandbox.Emulators.Alibaba.Tags;

namespace EcsTools.Sandbox.Emulators.Alibaba;

internal static class AlibabaOperations
{
    public static IEnumerable<AlibabaOperation> All(EmulatedAccessKeys keys) =>
    [
        .. new IdentityOperations(keys).All(),
        .. InstanceQueries.All(),
        .. CreationOperations.All(),
        .. PowerOperations.All(),
        .. ConsoleOperations.All(),
        .. EventOperations.All(),
        .. DiskQueries.All(),
        .. DiskOperations.All(),
        .. DiskSizeOperations.All(),
        .. DiskSpecOperations.All(),
        .. DiskAttributeOperations.All(),
        .. DiskAttachmentOperations.All(),
        .. EncryptionOperations.All(),
        .. ImageQueries.All(),
        .. ImageOperations.All(),
        .. KeyPairOperations.All(),
        .. KeyPairChanges.All(),
        .. TagOperations.All(),
        .. ReleaseOperations.All(),
        .. AttributeOperations.All(),
        .. SizeQueries.All(),
        .. SizeOperations.All(),
        .. BandwidthOperations.All(),
        .. ElasticIpOperations.All(),
        .. NetworkQueries.All(),
        .. PriceQueries.All(),
        .. SubscriptionOperations.All(),
        .. SnapshotOperations.All(),
        .. SnapshotPolicyOperations.All(),
        .. new CommandOperations().All(),
    ];
}
