using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Fleet;

/// <summary>One cloud's account in one region, as the sandbox plays it. Every use is under <see cref="Gate"/>.</summary>
internal sealed class World
{
    private readonly DateTimeOffset _epoch;
    private readonly Random _random = new();

    /// <summary>Makes an empty world.</summary>
    /// <param name="cloud">Which cloud it plays.</param>
    /// <param name="region">The region's id.</param>
    /// <param name="clock">The sandbox's clock.</param>
    /// <param name="accountId">Alibaba: account id; elsewhere: project id.</param>
    public World(SandboxCloud cloud, string region, SandboxClock clock, string accountId)
    {
        Cloud = cloud;
        Region = region;
        AccountId = accountId;
        Timeline = new Timeline(clock);
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

    /// <summary>What will happen.</summary>
    public Timeline Timeline { get; }

    /// <summary>The date and time in the world.</summary>
    public DateTimeOffset Now => _epoch + Timeline.Now;

    /// <summary>The servers, in the order lists give them.</summary>
    public List<Server> Servers { get; } = [];

    /// <summary>Disks that no server has.</summary>
    public List<Disk> LooseDisks { get; } = [];

    /// <summary>Images.</summary>
    public List<Image> Images { get; } = [];

    /// <summary>Snapshots.</summary>
    public List<Snapshot> Snapshots { get; } = [];

    /// <summary>Public keys (OpenSSH form) by key pair name.</summary>
    public Dictionary<string, string> KeyPairs { get; } = new(StringComparer.Ordinal);

    /// <summary>What has been done to this world, counted by name (<c>stop</c>, <c>rebuild</c> ...): the effects that tests compare.</summary>
    public Dictionary<string, int> Effects { get; } = new(StringComparer.Ordinal);

    /// <summary>The server with an id, or null.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The server.</returns>
    public Server? FindServer(string id) => Servers.FirstOrDefault(s => s.Id == id);

    /// <summary>The image with an id, or null.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The image.</returns>
    public Image? FindImage(string id) => Images.FirstOrDefault(i => i.Id == id);

    /// <summary>Counts an effect.</summary>
    /// <param name="name">What was done.</param>
    public void Count(string name) => Effects[name] = Effects.TryGetValue(name, out int n) ? n + 1 : 1;

    /// <summary>A new id in Alibaba's form: prefix and 20 letters and digits.</summary>
    /// <param name="prefix">For example <c>i-</c>.</param>
    /// <returns>The id.</returns>
    public string NewShortId(string prefix)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
        return prefix + new string([.. Enumerable.Range(0, 20).Select(_ => Letters[_random.Next(Letters.Length)])]);
    }

    /// <summary>A new id in OpenStack's form.</summary>
    /// <returns>A GUID with dashes.</returns>
    public string NewUuid() => Guid.NewGuid().ToString("D");
}
