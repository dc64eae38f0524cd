using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Credentials;

/// <summary>Reads temporary keys from the forms in which the clouds hand them out.</summary>
internal static class TemporaryKey
{
    /// <summary>Alibaba's form: of STS, of the metadata service, of credential addresses
    /// (docs/contracts/alibaba-ecs.md 2.5, 2.6).</summary>
    /// <param name="json">The object with the fields, or null.</param>
    /// <returns>The key, or null if it is not whole.</returns>
    public static AccessKey? ReadAlibaba(JToken? json) => Make(
        json, json.Text("AccessKeyId"), json.Text("AccessKeySecret"), json.Text("SecurityToken"), "Expiration");

    /// <summary>The form that the aliyun CLI's helper programs print (docs/contracts/alibaba-ecs.md 2.2).</summary>
    /// <param name="json">The object with the fields, or null.</param>
    /// <returns>The key, or null if it is not whole.</returns>
    public static AccessKey? ReadProgram(JToken? json) => Make(
        json, json.Text("access_key_id"), json.Text("access_key_secret"), json.Text("sts_token"), "expiration");

    /// <summary>Huawei's form: of the metadata service and of IAM (docs/contracts/huawei-ecs.md 1.3, 2.3).</summary>
    /// <param name="json">The object with the fields, or null.</param>
    /// <returns>The key, or null if it is not whole.</returns>
    public static AccessKey? ReadHuawei(JToken? json) => Make(json, json.Text("access"), json.Text("secret"), json.Text("securitytoken"), "expires_at");

    private static AccessKey? Make(JToken? json, string? id, string? secret, string? token, string expiry) =>
        id is null || secret is null ? null : new AccessKey(id, secret, token, json.Time(expiry));
}
