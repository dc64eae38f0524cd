using System.Globalization;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>The server object of the v1 list and show (docs/contracts/huawei-ecs.md 3.2, <c>ecs.server.show.*.json</c>): numbers and
/// booleans are texts.</summary>
internal static class ServerJson
{
    /// <summary>The fields of a server in their order, without <c>id</c> and <c>fault</c>: a row for an unknown id leaves them
    /// null.</summary>
    private static readonly string[] NullFields =
    [
        "name", "status", "created", "updated", "tenant_id", "user_id", "hostId",
        "OS-EXT-STS:vm_state", "OS-EXT-STS:task_state", "OS-EXT-STS:power_state", "OS-EXT-AZ:availability_zone", "OS-DCF:diskConfig",
        "OS-SRV-USG:launched_at", "OS-SRV-USG:terminated_at", "OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:instance_name",
        "OS-EXT-SRV-ATTR:hypervisor_hostname", "OS-EXT-SRV-ATTR:hostname", "OS-EXT-SRV-ATTR:reservation_id",
        "OS-EXT-SRV-ATTR:launch_index", "OS-EXT-SRV-ATTR:kernel_id", "OS-EXT-SRV-ATTR:ramdisk_id", "OS-EXT-SRV-ATTR:root_device_name",
        "OS-EXT-SRV-ATTR:user_data", "accessIPv4", "accessIPv6", "addresses", "auto_terminate_time", "config_drive", "description",
        "enterprise_project_id", "flavor", "host_status", "hypervisor", "image", "key_name", "locked", "metadata",
        "os-extended-volumes:volumes_attached", "os:scheduler_hints", "progress", "security_groups", "security_options", "sys_tags",
        "tags", "cpu_options", "capacity_reservation_id", "enclave_options",
    ];

    public static void Write(JsonTextWriter w, RequestContext call, Server server)
    {
        RegionBackend backend = call.Backend;
        ServerStatus status = ServerStatus.Of(call.Project, server, call.Undocumented);
        w.Put("id", server.Id);
        w.Put("name", server.Name);
        w.Put("status", status.Status);
        w.Put("created", Times.Seconds(server.CreatedAt));
        w.Put("updated", Times.Seconds(ServerFields.UpdatedAt(backend, server)));
        w.Put("tenant_id", backend.AccountId);
        w.Put("user_id", call.Context.Tenant.UserId);
        w.Put("hostId", ServerFields.HostId(server));
        w.Put("OS-EXT-STS:vm_state", status.VmState);
        w.Put("OS-EXT-STS:task_state", status.TaskState);
        w.Put("OS-EXT-STS:power_state", status.PowerState);
        w.Put("OS-EXT-AZ:availability_zone", server.Zone);
        w.Put("OS-DCF:diskConfig", "MANUAL");
        w.Put("OS-SRV-USG:launched_at", server.StartedAt is { } started ? Times.Bare(started) : null);
        w.PutNulls("OS-SRV-USG:terminated_at");
        WriteAttributes(w, server);
        w.Put("accessIPv4", "");
        w.Put("accessIPv6", "");
        ServerFields.WriteAddresses(w, backend, server, versionIsNumber: false, withPort: true);
        w.Put("auto_terminate_time", "");
        w.Put("config_drive", "");
        w.Put("description", server.Description);
        w.Put("enterprise_project_id", "0");
        ServerFields.WriteFault(w, call.Project.StateOf(server).Fault);
        WriteFlavor(w, server);
        w.Put("host_status", "UP");
        w.PutNulls("hypervisor");
        WriteImage(w, server);
        w.Put("key_name", ServerFields.KeyName(call.Project, server, call.Undocumented));
        w.Put("locked", server.IsProtected);
        ServerFields.WriteMetadata(w, call.Project, server, call.Context.Tenant.UserId);
        WriteDisks(w, server);
        WriteHints(w, backend, server);
        w.Put("progress", 0);
        ServerFields.WriteSecurityGroups(w, backend, server);
        w.PutObject("security_options", o => o.PutNulls("secure_boot_enabled", "tpm_enabled"));
        WriteSystemTags(w);
        ServerFields.WriteTags(w, server);
        w.PutObject("cpu_options", o => o.PutNulls("hw:cpu_threads"));
        w.PutNulls("capacity_reservation_id");
        w.PutObject("enclave_options", o => o.Put("enabled", false));
    }

    /// <summary>The row that the <c>server_id</c> filter returns for an unknown id.</summary>
    public static void WriteUnknown(JsonTextWriter w, string id)
    {
        w.Put("id", id);
        w.PutNulls(NullFields);
        ServerFields.WriteFault(w, new ServerFault(404, $"Instance {id} could not be found", At: null));
    }

    private static void WriteAttributes(JsonTextWriter w, Server server)
    {
        string part = server.Id.Substring(0, 8);
        w.Put("OS-EXT-SRV-ATTR:host", "pod01." + server.Zone);
        w.Put("OS-EXT-SRV-ATTR:instance_name", "instance-" + part);
        w.Put("OS-EXT-SRV-ATTR:hypervisor_hostname", "nova005@27");
        w.Put("OS-EXT-SRV-ATTR:hostname", server.Name);
        w.Put("OS-EXT-SRV-ATTR:reservation_id", "r-" + part);
        w.Put("OS-EXT-SRV-ATTR:launch_index", 0);
        w.Put("OS-EXT-SRV-ATTR:kernel_id", "");
        w.Put("OS-EXT-SRV-ATTR:ramdisk_id", "");
        w.Put("OS-EXT-SRV-ATTR:root_device_name", server.IsWindows ? "/dev/sda" : "/dev/vda");
        w.PutNulls("OS-EXT-SRV-ATTR:user_data");
    }

    private static void WriteFlavor(JsonTextWriter w, Server server)
    {
        w.WritePropertyName("flavor");
        w.WriteStartObject();
        w.Put("id", server.Size);
        w.Put("name", server.Size);
        w.Put("disk", "0");
        w.Put("vcpus", server.Vcpu.ToString(CultureInfo.InvariantCulture));
        w.Put("ram", server.MemoryMiB.ToString(CultureInfo.InvariantCulture));
        w.PutTexts("gpus", []);
        w.PutTexts("asic_accelerators", []);
        w.WriteEndObject();
    }

    private static void WriteImage(JsonTextWriter w, Server server)
    {
        w.WritePropertyName("image");
        w.WriteStartObject();
        w.Put("id", server.ImageId);
        w.WriteEndObject();
    }

    private static void WriteDisks(JsonTextWriter w, Server server)
    {
        w.WritePropertyName("os-extended-volumes:volumes_attached");
        w.WriteStartArray();
        foreach ((Disk disk, int bootIndex, string device) in ServerFields.Disks(server))
        {
            w.WriteStartObject();
            w.Put("id", disk.Id);
            w.Put("delete_on_termination", disk.DeleteWithServer ? "true" : "false");
            w.Put("bootIndex", bootIndex.ToString(CultureInfo.InvariantCulture));
            w.Put("device", device);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static void WriteHints(JsonTextWriter w, RegionBackend backend, Server server)
    {
        w.WritePropertyName("os:scheduler_hints");
        w.WriteStartObject();
        if (server.IsOnDedicatedHost)
        {
            w.PutTexts("tenancy", ["dedicated"]);
            w.PutTexts("dedicated_host_id", [ServerFields.DedicatedHostId(backend)]);
        }

        w.WriteEndObject();
    }

    private static void WriteSystemTags(JsonTextWriter w) =>
        w.PutObjects("sys_tags", (IEnumerable<string>)["0"], (t, value) =>
        {
            t.Put("key", "_sys_enterprise_project_id");
            t.Put("value", value);
        });
}
