namespace EcsTools.Model;

/// <summary>The ids of requirements. They are stable: scripts name them in <c>-IgnoreRequirement</c>.</summary>
public static class EcsRequirementId
{
    /// <summary>The server is in a state that permits the operation.</summary>
    public const string State = "State";

    /// <summary>Neither the provider nor an owner has locked the server.</summary>
    public const string Lock = "Lock";

    /// <summary>The server is not protected against release.</summary>
    public const string Protection = "Protection";

    /// <summary>The server is not a temporary one of a running reinstallation.</summary>
    public const string Temporary = "Temporary";

    /// <summary>The operating system of the server is not being reinstalled, by this session, another one or somebody else.</summary>
    public const string Reinstalling = nameof(Reinstalling);

    /// <summary>The object came from the account it is acted on through.</summary>
    public const string Account = "Account";

    /// <summary>A system disk is attached and healthy.</summary>
    public const string SystemDisk = "SystemDisk";

    /// <summary>The disk that is changed is attached to this server alone, and nothing else is done to it.</summary>
    public const string Disk = nameof(Disk);

    /// <summary>The disk can have the size.</summary>
    public const string DiskSize = nameof(DiskSize);

    /// <summary>The disk can have the category and the performance level.</summary>
    public const string DiskType = nameof(DiskType);

    /// <summary>A new system disk is encrypted as the present one is.</summary>
    public const string Encryption = nameof(Encryption);

    /// <summary>The bandwidth wanted can be had: amount, billing, and time.</summary>
    public const string Bandwidth = nameof(Bandwidth);

    /// <summary>The server has a public address whose bandwidth can be changed.</summary>
    public const string PublicAddress = nameof(PublicAddress);

    /// <summary>The order that changes a subscription is paid, so that the change is carried out.</summary>
    public const string Payment = nameof(Payment);

    /// <summary>The disk quota has room for the new system disk.</summary>
    public const string DiskQuota = "DiskQuota";

    /// <summary>The server quota has room for the temporary server that the cloud makes.</summary>
    public const string ServerQuota = "ServerQuota";

    /// <summary>The image is there and may be used.</summary>
    public const string Image = "Image";

    /// <summary>The size permits the operation.</summary>
    public const string Size = "Size";

    /// <summary>A usable login is chosen: key pair, password or the image's own.</summary>
    public const string Login = "Login";

    /// <summary>The user data can be given to the fresh system.</summary>
    public const string UserData = nameof(UserData);

    /// <summary>What the user says of Cloud-Init in the image can be used.</summary>
    public const string CloudInit = nameof(CloudInit);

    /// <summary>The server is paid for in a way that allows the operation.</summary>
    public const string ChargeType = nameof(ChargeType);

    /// <summary>No order of the server is left unpaid.</summary>
    public const string Order = nameof(Order);

    /// <summary>The provider offers the term.</summary>
    public const string Term = nameof(Term);

    /// <summary>No event of the provider would interrupt the operation.</summary>
    public const string Event = nameof(Event);

    /// <summary>No other task runs on the server.</summary>
    public const string Busy = "Busy";

    /// <summary>The license is chosen where it costs.</summary>
    public const string License = "License";

    /// <summary>The guest has the cloud's agent or plug-in that the operation needs.</summary>
    public const string Agent = "Agent";

    /// <summary>Nothing depends on what is deleted: no server, disk, or image.</summary>
    public const string InUse = nameof(InUse);

    /// <summary>A backup is chosen.</summary>
    public const string Backup = "Backup";

    /// <summary>Attempts are left.</summary>
    public const string Attempts = "Attempts";

    /// <summary>The guest says that it is this server.</summary>
    public const string GuestIdentity = "GuestIdentity";

    /// <summary>There is an address and a way to log in to the guest.</summary>
    public const string GuestLogin = "GuestLogin";

    /// <summary>The guest of a server that was reinstalled just now is left in peace until it has taken its key or password.</summary>
    public const string Settling = nameof(Settling);

    /// <summary>A new server can be called so, and no other one is.</summary>
    public const string Name = nameof(Name);

    /// <summary>There is the zone that is wanted.</summary>
    public const string Zone = nameof(Zone);

    /// <summary>There is the network that is wanted, in the zone that is wanted.</summary>
    public const string Network = nameof(Network);

    /// <summary>There are the security groups that are wanted, for servers of the network.</summary>
    public const string SecurityGroup = nameof(SecurityGroup);

    /// <summary>The tags can be given to a server.</summary>
    public const string Tag = nameof(Tag);

    /// <summary>There is a server that can take the system disk for a rescue.</summary>
    public const string Helper = nameof(Helper);

    /// <summary>The provider has checked the request without carrying it out.</summary>
    public const string DryRun = nameof(DryRun);
}
