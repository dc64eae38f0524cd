using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public sealed class EncryptionTests
{
    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void Reinstall_WithoutEncryption_MakesAPlainDisk(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);
        Server server = scene.Server("db-02");
        Assert.Equal(("1", scene.World.EncryptionKeys.OwnKeyId), Shown(scene, server));

        scene.WaitFor(scene.Reinstall(server).JobId);

        Assert.Equal((null, null), Shown(scene, server));
    }

    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void Reinstall_WithKey_MakesAnEncryptedDisk(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);
        Server server = scene.Server("db-02");
        string key = scene.World.EncryptionKeys.OwnKeyId;

        scene.WaitFor(scene.Reinstall(server, Options(scene, key)).JobId);

        Assert.Equal(("1", key), Shown(scene, server));
    }

    [Theory]
    [InlineData(SandboxCloud.Huawei, "Ecs.0912")]
    [InlineData(SandboxCloud.OpenTelekom, "Ecs.0005")]
    public void Reinstall_UnknownKey_IsRefused(SandboxCloud cloud, string code)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        Assert.Equal(code, scene.Reinstall(scene.Server("db-02"), Options(scene, scene.World.NewUuid())).Code);
    }

    [Fact]
    public void Reinstall_EvsMayNotUseKeys_IsRefused()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { EvsMayUseKeys = false });

        Assert.Equal("Ecs.0025", scene.Reinstall(scene.Server("db-02"), Options(scene, scene.World.EncryptionKeys.OwnKeyId)).Code);
    }

    [Fact]
    public void Reinstall_DisabledKey_FailsOnceTheOldDiskIsGone()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-02");
        string key = scene.World.EncryptionKeys.OwnKeyId;
        scene.World.EncryptionKeys.Disabled.Add(key);

        Reply job = scene.WaitFor(scene.Reinstall(server, Options(scene, key)).JobId);

        Assert.Equal(("FAIL", "Ecs.0119"), (job.Text("status"), job.Text("error_code")));
        Assert.Null(server.SystemDisk);
    }

    [Fact]
    public void ListKeys_ByState_LeavesDisabledOnesOut()
    {
        using HuaweiEmulatorFixture scene = new();
        EncryptionKeys keys = scene.World.EncryptionKeys;
        keys.Disabled.Add(keys.ServiceKeyId);

        Reply enabled = scene.Post("/v1.0/{p}/kms/list-keys", new { key_state = "2", limit = "100" }, "kms");
        Reply first = scene.Post("/v1.0/{p}/kms/list-keys", new { limit = "1" }, "kms");
        Reply second = scene.Post("/v1.0/{p}/kms/list-keys", new { limit = "1", marker = (string?)first.Body!["next_marker"] }, "kms");

        Assert.Equal([keys.OwnKeyId], enabled.Body!["keys"]!.Values<string>());
        Assert.Equal("false", (string?)enabled.Body["truncated"]);
        Assert.Equal([keys.OwnKeyId, keys.ServiceKeyId], first.Body["keys"]!.Concat(second.Body!["keys"]!).Values<string>());
        Assert.Equal(("true", "false"), ((string?)first.Body["truncated"], (string?)second.Body["truncated"]));
    }

    private static object Options(HuaweiEmulatorFixture scene, string key) => new JObject
    {
        ["keyname"] = scene.Credentials.KeyPairName,
        ["userid"] = scene.Tenant.UserId,
        ["metadata"] = new JObject { ["__system__encrypted"] = "1", ["__system__cmkid"] = key },
    };

    private static (string?, string?) Shown(HuaweiEmulatorFixture scene, Server server)
    {
        JToken metadata = scene.Get($"/v2/{{p}}/cloudvolumes/{server.SystemDisk!.Id}", "evs").Body!["volume"]!["metadata"]!;
        return ((string?)metadata["__system__encrypted"], (string?)metadata["__system__cmkid"]);
    }
}
