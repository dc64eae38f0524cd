namespace EcsTools.Core.Clouds;

/// <summary>Names of facts that more than one part knows; a cloud may have further ones of its own.</summary>
internal static class StepFactKeys
{
    /// <summary>The server that was created.</summary>
    public const string InstanceId = "instanceId";

    /// <summary>The servers of the wanted name that there were already, joined with commas: any other one is the one that was created.</summary>
    public const string SameName = "sameName";

    /// <summary>The VPC of the network.</summary>
    public const string VpcId = "vpcId";

    /// <summary>The operating system of the image.</summary>
    public const string OsType = "osType";

    /// <summary>The system disk's id.</summary>
    public const string SystemDiskId = "systemDiskId";

    /// <summary>The disk that is attached, detached, changed, kept in a snapshot or rolled back.</summary>
    public const string DiskId = "diskId";

    /// <summary>The image's id.</summary>
    public const string ImageId = "imageId";

    /// <summary>The server's status; not part of the fingerprint, since we change it ourselves.</summary>
    public const string Status = "status";

    /// <summary>The snapshot that was made.</summary>
    public const string SnapshotId = "snapshotId";

    /// <summary>The order that was placed.</summary>
    public const string OrderId = "orderId";

    /// <summary>Whether one can log in with the new password (<c>EcsLoginEffect</c>).</summary>
    public const string LoginEffect = "loginEffect";

    /// <summary>The automatic snapshot policies that a system disk has and its successor will not, joined with commas.</summary>
    public const string SnapshotPolicies = "snapshotPolicies";

    /// <summary>Whether the new system disk must be encrypted; see <see cref="SystemDiskEncryption"/>.</summary>
    public const string Encryption = "encryption";

    /// <summary>The key that the new system disk must be encrypted with.</summary>
    public const string EncryptionKeyId = "encryptionKeyId";

    /// <summary>The size that the disk had, in GiB.</summary>
    public const string DiskSize = "diskSize";

    /// <summary>The category that the disk had, with its performance level.</summary>
    public const string DiskType = "diskType";

    /// <summary>Whether the disk was deleted with its server; empty if the cloud did not tell.</summary>
    public const string DeleteWithInstance = "deleteWithInstance";

    /// <summary>The device as which a disk is attached.</summary>
    public const string Device = "device";

    /// <summary>The server that has the system disk of another one for its rescue; empty if none has it.</summary>
    public const string HelperId = "helperId";

    /// <summary>The disk that a backup was made of.</summary>
    public const string SourceDiskId = "sourceDiskId";
}
