using System.Globalization;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>Assumes roles at Alibaba's STS (docs/contracts/alibaba-ecs.md 2.5).</summary>
internal static class AlibabaSts
{
    private const int MaxTokenBytes = 256 * 1024;
    private const string TokenNeeded = "A role is assumed by OIDC, but the file with the token";

    /// <summary>A source of keys of a role, assumed with another key.</summary>
    public static IAccessKeyProvider Assume(AlibabaRole role, IAccessKeyProvider keys, CloudConnection connection) => new RefreshingAccessKeyProvider(
        async cancellation =>
        {
            AlibabaParameters parameters = Describe(role).Add("ExternalId", role.ExternalId);
            CloudRequest call = AlibabaApi.Describe("AssumeRole", AlibabaApi.StsVersion, Find(role, connection), parameters, RequestIdempotency.ReadOnly, null);
            return await SendAsync(call, keys, connection, cancellation).ConfigureAwait(false);
        },
        connection.Wall);

    /// <summary>A source of keys of a role, assumed with the token that a cluster puts into a file and replaces from time to time.</summary>
    public static IAccessKeyProvider AssumeWithOidc(AlibabaRole role, string providerArn, string tokenFile, CloudConnection connection) => new RefreshingAccessKeyProvider(
        async cancellation =>
        {
            // The call is not signed, so it takes the older form; the token travels in the body, where no log of addresses has it.
            AlibabaParameters query = new AlibabaParameters()
                .Add("Action", "AssumeRoleWithOIDC").Add("Version", AlibabaApi.StsVersion).Add("Format", "JSON")
                .Add("Timestamp", connection.Wall.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
                .Add("SignatureNonce", Guid.NewGuid().ToString("N"));
            AlibabaParameters body = Describe(role).Add("OIDCProviderArn", providerArn).Add("OIDCToken", ReadToken(tokenFile));
            CloudRequest call = new("AssumeRoleWithOIDC", HttpMethod.Post, new Uri(Find(role, connection), "?" + query.ToQuery()), RequestIdempotency.ReadOnly)
            {
                Body = body.ToQuery(),
                ContentType = "application/x-www-form-urlencoded",
                Headers = new Dictionary<string, string> { ["accept"] = "application/json" },
            };
            return await SendAsync(call, null, connection, cancellation).ConfigureAwait(false);
        },
        connection.Wall);

    private static async Task<AccessKey> SendAsync(CloudRequest call, IAccessKeyProvider? keys, CloudConnection connection, CancellationToken cancellation)
    {
        using CloudHttp http = new(connection.HandlerFactory(), new AlibabaDialect(keys, connection.Wall), connection.Time);
        CloudResponse answer = await http.SendAsync(call, cancellation).ConfigureAwait(false);
        return AlibabaTemporaryKey.Read(answer.ReadObject(call).Object("Credentials")) ?? throw answer.Malformed(call, "there is no key in it");
    }

    private static AlibabaParameters Describe(AlibabaRole role) => new AlibabaParameters()
        .Add("RoleArn", role.Arn).Add("RoleSessionName", role.SessionName).Add("DurationSeconds", role.DurationSeconds).Add("Policy", role.Policy);

    private static Uri Find(AlibabaRole role, CloudConnection connection) => AlibabaEndpoints.Sts(connection, role.StsHost, role.StsRegion, role.InsideVpc);

    private static string ReadToken(string path)
    {
        try
        {
            return RegularFile.ReadText(path, MaxTokenBytes).Trim() is { Length: > 0 } token ? token : throw CredentialFile.Invalid(path, "is empty; it must contain an OIDC token");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EcsException(EcsErrorId.CredentialNotFound, $"{TokenNeeded} cannot be read: {path}", error)
            {
                RecommendedAction = "Check the path and that the current user can read the file.",
            };
        }
    }
}
