using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>Reads temporary keys; null stands for a key that is not whole.</summary>
internal static class AlibabaTemporaryKey
{
    /// <summary>The form of STS, of the metadata service and of credential addresses (docs/contracts/alibaba-ecs.md 2.5, 2.6).</summary>
    /// <param name="json">The object with the fields, or null.</param>
    /// <returns>The key, or null.</returns>
    public static AccessKey? Read(JToken? json) => TemporaryCredentialParser.Read(json, "AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration");

    /// <summary>The form that the aliyun CLI's helper programs print (docs/contracts/alibaba-ecs.md 2.2).</summary>
    /// <param name="json">The object with the fields, or null.</param>
    /// <returns>The key, or null.</returns>
    public static AccessKey? ReadProgram(JToken? json) => TemporaryCredentialParser.Read(json, "access_key_id", "access_key_secret", "sts_token", "expiration");
}
