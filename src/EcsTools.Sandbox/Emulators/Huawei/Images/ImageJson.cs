using System.Globalization;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Images;

/// <summary>The image object (docs/contracts/huawei-ecs.md 3.11, <c>ims.image.show.private.json</c>): every property that begins with two
/// underscores is a text.</summary>
internal static class ImageJson
{
    private const string Provider = "c8d7e6f5a4b3928170615243f4e5d6c7";

    public static void Write(JsonTextWriter w, RegionBackend backend, Image image)
    {
        string made = Times.Seconds(image.CreatedAt);
        string self = "/v2/images/" + image.Id;
        w.Put("id", image.Id);
        w.Put("name", image.Name);
        w.Put("status", StatusOf(image));
        w.Put("visibility", image.IsPublic ? "public" : "private");
        w.Put("owner", image.IsPublic ? Provider : backend.AccountId);
        w.Put("protected", image.IsPublic || image.IsProtected);
        w.Put("min_disk", image.SizeGiB);
        w.Put("min_ram", image.IsWindows ? 2048 : 0);
        w.Put("size", 0);
        w.PutNulls("virtual_size");
        w.Put("container_format", "bare");
        w.Put("disk_format", "zvhd2");
        w.PutNulls("checksum");
        w.Put("created_at", made);
        w.Put("updated_at", made);
        w.Put("active_at", made);
        w.Put("file", self + "/file");
        w.Put("schema", "/v2/schemas/image");
        w.Put("self", self);
        w.PutTexts("tags", image.Tags.Select(t => $"{t.Key}={t.Value}"));
        w.Put("virtual_env_type", "FusionCompute");
        w.Put("hw_firmware_type", image.IsWindows ? "uefi" : "bios");
        WriteProperties(w, image);
    }

    public static string StatusOf(Image image) => image.IsUsable ? "active" : "saving";

    public static string TypeOf(Image image) => image.IsPublic ? "gold" : "private";

    public static string SystemOf(Image image) => image.IsWindows ? "Windows" : "Linux";

    private static void WriteProperties(JsonTextWriter w, Image image)
    {
        w.Put("__imagetype", TypeOf(image));
        w.Put("__isregistered", "true");
        w.Put("__os_type", SystemOf(image));
        w.Put("__os_bit", "64");
        w.Put("__platform", image.Platform);
        w.Put("__os_version", image.OsName + " 64bit");
        w.Put("__image_source_type", "uds");
        w.Put("__image_size", (image.SizeGiB * 30_000_000L).ToString(CultureInfo.InvariantCulture));
        w.Put("__originalimagename", "");
        w.Put("__description", "");
        w.Put("__support_kvm", "true");
        w.Put("__data_origin", "");
        w.Put("__root_origin", "");
        w.Put("__backup_id", "");
        w.Put("__os_feature_list", "{\"onekey_resetpasswd\": \"true\"}");
        w.Put("__support_agent_list", "ces");
        if (!image.HasCloudInit)
        {
            w.Put("__support_fc_inject", "true");
        }

        if (image.EncryptionKeyId is { } key)
        {
            w.Put("__system__encrypted", "1");
            w.Put("__system__cmkid", key);
        }

        if (image is { IsPublic: true, Platform: "Windows" or "RedHat" or "SUSE" })
        {
            w.Put("__account_code", image.Platform.ToLowerInvariant() + "-sandbox");
        }
    }
}
