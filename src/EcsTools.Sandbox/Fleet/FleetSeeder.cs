using System.Globalization;

namespace EcsTools.Sandbox.Fleet;

/// <summary>Creates the servers that every backend has, so that each rule can be tried by name.</summary>
internal sealed class FleetSeeder
{
    /// <summary>Elsewhere every public address is an elastic one.</summary>
    private const string ElasticAtAlibaba = "web-06";

    private readonly RegionBackend _backend;
    private readonly SeedCatalog _catalog;
    private readonly string _keyPairName;
    private readonly DateTimeOffset _made;
    private readonly Dictionary<string, Image> _images = new(StringComparer.Ordinal);
    private int _address;
    private int _publicAddress;

    private FleetSeeder(RegionBackend backend, string keyPairName)
    {
        _backend = backend;
        _catalog = SeedCatalog.Of(backend.Cloud);
        _keyPairName = keyPairName;
        _made = backend.Now.AddDays(-30);
    }

    public static void Fill(RegionBackend backend, string keyPairName, int count)
    {
        FleetSeeder seeder = new(backend, keyPairName);
        NetworkSeeder.Fill(backend, seeder._catalog);
        seeder.AddSizesAndImages();
        seeder.AddMembers();
        seeder.AddNodes(count);
        seeder.ApplyPolicies();
        seeder.AddEvents();
    }

    private void AddSizesAndImages()
    {
        foreach (Size size in new[] { _catalog.Usual, _catalog.Larger, _catalog.Special, _catalog.SoldOut })
        {
            _backend.Sizes.Add(size);
        }

        AddImage("ubuntu", "Ubuntu", "Ubuntu 22.04", "Ubuntu 22.04 server 64bit", 20);
        AddImage("windows", "Windows", "Windows Server 2022", "Windows Server 2022 Datacenter 64bit", 40);
        AddImage("redhat", "RedHat", "Red Hat Enterprise Linux 9.4", "RedHat Enterprise Linux 9.4 64bit", 40);
        AddImage("oracle", "Oracle", "Oracle Linux Server release 8.10", "Oracle Linux Server release 8.10 64bit", 20);
        AddImage("suse", "SUSE", "SUSE Linux Enterprise Server 15 SP6", "SUSE Enterprise 15 SP6 64bit", 20);
        AddImage("private", "Ubuntu", "Ubuntu 22.04", "golden-web", 40, isPublic: false);
    }

    private void AddImage(string word, string platform, string osName, string name, int sizeGiB, bool isPublic = true)
    {
        string? id = _catalog.ImageIds[word];
        Image image = new()
        {
            Id = id ?? _catalog.NewId(_backend, "m-"),
            Name = id ?? name,
            Platform = platform,
            OsName = osName,
            IsWindows = platform == "Windows",
            IsPublic = isPublic,
            SizeGiB = sizeGiB,
            CreatedAt = _made.AddDays(-60),
        };
        _images[word] = image;
        _backend.Images.Add(image);
    }

    private void AddMembers()
    {
        for (int i = 1; i <= 6; i++)
        {
            AddLinux(FormattableString.Invariant($"web-{i:00}"), ServerPhase.Running, "web", zone: i < 4 ? 1 : 2, isPublic: true);
        }

        AddDatabase("db-01");
        AddDatabase("db-02", _backend.EncryptionKeys.OwnKeyId);

        Server win = New("win-01", "windows", ServerPhase.Running, publicIp: NextPublic());
        win.KeyPairName = _catalog.WindowsTakesKeyPair ? _keyPairName : null;
        win.Password = "Sandbox-Win-01!";
        Put(win, "windows", "win");

        Put(New("byol-01", "windows", ServerPhase.Stopped, onDedicatedHost: true), "windows", "byol");
        Put(New("prepaid-01", "ubuntu", ServerPhase.Stopped, publicIp: NextPublic(), expiresAt: _backend.Now.AddDays(200)), "ubuntu", "app").IsBilledByBandwidth = true;

        AddLinux("protected-01", ServerPhase.Running, "app").IsProtected = true;
        AddLinux("frozen-01", ServerPhase.Stopped, "app").ProviderLocks.Add("security");

        Put(New("hpc-01", "ubuntu", ServerPhase.Stopped, size: _catalog.Special), "ubuntu", "hpc");

        Server old = New("oldimage-01", "private", ServerPhase.Stopped);
        old.ImageId = _catalog.NewId(_backend, "m-");
        Put(old, "private", "app");

        AddLinux("failed-01", ServerPhase.Stopped, "app").LastReinstallFailed = true;

        Server diskless = AddLinux("diskless-01", ServerPhase.Stopped, "app");
        _backend.Detach(diskless, diskless.SystemDisk!);
    }

    private Server AddLinux(string name, ServerPhase phase, string role, int zone = 1, bool isPublic = false, string? encryptionKeyId = null)
    {
        Server server = New(name, "ubuntu", phase, zone, publicIp: isPublic ? NextPublic() : null);
        return Put(server, "ubuntu", role, encryptionKeyId);
    }

    private void AddDatabase(string name, string? encryptionKeyId = null)
    {
        Server server = AddLinux(name, ServerPhase.Stopped, "db", encryptionKeyId: encryptionKeyId);
        AddDisk(server, isSystem: false, sizeGiB: 100, imageId: null);
        foreach (Disk disk in server.Disks)
        {
            _backend.Snapshots.Add(new Snapshot
            {
                Id = _catalog.NewId(_backend, "s-"),
                Name = $"{name}-{(disk.IsSystem ? "system" : "data")}",
                DiskId = disk.Id,
                IsOfSystemDisk = disk.IsSystem,
                Generation = disk.Generation,
                SizeGiB = disk.SizeGiB,
                EncryptionKeyId = disk.EncryptionKeyId,
                CreatedAt = _made.AddDays(10),
            });
        }
    }

    private Server New(
        string name,
        string image,
        ServerPhase phase,
        int zone = 1,
        string? publicIp = null,
        bool onDedicatedHost = false,
        DateTimeOffset? expiresAt = null,
        Size? size = null)
    {
        size ??= _catalog.Usual;
        bool isElastic = publicIp is not null && (_backend.Cloud != SandboxCloud.Alibaba || name == ElasticAtAlibaba);
        return new Server
        {
            Id = _catalog.NewId(_backend, "i-"),
            Name = name,
            Phase = phase,
            Size = size.Id,
            Vcpu = size.Vcpu,
            MemoryMiB = size.MemoryMiB,
            HasLocalDisks = size.HasLocalDisks,
            ImageId = _images[image].Id,
            Zone = _catalog.Zone(_backend.Region, zone),
            NetworkId = _backend.Networks.First(n => n.Zone.Length == 0 || n.Zone == _catalog.Zone(_backend.Region, zone)).Id,
            IsWindows = _images[image].IsWindows,
            KeyPairName = _images[image].IsWindows ? null : _keyPairName,
            PrivateIp = NextPrivate(),
            PublicIp = publicIp,
            ElasticIp = !isElastic ? null : new ElasticIp
            {
                Id = _catalog.NewId(_backend, "eip-"),
                BandwidthId = _catalog.NewId(_backend, "bw-"),
                Address = publicIp!,
                IsBilledByBandwidth = expiresAt is not null,
                IsSubscription = expiresAt is not null,
            },
            BandwidthOut = publicIp is null || isElastic ? 0 : 5,
            BandwidthIn = publicIp is null || isElastic ? 0 : 10,
            IsOnDedicatedHost = onDedicatedHost,
            IsSubscription = expiresAt is not null,
            ExpiresAt = expiresAt,
            CreatedAt = _made,
            StartedAt = _made.AddMinutes(1),
        };
    }

    private Server Put(Server server, string image, string role, string? encryptionKeyId = null)
    {
        server.Tags["env"] = "sandbox";
        server.Tags["role"] = role;
        AddDisk(server, isSystem: true, Math.Max(40, _images[image].SizeGiB), server.ImageId, encryptionKeyId);
        _backend.Servers.Add(server);
        return server;
    }

    private void AddDisk(Server server, bool isSystem, int sizeGiB, string? imageId, string? encryptionKeyId = null) => _backend.Attach(server, new Disk
    {
        Id = _catalog.NewId(_backend, "d-"),
        IsSystem = isSystem,
        SizeGiB = sizeGiB,
        Category = _catalog.DiskCategory,
        PerformanceLevel = _catalog.DiskCategory == "cloud_essd" ? "PL1" : null,
        ImageId = imageId,
        EncryptionKeyId = encryptionKeyId,
        DeleteWithServer = isSystem,
        CreatedAt = _made,
    });

    private void AddNodes(int count)
    {
        for (int i = 1; _backend.Servers.Count < count; i++)
        {
            AddLinux("node-" + i.ToString("0000", CultureInfo.InvariantCulture), ServerPhase.Running, "node");
        }
    }

    /// <summary>Databases and the servers that fill up the fleet have nightly snapshots.</summary>
    private void ApplyPolicies()
    {
        if (_backend.Cloud != SandboxCloud.Alibaba)
        {
            return;
        }

        SnapshotPolicy nightly = new() { Id = _catalog.NewId(_backend, "sp-"), Name = "nightly", CreatedAt = _made };
        SnapshotPolicy weekly = new() { Id = _catalog.NewId(_backend, "sp-"), Name = "weekly", RepeatWeekdays = "[\"7\"]", CreatedAt = _made };
        _backend.SnapshotPolicies.Add(nightly);
        _backend.SnapshotPolicies.Add(weekly);
        foreach (Disk disk in _backend.Servers.Where(s => s.Tags["role"] is "db" or "node").SelectMany(s => s.Disks))
        {
            disk.Policies.Add(nightly.Id);
        }
    }

    /// <summary>One that waits for consent, one in a week, and one that is over; OTC tells of none.</summary>
    private void AddEvents()
    {
        if (_backend.Cloud == SandboxCloud.OpenTelekom)
        {
            return;
        }

        MaintenanceEvent add(string server, bool isRedeployment, int publishedDays, int beginDays)
        {
            MaintenanceEvent item = new()
            {
                Id = _catalog.NewId(_backend, "e-"),
                ServerId = _backend.Servers.First(s => s.Name == server).Id,
                IsRedeployment = isRedeployment,
                PublishedAt = _backend.Now.AddDays(publishedDays),
                NotBefore = _backend.Now.AddDays(beginDays),
            };
            _backend.MaintenanceEvents.Add(item);
            return item;
        }

        add("web-05", isRedeployment: true, publishedDays: -2, beginDays: 5);
        Maintenance.Schedule(_backend, add("protected-01", isRedeployment: false, publishedDays: -1, beginDays: 7), _backend.Now.AddDays(7));
        MaintenanceEvent over = add("web-04", isRedeployment: false, publishedDays: -5, beginDays: -3);
        (over.Phase, over.BegunAt, over.EndedAt) = (MaintenancePhase.Completed, over.NotBefore, over.NotBefore.AddMinutes(2));
    }

    private string NextPublic() => FormattableString.Invariant($"203.0.113.{10 + _publicAddress++}");

    /// <summary>192.168.0.0/16 for the first, 10.0.0.0/8 when that is full.</summary>
    private string NextPrivate()
    {
        int n = _address++;
        return n < 60_000
            ? FormattableString.Invariant($"192.168.{10 + (n / 250)}.{2 + (n % 250)}")
            : FormattableString.Invariant($"10.{n >> 16}.{(n >> 8) & 0xFF}.{n & 0xFF}");
    }
}
