namespace EcsTools.Sandbox.Fleet;

/// <summary>One cloud's account in one region. Every use is under <see cref="Gate"/>.</summary>
internal sealed class RegionBackend(SandboxCloud cloud, string region, VirtualClock clock, string accountId)
{
    private readonly DateTimeOffset _epoch = DateTimeOffset.UtcNow - clock.Elapsed;
    private Dictionary<string, string>? _keyPairs;
    private OrderBook? _orders;
    private Func<Server, string, GuestResult>? _guest;
    private readonly Random _random = new();
    private readonly Dictionary<string, (Disk Disk, Server? Server)> _disks = new(StringComparer.Ordinal);

    public object Gate { get; } = new();

    public SandboxCloud Cloud => cloud;

    public string Region => region;

    /// <summary>Alibaba: account id; elsewhere: project id.</summary>
    public string AccountId => accountId;

    /// <summary>The part that follows the prefix in every short id of the region.</summary>
    public string RegionPart { get; init; } = "bp1";

    public EventQueue Events { get; } = new(clock);

    public DateTimeOffset Now => _epoch + Events.Now;

    /// <summary>In the order of lists.</summary>
    public ResourceCollection<Server> Servers { get; } = new(s => s.Id);

    /// <summary>Disks that are not attached.</summary>
    public ResourceCollection<Disk> LooseDisks { get; } = new(d => d.Id);

    public ResourceCollection<Image> Images { get; } = new(i => i.Id);

    public ResourceCollection<Snapshot> Snapshots { get; } = new(s => s.Id);

    public ResourceCollection<MaintenanceEvent> MaintenanceEvents { get; } = new(e => e.Id);

    public ResourceCollection<SnapshotPolicy> SnapshotPolicies { get; } = new(p => p.Id);

    /// <summary>The network of a server that names none is the first one.</summary>
    public ResourceCollection<Network> Networks { get; } = new(n => n.Id);

    public ResourceCollection<SecurityGroup> SecurityGroups { get; } = new(g => g.Id);

    public IReadOnlyList<string> Zones { get; set; } = [];

    public ResourceCollection<Size> Sizes { get; } = new(s => s.Id);

    public OrderBook Orders => _orders ??= new OrderBook(this);

    public EncryptionKeys EncryptionKeys { get; } = new();

    public SandboxDelays Delays { get; init; } = new();

    /// <summary>Public keys (OpenSSH form) by name of the key pair.</summary>
    public Dictionary<string, string> KeyPairs => _keyPairs ??= KeyPairSource();

    /// <summary>Until when the names of deleted key pairs stay taken.</summary>
    public Dictionary<string, DateTimeOffset> HeldKeyPairNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Creates the first key pairs when they are first requested.</summary>
    public Func<Dictionary<string, string>> KeyPairSource { private get; init; } = () => new(StringComparer.Ordinal);

    /// <summary>Runs a command in a guest.</summary>
    public Func<Server, string, GuestResult> Guest
    {
        get => _guest ?? ((server, script) => GuestShell.Run(server, FindImage(server.ImageId)?.Platform, script));
        set => _guest = value;
    }

    /// <summary>Changes so far, counted by name (<c>stop</c>, <c>rebuild</c> ...): effects that tests compare.</summary>
    public Dictionary<string, int> Effects { get; } = new(StringComparer.Ordinal);

    public Server? FindServer(string id) => Servers.Find(id);

    public Image? FindImage(string id) => Images.Find(id);

    /// <summary>The server is null for a disk that is not attached.</summary>
    public (Disk Disk, Server? Server)? FindDisk(string id) => _disks.TryGetValue(id, out (Disk, Server?) found) ? found : null;

    public Network NetworkOf(Server server) => Networks.Find(server.NetworkId) ?? Networks[0];

    /// <summary>Of a server that names none, the first one.</summary>
    public IEnumerable<SecurityGroup> GroupsOf(Server server) =>
        server.SecurityGroupIds.Count == 0 ? [SecurityGroups[0]] : server.SecurityGroupIds.Select(SecurityGroups.Find).OfType<SecurityGroup>();

    public void Attach(Server server, Disk disk)
    {
        if (LooseDisks.Remove(disk.Id))
        {
            disk.Phase = DiskPhase.InUse;
        }

        disk.Zone = null;
        server.Disks.Insert(disk.IsSystem ? 0 : server.Disks.Count, disk);
        _disks[disk.Id] = (disk, server);
    }

    public void Detach(Server server, Disk disk)
    {
        server.Disks.Remove(disk);
        disk.Zone = server.Zone;
        disk.Phase = DiskPhase.Available;
        LooseDisks.Add(disk);
        _disks[disk.Id] = (disk, null);
    }

    public void AddLoose(Disk disk)
    {
        LooseDisks.Add(disk);
        _disks[disk.Id] = (disk, null);
    }

    public void Delete(Disk disk)
    {
        if (FindDisk(disk.Id) is { } found)
        {
            found.Server?.Disks.Remove(disk);
        }

        LooseDisks.Remove(disk.Id);
        _disks.Remove(disk.Id);
    }

    public void DeleteWithAutoSnapshots(Disk disk)
    {
        for (int i = Snapshots.Count - 1; disk.DeleteAutoSnapshot && i >= 0; i--)
        {
            if (Snapshots[i] is { IsAutomatic: true } snapshot && snapshot.DiskId == disk.Id)
            {
                Snapshots.RemoveAt(i);
            }
        }

        Delete(disk);
    }

    /// <summary>Enters a phase that lasts. What the server had scheduled is dropped.</summary>
    public void Enter(Server server, ServerPhase phase) => server.Enter(phase, Events.Now, ends: null);

    /// <summary>Enters a temporary phase of <paramref name="duration"/> in sandbox time; <paramref name="then"/> runs at its end, unless
    /// another phase has replaced it.</summary>
    public void Enter(Server server, ServerPhase phase, TimeSpan duration, Action then)
    {
        server.Enter(phase, Events.Now, Events.Now + duration);
        int number = server.PhaseNumber;
        Events.After(duration, () =>
        {
            if (server.PhaseNumber == number)
            {
                then();
            }
        });
    }

    public void Count(string name) => Effects[name] = Effects.TryGetValue(name, out int n) ? n + 1 : 1;

    /// <summary>Alibaba's form: prefix, the region's part, letters and digits; 22 characters (docs/contracts/alibaba-ecs.md 9).</summary>
    public string NewShortId(string prefix)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
        char[] id = new char[22];
        string head = prefix + RegionPart;
        head.CopyTo(0, id, 0, head.Length);
        for (int i = head.Length; i < id.Length; i++)
        {
            id[i] = Letters[_random.Next(Letters.Length)];
        }

        return new string(id);
    }

    /// <summary>From the range for documentation; with a large fleet not unique.</summary>
    public string NewPublicIp() => FormattableString.Invariant($"203.0.113.{_random.Next(100, 255)}");

    public string NewPrivateIp(Network network) =>
        FormattableString.Invariant($"{string.Join(".", network.Cidr.Split('.').Take(2))}.{_random.Next(32, 64)}.{_random.Next(2, 250)}");

    public string NewUuid() => Guid.NewGuid().ToString("D");
}
