using EcsTools.Model;

namespace EcsTools.Completion;

/// <summary>What the commands of this session have shown of one account. Completion knows nothing else: it never asks a cloud.</summary>
internal sealed class CompletionCache
{
    /// <summary>Servers, by id.</summary>
    public BoundedCache Instances { get; } = new();

    /// <summary>Sizes, by name.</summary>
    public BoundedCache Sizes { get; } = new();

    /// <summary>Images, by id.</summary>
    public BoundedCache Images { get; } = new();

    /// <summary>Key pairs, by name.</summary>
    public BoundedCache KeyPairs { get; } = new();

    /// <summary>Regions, by id.</summary>
    public BoundedCache Regions { get; } = new();

    /// <summary>Disks, by id.</summary>
    public BoundedCache Disks { get; } = new();

    /// <summary>Snapshots, by id.</summary>
    public BoundedCache Snapshots { get; } = new();

    /// <summary>Zones, by id.</summary>
    public BoundedCache Zones { get; } = new();

    /// <summary>Networks, by id.</summary>
    public BoundedCache Networks { get; } = new();

    /// <summary>Security groups, by id.</summary>
    public BoundedCache SecurityGroups { get; } = new();

    /// <summary>Events of the provider, by id.</summary>
    public BoundedCache Events { get; } = new();

    /// <summary>Keeps in mind what a command has read; anything that no parameter takes is passed over.</summary>
    public void Remember(object? item)
    {
        switch (item)
        {
            case EcsInstance i:
                Instances.Put(i.Id, i.Name, i.Status.ToString(), i.Size, i.PublicIp ?? i.PrivateIp);
                Sizes.PutNew(i.Size, $"{i.Vcpu} vCPU", $"{i.MemoryMiB / 1024.0:0.#} GiB");
                KeyPairs.PutNew(i.KeyPairName ?? "");
                Disks.PutNew(i.SystemDiskId ?? "", "system disk", i.ToString());
                break;
            case EcsInstanceSize s:
                Sizes.Put(s.Name, s.Name, $"{s.Vcpu} vCPU", $"{s.MemoryMiB / 1024.0:0.#} GiB", s.IsAvailable ? s.Architecture : "not in stock");
                break;
            case EcsImage i:
                Images.Put(i.Id, i.Name, i.Name, i.OsName, i.Owner, i.IsUsable ? null : i.Status);
                break;
            case EcsKeyPair k:
                KeyPairs.Put(k.Name, k.Name, k.Fingerprint);
                break;
            case EcsRegion r:
                Regions.Put(r.Id, r.Id, r.Name, r.Cloud.ToString());
                break;
            case EcsZone z:
                Zones.Put(z.Id, z.Id, z.Name, z.IsAvailable ? null : "not available");
                break;
            case EcsNetwork n:
                Networks.Put(n.Id, n.Name, n.Name, n.Zone, string.Join(", ", n.Cidrs), n.VpcId);
                break;
            case EcsSecurityGroup g:
                SecurityGroups.Put(g.Id, g.Name, g.Name, g.Description, g.VpcId);
                break;
            case EcsDisk d:
                Disks.Put(d.Id, d.Id, d.IsSystemDisk ? "system disk" : "data disk", d.Name, $"{d.SizeGiB} GiB", d.InstanceId);
                break;
            case EcsEvent e:
                Events.Put(e.Id, e.Id, e.Type, e.State.ToString(), e.InstanceId);
                break;
            case EcsSnapshot s:
                Snapshots.Put(s.Id, s.Id, s.Name, s.Status, $"{s.CreatedAt:u}", s.DiskId);
                break;
        }
    }
}
