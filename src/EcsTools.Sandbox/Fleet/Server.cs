namespace EcsTools.Sandbox.Fleet;

/// <summary>A server, in terms that fit every cloud.</summary>
internal sealed class Server
{
    private GuestConsole? _console;

    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    public string Description { get; set; } = "";

    public ServerPhase Phase { get; set; } = ServerPhase.Running;

    /// <summary>In the cloud's own form.</summary>
    public required string Size { get; set; }

    public int Vcpu { get; set; } = 2;

    public int MemoryMiB { get; set; } = 8192;

    public required string ImageId { get; set; }

    public required string Zone { get; init; }

    public string NetworkId { get; init; } = "";

    public List<string> SecurityGroupIds { get; } = [];

    public bool IsWindows { get; set; }

    public string? KeyPairName { get; set; }

    /// <summary>Null if only a key pair is in force.</summary>
    public string? Password { get; set; }

    /// <summary>Takes effect at the next start or restart.</summary>
    public string? PendingPassword { get; set; }

    public required string PrivateIp { get; init; }

    public string? PublicIp { get; set; }

    /// <summary>The public address as a resource of its own; null if it is part of the server (Alibaba) or there is none.</summary>
    public ElasticIp? ElasticIp { get; set; }

    /// <summary>Of a static public address, in Mbit/s.</summary>
    public int BandwidthOut { get; set; }

    /// <summary>Of a static public address, in Mbit/s.</summary>
    public int BandwidthIn { get; set; }

    /// <summary>Of a static public address; otherwise its traffic is billed.</summary>
    public bool IsBilledByBandwidth { get; set; }

    /// <summary>Null if its size was never raised for a time.</summary>
    public DateTimeOffset? TemporarySizeEnds { get; set; }

    /// <summary>Null if its bandwidth was never raised for a time.</summary>
    public DateTimeOffset? TemporaryBandwidthEnds { get; set; }

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>For example financial, security.</summary>
    public List<string> ProviderLocks { get; } = [];

    /// <summary>Deletion protection (Alibaba) or the owner's lock (Huawei, OTC).</summary>
    public bool IsProtected { get; set; }

    public bool IsSubscription { get; set; }

    public bool IsSpot { get; init; }

    /// <summary>Null for pay as you go.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public bool IsOnDedicatedHost { get; init; }

    public bool HasLocalDisks { get; init; }

    /// <summary>True if the guest ignores an orderly shutdown.</summary>
    public bool IgnoresShutdown { get; set; }

    /// <summary>Reset by the next reinstallation that succeeds.</summary>
    public bool LastReinstallFailed { get; set; }

    /// <summary>True for the server that Huawei and OTC create during a reinstallation.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>True after Alibaba's StopCharging.</summary>
    public bool StoppedWithoutCharge { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Including the system disk, if there is one.</summary>
    public List<Disk> Disks { get; } = [];

    /// <summary>How often the system disk was rebuilt: an effect that tests count.</summary>
    public int Wipes { get; set; }

    /// <summary>Written when it is first asked for, and from then on.</summary>
    public GuestConsole Console => _console ??= new GuestConsole(this);

    /// <summary>The real system that is the guest; null where the guest is played.</summary>
    public GuestMachine? Machine { get; set; }

    /// <summary>When a screenshot was last taken: a time of the event queue; null for never.</summary>
    public TimeSpan? ScreenshotAt { get; set; }

    public Disk? SystemDisk => Disks.FirstOrDefault(d => d.IsSystem);

    /// <summary>A time of the event queue.</summary>
    public TimeSpan PhaseSince { get; private set; }

    /// <summary>A time of the event queue; null if the phase lasts.</summary>
    public TimeSpan? PhaseEnds { get; private set; }

    /// <summary>Incremented with every phase, so that what a replaced phase had scheduled is dropped.</summary>
    public int PhaseNumber { get; private set; }

    /// <summary>A server that was never started cannot be re-initialized.</summary>
    public bool WasStarted { get; set; } = true;

    /// <summary>The guest's host name; null for the server's own name.</summary>
    public string? HostName { get; set; }

    /// <summary>True if StopCharging released the public address; the next start assigns another.</summary>
    public bool LostPublicIp { get; set; }

    /// <summary>The phase in which a disk operation was refused for coming too early; see <see
    /// cref="UndocumentedBehavior.AlibabaDiskLag"/>.</summary>
    public int DiskLagAt { get; set; }

    /// <summary>True if the guest has the provider's security agent.</summary>
    public bool HasSecurityAgent { get; set; } = true;

    /// <summary>True while an order of the server is unpaid or carried out.</summary>
    public bool HasUnpaidOrder { get; set; }

    /// <summary>When size or bandwidth was last changed: a time of the event queue; null for never.</summary>
    public TimeSpan? ChangedAt { get; set; }

    /// <summary>In the cloud's own word.</summary>
    public string AutoRenewal { get; set; } = "";

    /// <summary>Months, years or weeks by which a subscription is renewed automatically.</summary>
    public (int Count, string Unit) AutoRenewalTerm { get; set; }

    /// <summary>A time of the event queue; null for never.</summary>
    public TimeSpan? ChargeTypeChangedAt { get; set; }

    /// <summary>Called by <see cref="RegionBackend.Enter(Server, ServerPhase)"/> only.</summary>
    public void Enter(ServerPhase phase, TimeSpan since, TimeSpan? ends)
    {
        (Phase, PhaseSince, PhaseEnds) = (phase, since, ends);
        PhaseNumber++;
    }
}
