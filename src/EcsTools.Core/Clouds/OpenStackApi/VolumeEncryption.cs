using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Whether a volume or a snapshot is encrypted, and with which key.</summary>
internal static class VolumeEncryption
{
    /// <summary>
    /// Reads it. On Huawei Cloud the metadata tell, and the field beside them says false whatever they say
    /// (docs/contracts/huawei-ecs-lifecycle.md 2.4); elsewhere there is the field only.
    /// </summary>
    public static (bool? IsEncrypted, string? KeyId) Read(JObject json)
    {
        JObject? metadata = json.Object("metadata");
        bool? isEncrypted = metadata.Text("__system__encrypted") switch
        {
            "1" => true,
            "0" => false,
            _ => json.Flag("encrypted"),
        };
        return (isEncrypted, isEncrypted == false ? null : metadata.Text("__system__cmkid") ?? json.Text("encryption_key_id"));
    }
}
