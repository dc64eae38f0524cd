namespace EcsTools.Sandbox.Fleet;

/// <summary>Creates servers at a user's request. An emulator has checked the request and its answer names the server; only afterward does it appear, and come up.</summary>
internal sealed record ServerCreation(RegionBackend Backend, Image Image, Size Size, Network Network)
{
    public required string Name { get; init; }

    public required string Id { get; init; }

    /// <summary>The zone; null for that of the network, or the first one.</summary>
    public string? Zone { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    public string? KeyPairName { get; init; }

    public string? Password { get; init; }

    /// <summary>Of a static public address; 0 for none.</summary>
    public int BandwidthOut { get; init; }

    public bool IsBilledByBandwidth { get; init; }

    /// <summary>A public address that is a resource of its own; null for none.</summary>
    public ElasticIp? ElasticIp { get; init; }

    public bool IsSpot { get; init; }

    /// <summary>Null for pay as you go.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The system disk first.</summary>
    public required IReadOnlyList<Disk> Disks { get; init; }

    /// <summary>Makes the server, which no read shows yet.</summary>
    public Server Make()
    {
        Server server = new()
        {
            Id = Id,
            Name = Name,
            Description = Description,
            Phase = ServerPhase.Creating,
            Size = Size.Id,
            Vcpu = Size.Vcpu,
            MemoryMiB = Size.MemoryMiB,
            HasLocalDisks = Size.HasLocalDisks,
            ImageId = Image.Id,
            Zone = Zone ?? (Network.Zone.Length > 0 ? Network.Zone : Backend.Zones[0]),
            NetworkId = Network.Id,
            IsWindows = Image.IsWindows,
            KeyPairName = KeyPairName,
            Password = Password,
            PrivateIp = Backend.NewPrivateIp(Network),
            PublicIp = ElasticIp?.Address ?? (BandwidthOut > 0 ? Backend.NewPublicIp() : null),
            ElasticIp = ElasticIp,
            BandwidthOut = BandwidthOut,
            BandwidthIn = BandwidthOut == 0 ? 0 : Math.Max(10, BandwidthOut),
            IsBilledByBandwidth = IsBilledByBandwidth,
            IsSpot = IsSpot,
            IsSubscription = ExpiresAt is not null,
            ExpiresAt = ExpiresAt,
            CreatedAt = Backend.Now,
            WasStarted = false,
        };
        server.SecurityGroupIds.AddRange(SecurityGroupIds);
        foreach (KeyValuePair<string, string> tag in Tags)
        {
            server.Tags[tag.Key] = tag.Value;
        }

        return server;
    }

    /// <summary>Shows the server after a moment and starts it.</summary>
    /// <param name="failsLate">True if it is deleted again while it is created.</param>
    /// <param name="onEnd">Called with true when it runs, with false when it was deleted again.</param>
    public void Begin(Server server, bool failsLate, Action<bool>? onEnd = null)
    {
        Network.FreeAddresses--;
        Backend.Count("create");
        Backend.Events.After(Backend.Delays.Appear, () =>
        {
            Backend.Servers.Add(server);
            foreach (Disk disk in Disks)
            {
                Backend.Attach(server, disk);
            }

            Backend.Enter(server, ServerPhase.Creating, Backend.Delays.Create, () =>
            {
                if (failsLate)
                {
                    server.Disks.ToList().ForEach(Backend.Delete);
                    Backend.Servers.Remove(server.Id);
                    onEnd?.Invoke(false);
                }
                else
                {
                    server.WasStarted = true;
                    Backend.Enter(server, ServerPhase.Starting, Backend.Delays.Start, () =>
                    {
                        Power.ComeUp(Backend, server);
                        onEnd?.Invoke(true);
                    });
                }
            });
        });
    }
}
