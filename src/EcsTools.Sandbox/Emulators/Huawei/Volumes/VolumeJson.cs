using System.Globalization;

using EcsTools.Sandbox.Emulators.Huawei.Images;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Volumes;

/// <summary>The disk object (<c>evs.volume.show.json</c>).</summary>
internal static class VolumeJson
{
    public static void Write(JsonTextWriter w, RequestContext call, Disk disk, Server? server)
    {
        RegionBackend backend = call.Backend;
        string made = Times.Bare(disk.CreatedAt);
        w.Put("id", disk.Id);
        w.Put("name", NameOf(disk, server));
        w.Put("status", StatusOf(disk));
        w.Put("size", disk.SizeGiB);
        w.Put("volume_type", disk.Category);
        w.Put("bootable", disk.IsBootable ? "true" : "false");
        w.Put("availability_zone", server?.Zone ?? disk.Zone ?? SeedCatalog.Of(backend.Cloud).Zone(backend.Region, 1));
        w.Put("created_at", made);
        w.Put("updated_at", made);
        w.PutNulls("description", "snapshot_id", "source_volid", "consistencygroup_id");
        w.Put("replication_status", "disabled");
        w.Put("encrypted", call.IsOtc && disk.EncryptionKeyId is not null); // Huawei writes it without a meaning.
        w.Put("multiattach", false);
        w.Put("shareable", "false");
        w.Put("user_id", call.Context.Tenant.UserId);
        w.Put("service_type", "EVS");
        w.Put("wwn", "688860300000d1fa" + disk.Id.Substring(0, 8));
        w.PutNulls("enterprise_project_id", "dedicated_storage_id", "dedicated_storage_name");
        w.PutObject("tags", t =>
        {
            foreach (KeyValuePair<string, string> tag in disk.Tags)
            {
                t.Put(tag.Key, tag.Value);
            }
        });
        w.PutObject("metadata", m =>
        {
            m.Put("attached_mode", "rw");
            m.Put("readonly", "False");
            m.Put("__openstack_region_name", backend.Region);
            if (server?.IsSubscription == true && !call.IsOtc)
            {
                m.Put("orderID", "CS26091807034EFGH");
            }

            if (disk.EncryptionKeyId is { } key)
            {
                m.Put("__system__encrypted", "1");
                m.Put("__system__cmkid", key);
            }
        });
        w.Put("os-vol-host-attr:host", "az1.dc1#2");
        w.Put("os-vol-tenant-attr:tenant_id", backend.AccountId);
        w.PutNulls("os-vol-mig-status-attr:migstat", "os-vol-mig-status-attr:name_id", "os-volume-replication:extended_status");
        w.PutObjects("links", [$"{call.AddressOf(Service.Evs)}/v2/{backend.AccountId}/os-vendor-volumes/{disk.Id}"], (l, href) =>
        {
            l.Put("rel", "self");
            l.Put("href", href);
        });
        w.PutObject("volume_image_metadata", m => WriteImage(m, disk.ImageId is null ? null : backend.FindImage(disk.ImageId)));
        w.PutObjects("attachments", server is null ? Enumerable.Empty<Server>() : [server], (a, at) => WriteAttachment(a, disk, at));
    }

    public static string NameOf(Disk disk, Server? server) =>
        disk.Name.Length > 0 ? disk.Name : (server?.Name ?? "volume") + (disk.IsSystem ? "-volume-0000" : "-data");

    public static string StatusOf(Disk disk) => disk.Phase switch
    {
        DiskPhase.InUse => "in-use",
        DiskPhase.Available => "available",
        DiskPhase.Creating => "creating",
        DiskPhase.Attaching => "attaching",
        DiskPhase.Detaching => "detaching",
        DiskPhase.RollingBack => "rollbacking",
        DiskPhase.Extending => "extending",

        // The word is in no list (docs/contracts/huawei-ecs-lifecycle.md 2.2).
        DiskPhase.Retyping => "retyping",
        DiskPhase.Deleting => "deleting",
        _ => "error",
    };

    private static void WriteImage(JsonTextWriter w, Image? image)
    {
        if (image is null)
        {
            return;
        }

        w.Put("__imagetype", ImageJson.TypeOf(image));
        w.Put("__os_type", ImageJson.SystemOf(image));
        w.Put("__os_bit", "64");
        w.Put("__platform", image.Platform);
        w.Put("__os_version", image.OsName + " 64bit");
        w.Put("__isregistered", "true");
        w.Put("virtual_env_type", "FusionCompute");
        w.Put("image_id", image.Id);
        w.Put("image_name", image.Name);
        w.Put("min_disk", image.SizeGiB.ToString(CultureInfo.InvariantCulture));
        w.Put("min_ram", "1024");
    }

    private static void WriteAttachment(JsonTextWriter w, Disk disk, Server server)
    {
        w.Put("id", disk.Id);
        w.Put("attachment_id", "a77ac000-" + disk.Id.Substring(9));
        w.Put("server_id", server.Id);
        w.Put("volume_id", disk.Id);
        w.Put("device", ServerFields.Disks(server).First(d => d.Disk == disk).Device);
        w.PutNulls("host_name");
        w.Put("attached_at", Times.Bare(disk.CreatedAt));
    }
}
