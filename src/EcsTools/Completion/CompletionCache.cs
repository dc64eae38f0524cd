using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;

namespace EcsTools.Completion;

/// <summary>
/// What the commands of this session have shown of one account, and the names and ids that those of earlier sessions have.
/// </summary>
internal sealed class CompletionCache(ConnectedAccount account)
{
    // Events pass, and tags may hold anything: neither outlives the session.
    private static readonly KnownKind[] Kept = [.. Enum.GetValues(typeof(KnownKind)).Cast<KnownKind>().Except([KnownKind.Event, KnownKind.Tag])];

    private readonly Dictionary<KnownKind, BoundedCache> _caches = [];
    private readonly Dictionary<string, string[]> _sizesOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(KnownKind Kind, string? Of)> _asked = [];
    private bool _isRead;
    private bool _isDirty;

    /// <summary>What is known of one kind.</summary>
    public BoundedCache this[KnownKind kind]
    {
        get
        {
            if (!_caches.TryGetValue(kind, out BoundedCache cache))
            {
                _caches[kind] = cache = new BoundedCache();
            }

            return cache;
        }
    }

    /// <summary>Keeps in mind what a command has read; anything that no parameter takes is passed over.</summary>
    public void Remember(object? item)
    {
        _isDirty |= item is not (null or EcsEvent);
        switch (item)
        {
            case EcsInstance i:
                this[KnownKind.Instance].Put(i.Id, i.Name, i.Status.ToString(), i.Size, i.PublicIp ?? i.PrivateIp);
                this[KnownKind.Size].PutNew(i.Size, $"{i.Vcpu} vCPU", $"{i.MemoryMiB / 1024.0:0.#} GiB");
                this[KnownKind.KeyPair].PutNew(i.KeyPairName ?? "");
                this[KnownKind.Disk].PutNew(i.SystemDiskId ?? "", "system disk", i.ToString());
                this[KnownKind.Zone].PutNew(i.Zone ?? "");
                this[KnownKind.Vpc].PutNew(i.VpcId ?? "");
                foreach (string reason in i.LockReasons)
                {
                    this[KnownKind.LockReason].PutNew(reason);
                }

                foreach (KeyValuePair<string, string> tag in i.Tags)
                {
                    this[KnownKind.Tag].PutNew($"@{{ {CommandLineText.Key(tag.Key)} = {CommandLineText.Literal(tag.Value)} }}", $"{tag.Key}={tag.Value}");
                }

                break;
            case EcsInstanceSize s:
                this[KnownKind.Size].Put(s.Name, s.Name, $"{s.Vcpu} vCPU", $"{s.MemoryMiB / 1024.0:0.#} GiB", s.IsAvailable ? s.Architecture : "out of stock");
                break;
            case EcsImage i:
                this[KnownKind.Image].Put(i.Id, i.Name, i.Name, i.OsName, i.Owner, i.IsUsable ? null : i.Status);
                break;
            case EcsKeyPair k:
                this[KnownKind.KeyPair].Put(k.Name, k.Name, k.Fingerprint);
                break;
            case EcsRegion r:
                this[KnownKind.Region].Put(r.Id, r.Id, r.Name, r.Cloud.ToString());
                break;
            case EcsZone z:
                this[KnownKind.Zone].Put(z.Id, z.Id, z.Name, z.IsAvailable ? null : "not available");
                break;
            case EcsNetwork n:
                this[KnownKind.Network].Put(n.Id, n.Name, n.Name, n.Zone, string.Join(", ", n.Cidrs), n.VpcId);
                this[KnownKind.Vpc].PutNew(n.VpcId);
                break;
            case EcsSecurityGroup g:
                this[KnownKind.SecurityGroup].Put(g.Id, g.Name, g.Name, g.Description, g.VpcId);
                this[KnownKind.Vpc].PutNew(g.VpcId);
                break;
            case EcsDisk d:
                this[KnownKind.Disk].Put(d.Id, d.Id, d.IsSystemDisk ? "system disk" : "data disk", d.Name, $"{d.SizeGiB} GiB", d.InstanceId);
                break;
            case EcsEvent e:
                this[KnownKind.Event].Put(e.Id, e.Id, e.Type, e.State.ToString(), e.InstanceId);
                break;
            case EcsSnapshot s:
                this[KnownKind.Snapshot].Put(s.Id, s.Id, s.Name, s.Status, $"{s.CreatedAt:u}", s.DiskId);
                break;
        }
    }

    /// <summary>Keeps in mind which sizes a server can be given.</summary>
    public void RememberSizes(string instanceId, IEnumerable<EcsInstanceSize> sizes)
    {
        EcsInstanceSize[] all = [.. sizes];
        _sizesOf[instanceId] = [.. all.Select(s => s.Name)];
        Array.ForEach(all, Remember);
    }

    /// <summary>The sizes that a server can be given; null while these are not known.</summary>
    public IReadOnlyList<string>? SizesOf(string instanceId) => _sizesOf.TryGetValue(instanceId, out string[] sizes) ? sizes : null;

    /// <summary>Determines whether the cloud has been asked for something already, and takes it that it is asked now.</summary>
    /// <param name="of">The server that is asked about, or null.</param>
    /// <returns>true the first time; otherwise, false.</returns>
    public bool BeginAsking(KnownKind kind, string? of) => _asked.Add((kind, of));

    /// <summary>Reads what earlier sessions have kept, once: what this session has seen itself stays as it is.</summary>
    public void ReadKept()
    {
        if (_isRead)
        {
            return;
        }

        _isRead = true;
        foreach (KeyValuePair<string, IReadOnlyList<KnownName>> kept in CompletionFile.Read(account.Info))
        {
            if (Enum.TryParse(kept.Key, out KnownKind kind) && Array.IndexOf(Kept, kind) >= 0)
            {
                foreach (KnownName name in kept.Value)
                {
                    this[kind].PutOld(name.Id, name.Name);
                }
            }
        }
    }

    /// <summary>Keeps names and ids for later sessions, if this one has seen any.</summary>
    public void Keep()
    {
        if (_isDirty)
        {
            ReadKept();
            _isDirty = false;
            CompletionFile.Write(account.Info, Kept.ToDictionary(k => k.ToString(), k => (IReadOnlyList<KnownName>)[.. this[k].All.Select(c => new KnownName(c.Value, c.Label))]));
        }
    }
}
