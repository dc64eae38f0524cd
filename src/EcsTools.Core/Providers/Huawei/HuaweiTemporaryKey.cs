using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Huawei;

internal static class HuaweiTemporaryKey
{
    /// <summary>Reads a temporary key of the metadata service or of IAM (docs/contracts/huawei-ecs.md 1.3, 2.3).</summary>
    /// <param name="json">The object with the fields, or null.</param>
    /// <returns>The key, or null if it is not whole.</returns>
    public static AccessKey? Read(JToken? json) => TemporaryCredentialParser.Read(json, "access", "secret", "securitytoken", "expires_at");
}
