using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Fleet;

/// <summary>One cloud's account in one region, as the sandbox plays it. Every use is under <see cref="Gate"/>.</summary>
internal sealed class RegionBackend
{
    private readonly DateTimeOffset _epoch;
    private Dictionary<string, string>? _keyPairs;
    private readonly Random _random = new();
    private readonly Dictionary<string, (Disk Disk, Server? Server)> _disks = new(StringComparer.Ordinal);

    /// <summary>Makes an empty world.</summary>
    /// <param name="cloud">Which cloud it plays.</param>
    /// <param name="region">The region's id.</param>
    /// <param name="clock">The sandbox's clock.</param>
    /// <param name="accountId">Alibaba: account id; elsewhere: project id.</param>
    public RegionBackend(SandboxCloud cloud, string region, VirtualClock clock, string accountId)
    {
        Cloud = cloud;
        Region = region;
        AccountId = accountId;
        Events = new EventQueue(clock);
        _epoch = DateTimeOffset.UtcNow - clock.Elapsed;
    }

    /// <summary>Guards everything in this world.</summary>
    public object Gate { get; } = new();

    /// <summary>Which cloud it plays.</summary>
    public SandboxCloud Cloud { get; }

    /// <summary>The region's id.</summary>
    public string Region { get; }

    /// <summary>Alibaba: account id; elsewhere: project id.</summary>
    public string AccountId { get; }

    /// <summary>What every short id of the region has behind its prefix.</summary>
    public string RegionPart { get; init; } = "bp1";

    /// <summary>What will happen.</summary>
    public EventQueue Events { get; }

    /// <summary>The date and time in the world.</summary>
    public DateTimeOffset Now => _epoch + Events.Now;

    /// <summary>The servers, in the order lists give them.</summary>
    public ResourceCollection<Server> Servers { get; } = new(s => s.Id);

    /// <summary>Disks that no server has.</summary>
    public ResourceCollection<Disk> LooseDisks { get; } = new(d => d.Id);

    /// <summary>Images.</summary>
    public ResourceCollection<Image> Images { get; } = new(i => i.Id);

    /// <summary>Snapshots.</summary>
    public ResourceCollection<Snapshot> Snapshots { get; } = new(s => s.Id);

    /// <summary>Automatic snapshot policies.</summary>
    public ResourceCollection<SnapshotPolicy> SnapshotPolicies { get; } = new(p => p.Id);

    /// <summary>Sizes that can be had.</summary>
    public ResourceCollection<Size> Sizes { get; } = new(s => s.Id);

    /// <summary>How long the cloud's work takes.</summary>
    public SandboxDelays Delays { get; init; } = new();

    /// <summary>Public keys (OpenSSH form) by key pair name.</summary>
    public Dictionary<string, string> KeyPairs => _keyPairs ??= KeyPairSource();

    /// <summary>Makes the first key pairs when they are first asked for.</summary>
    public Func<Dictionary<string, string>> KeyPairSource { private get; init; } = () => new(StringComparer.Ordinal);

    /// <summary>What a command does in a guest.</summary>
    public Func<Server, string, GuestResult> Guest { get; set; } = GuestShell.Run;

    /// <summary>What has been done to this world, counted by name (<c>stop</c>, <c>rebuild</c> ...): effects that tests compare.</summary>
    public Dictionary<string, int> Effects { get; } = new(StringComparer.Ordinal);

    /// <summary>The server with an id, or null.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The server.</returns>
    public Server? FindServer(string id) => Servers.Find(id);

    /// <summary>The image with an id, or null.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The image.</returns>
    public Image? FindImage(string id) => Images.Find(id);

    /// <summary>The disk with an id and the server that has it.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Null if there is none; the server is null for a loose disk.</returns>
    public (Disk Disk, Server? Server)? FindDisk(string id) => _disks.TryGetValue(id, out (Disk, Server?) found) ? found : null;

    /// <summary>Attaches a new or loose disk.</summary>
    /// <param name="server">The server.</param>
    /// <param name="disk">The disk.</param>
    public void Attach(Server server, Disk disk)
    {
        if (LooseDisks.Remove(disk.Id))
        {
            disk.Phase = DiskPhase.InUse;
        }

        server.Disks.Add(disk);
        _disks[disk.Id] = (disk, server);
    }

    /// <summary>Takes a disk from its server; it is loose from then on.</summary>
    /// <param name="server">The server.</param>
    /// <param name="disk">The disk.</param>
    public void Detach(Server server, Disk disk)
    {
        server.Disks.Remove(disk);
        disk.Phase = DiskPhase.Available;
        LooseDisks.Add(disk);
        _disks[disk.Id] = (disk, null);
    }

    /// <summary>Adds a new disk that no server has.</summary>
    /// <param name="disk">The disk.</param>
    public void AddLoose(Disk disk)
    {
        LooseDisks.Add(disk);
        _disks[disk.Id] = (disk, null);
    }

    /// <summary>Deletes a disk, wherever it is.</summary>
    /// <param name="disk">The disk.</param>
    public void Delete(Disk disk)
    {
        if (FindDisk(disk.Id) is { } found)
        {
            found.Server?.Disks.Remove(disk);
        }

        LooseDisks.Remove(disk.Id);
        _disks.Remove(disk.Id);
    }

    /// <summary>Puts a server into a phase that lasts. What it had planned is dropped.</summary>
    /// <param name="server">The server.</param>
    /// <param name="phase">The phase.</param>
    public void Enter(Server server, ServerPhase phase) => server.Enter(phase, Events.Now, ends: null);

    /// <summary>Puts a server into a passing phase.</summary>
    /// <param name="server">The server.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="duration">How long it lasts, in sandbox time.</param>
    /// <param name="then">What happens at its end, unless another phase has overtaken it.</param>
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

    /// <summary>Counts an effect.</summary>
    /// <param name="name">What was done.</param>
    public void Count(string name) => Effects[name] = Effects.TryGetValue(name, out int n) ? n + 1 : 1;

    /// <summary>A new id in Alibaba's form: prefix, the region's part, letters and digits; 22 characters
    /// (docs/contracts/alibaba-ecs.md 9).</summary>
    /// <param name="prefix">For example <c>i-</c>.</param>
    /// <returns>The id.</returns>
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

    /// <summary>A public address from the range for documentation.</summary>
    /// <returns>The address; with a large fleet not the only one of its kind.</returns>
    public string NewPublicIp() => FormattableString.Invariant($"203.0.113.{_random.Next(100, 255)}");

    /// <summary>A new id in OpenStack's form.</summary>
    /// <returns>A GUID with dashes.</returns>
    public string NewUuid() => Guid.NewGuid().ToString("D");
}
