using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class StorageTests
{
    [Fact]
    public void Disks_are_listed_shown_and_counted()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("db-01");
        string id = server.SystemDisk!.Id;

        Reply list = scene.Get($"/v2/{{p}}/cloudvolumes/detail?server_id={server.Id}", "evs");
        Reply byIds = scene.Get($"/v2/{{p}}/cloudvolumes/detail?ids=%5B%27{id}%27%5D", "evs");

        JsonShapeComparer.Same(Body("evs.volumes.detail"), list.Body, "volume_image_metadata");
        Assert.Equal(2, (int)list.Body!["count"]!);
        Assert.Equal(id, byIds.Text("volumes[0].id"));
        JsonShapeComparer.Same(Body("evs.volume.show"), scene.Get($"/v2/{{p}}/cloudvolumes/{id}", "evs").Body);
        Assert.Equal(200, scene.Get($"/v2/{{p}}/volumes/{id}", "evs").Status);
        Reply quota = scene.Get($"/v2/{{p}}/os-quota-sets/{scene.World.AccountId}?usage=True", "evs");
        JsonShapeComparer.Same(Body("evs.quota"), quota.Body);
        Assert.Equal(-1, (int)quota.Body!["quota_set"]!["volumes_SSD"]!["limit"]!);
    }

    [Fact]
    public void Disks_are_extended_and_retyped_by_jobs_of_their_own_service()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        Disk disk = server.Disks.First(d => !d.IsSystem);
        (int before, string action) = (disk.SizeGiB, $"/v2.1/{{p}}/cloudvolumes/{disk.Id}/action");
        static object Extend(int size) => new JObject { ["os-extend"] = new JObject { ["new_size"] = size } };
        static object Retype(string type) => new JObject { ["os-retype"] = new JObject { ["new_type"] = type } };

        Assert.Equal("EVS.1015", scene.Post(action, Extend(before), "evs").Code);
        Assert.Equal("EVS.1014", scene.Post(action, Extend(40000), "evs").Code);
        Reply accepted = scene.Post(action, Extend(before + 10), "evs");
        Assert.Equal(202, accepted.Status);
        Assert.Equal("extending", scene.Get($"/v2/{{p}}/cloudvolumes/{disk.Id}", "evs").Text("volume.status"));
        Assert.Equal("EVS.1064", scene.Post(action, Extend(before + 20), "evs").Code);
        scene.Advance(120);
        Assert.Equal("SUCCESS", scene.Get("/v1/{p}/jobs/" + accepted.JobId, "evs").Text("status"));
        Assert.Equal(before + 10, disk.SizeGiB);

        string retype = $"/v2/{{p}}/volumes/{disk.Id}/retype";
        Assert.Equal("EVS.2087", scene.Post(retype, Retype("SATA"), "evs").Code);
        Assert.Equal(202, scene.Post(retype, Retype("ESSD"), "evs").Status);
        scene.Advance(600);
        Assert.Equal("ESSD", scene.Get($"/v2/{{p}}/cloudvolumes/{disk.Id}", "evs").Text("volume.volume_type"));
    }

    [Fact]
    public void Snapshots_are_made_and_rolled_back_on_detached_disks()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");
        Disk disk = server.SystemDisk!;
        object body(bool force) => new { snapshot = new { volume_id = disk.Id, name = "before", description = "d", force, metadata = new { operation = "42" } } };

        Assert.Equal(400, scene.Post("/v2/{p}/cloudsnapshots", body(false), "evs").Status);
        Reply made = scene.Post("/v2/{p}/cloudsnapshots", body(true), "evs");
        string id = made.Text("snapshot.id");
        string path = "/v2/{p}/cloudsnapshots/" + id;

        Assert.Equal(202, made.Status);
        Assert.Equal("creating", made.Text("snapshot.status"));
        Assert.Equal("EVS.1047", scene.Send("DELETE", path, service: "evs").Code);
        scene.Advance(61);
        JsonShapeComparer.Same(Body("evs.snapshot.show"), scene.Get(path, "evs").Body, "metadata");
        Assert.Equal("42", scene.Get(path, "evs").Text("snapshot.metadata.operation"));
        JsonShapeComparer.Same(Body("evs.snapshot.list"), scene.Get("/v2/{p}/cloudsnapshots/detail?volume_id=" + disk.Id, "evs").Body, "metadata");

        object rollback = new { rollback = new { volume_id = disk.Id } };
        Assert.Equal(400, scene.Post(path + "/rollback", rollback, "evs").Status);
        scene.WaitFor(scene.Act("os-stop", null, server).JobId);
        scene.World.Detach(server, disk);
        disk.Phase = DiskPhase.Available;
        Reply rolled = scene.Post(path + "/rollback", rollback, "evs");
        Assert.Equal(202, rolled.Status);
        JsonShapeComparer.Same(Body("evs.snapshot.rollback"), rolled.Body);
        Assert.Equal("rollbacking", scene.Get($"/v2/{{p}}/cloudvolumes/{disk.Id}", "evs").Text("volume.status"));
        scene.Advance(120);
        Assert.Equal("available", scene.Get($"/v2/{{p}}/cloudvolumes/{disk.Id}", "evs").Text("volume.status"));
        Assert.Equal(202, scene.Send("DELETE", path, service: "evs").Status);
        Assert.Equal(404, scene.Get(path, "evs").Status);
    }

    // docs/contracts/huawei-ecs-lifecycle.md 2.3: the device decides.
    [Fact]
    public void Attach_DetachedSystemDisk_IsADataDiskElsewhereAndASystemDiskAtItsDevice()
    {
        using HuaweiEmulatorFixture scene = new();
        (Server own, Server other) = (scene.Server("db-01"), scene.Server("web-01"));
        (Disk disk, Disk data) = (own.SystemDisk!, own.Disks.First(d => !d.IsSystem));
        Reply Attach(Server server, object attachment) => scene.Post($"/v1/{{p}}/cloudservers/{server.Id}/attachvolume", new { volumeAttachment = attachment });
        Reply Detach(Server server) => scene.Send("DELETE", $"/v1/{{p}}/cloudservers/{server.Id}/detachvolume/{disk.Id}?delete_flag=0");

        Assert.Equal(200, Detach(own).Status);
        scene.Advance(60);
        Assert.Equal("Ecs.0102", Attach(other, new { volumeId = disk.Id, device = "/dev/vda" }).Code);
        Assert.Equal(200, Attach(other, new { volumeId = disk.Id }).Status);
        scene.Advance(60);
        Assert.Equal("true", scene.Get($"/v2/{{p}}/cloudvolumes/{disk.Id}", "evs").Text("volume.bootable"));
        Assert.False(disk.IsSystem);

        // A running server gives a data disk back, which it would not do with its system disk.
        Assert.Equal(200, Detach(other).Status);
        scene.Advance(60);
        Assert.Equal(200, Attach(own, new { volumeId = disk.Id, device = "/dev/vda" }).Status);
        scene.Advance(60);
        Assert.Equal("in-use", scene.Get($"/v2/{{p}}/cloudvolumes/{disk.Id}", "evs").Text("volume.status"));
        Assert.Equal(disk.Id, own.SystemDisk?.Id);
        Assert.Equal(400, Attach(own, new { volumeId = data.Id, device = "/dev/vda" }).Status);
    }

    [Fact]
    public void Snapshots_have_a_quota_and_OTC_may_not_roll_back()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom, new HuaweiUndocumentedBehavior { OtcRollsBack = false });
        scene.Project.Quota.Snapshots = 0;
        Snapshot snapshot = scene.World.Snapshots[0];

        Reply full = scene.Post("/v2/{p}/cloudsnapshots", new { snapshot = new { volume_id = snapshot.DiskId, force = true } }, "evs");

        Assert.Equal((413, "EVS.5413"), (full.Status, full.Code));
        Assert.Equal("APIGW.0101", scene.Post($"/v2/{{p}}/cloudsnapshots/{snapshot.Id}/rollback", new { }, "evs").Code);
    }

    [Fact]
    public void Images_are_filtered_and_a_missing_one_is_an_empty_list()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        string ubuntu = scene.World.Images.First(i => i is { Platform: "Ubuntu", IsPublic: true }).Id;

        JsonShapeComparer.Same(Body("ims.images.by-id"), scene.Get("/v2/cloudimages?id=" + ubuntu, "ims").Body);
        JsonShapeComparer.Same(Body("ims.images.windows"), scene.Get("/v2/cloudimages?__platform=Windows&__imagetype=gold", "ims").Body);
        Assert.Empty(scene.Get("/v2/cloudimages?id=" + scene.Server("oldimage-01").ImageId, "ims").Body!["images"]!);
        Assert.All(scene.Get("/v2/cloudimages?__imagetype=private", "ims").Body!["images"]!, i => Assert.Equal("private", (string?)i["visibility"]));
        string?[] names = [.. scene.Get("/v2/cloudimages?sort_key=name&sort_dir=asc", "ims").Body!["images"]!.Select(i => (string?)i["name"])];
        Assert.Equal(names.Order(System.StringComparer.Ordinal), names);
        Assert.Equal((404, "IMG.0144"), (scene.Get("/v2/images/" + scene.World.NewUuid(), "ims").Status, scene.Get("/v2/images/" + scene.World.NewUuid(), "ims").Code));
        Assert.Equal(ubuntu, scene.Get("/v2/images/" + ubuntu, "ims").Text("id"));
    }

    [Fact]
    public void An_image_of_a_server_is_a_way_back()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");

        Reply accepted = scene.Post("/v2/cloudimages/action", new { name = "backup", instance_id = server.Id, image_tags = new[] { new { key = "operation", value = "42" } } }, "ims");
        Assert.Equal("Ecs.0073", scene.Reinstall(server).Code);
        Assert.Equal("Common.0011", scene.Job(accepted.JobId!).Code);
        Assert.Equal("saving", (string?)scene.Get("/v2/cloudimages?name=backup", "ims").Body!["images"]![0]!["status"]);
        scene.Advance(100);
        Reply job = scene.Get("/v1/{p}/jobs/" + accepted.JobId, "ims");

        Assert.Equal(("SUCCESS", "imsCreateImageByInstance"), (job.Text("status"), job.Text("job_type")));
        Reply image = scene.Get("/v2/cloudimages?id=" + job.Text("entities.image_id"), "ims");
        Assert.Equal(("active", "private", "operation=42"), (image.Text("images[0].status"), image.Text("images[0].__imagetype"), image.Text("images[0].tags[0]")));
        Assert.Equal(200, scene.Reinstall(server).Status);
    }

    [Fact]
    public void An_image_fails_if_its_server_is_switched_meanwhile()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        Reply accepted = scene.Post("/v2/cloudimages/action", new { name = "backup", instance_id = server.Id }, "ims");
        scene.Act("os-start", null, server);
        scene.Advance(100);

        Assert.Equal("FAIL", scene.Get("/v1/{p}/jobs/" + accepted.JobId, "ims").Text("status"));
        Assert.Empty(scene.Get("/v2/cloudimages?name=backup", "ims").Body!["images"]!);
    }

    private static JToken? Body(string sample) => SampleFiles.Read("huawei", sample)["response"]!["body"];
}
