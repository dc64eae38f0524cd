using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.Huawei;

/// <summary>Temporary keys of an agency, got from IAM with a key or a login of one's own (docs/contracts/huawei-ecs.md 1.3).</summary>
internal static class AgencyKeyProvider
{
    /// <summary>What makes the source of an agency's keys from the offer of one's own account.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if the account that has given the agency is not told.</exception>
    public static Func<CloudConnection, IAccessKeyProvider> Prepare(AccountCandidate offer, HuaweiAgency agency)
    {
        if (agency.DomainName is null && agency.DomainId is null)
        {
            // What stands in a file where a name should be may be a secret: it is not told.
            throw InputErrors.Create("An agency requires the account that created it.", "Specify the account with -AgencyDomainName.");
        }

        return connection => new RefreshingAccessKeyProvider(cancellation => FetchAsync(offer, agency, connection, cancellation), connection.Wall);
    }

    private static async Task<AccessKey> FetchAsync(AccountCandidate offer, HuaweiAgency agency, CloudConnection connection, CancellationToken cancellation)
    {
        HuaweiEndpoints hosts = new(connection);
        using KeystoneTokenProvider? tokens = offer.Login is { } login ? HuaweiCloud.OpenTokens(connection, hosts, ForIdentity(login)) : null;
        IRequestAuthenticator proof = tokens is null ? new AccessKeyAuthenticator(offer.Keys!(connection), connection.Wall) : new TokenAuthenticator(tokens);
        using HuaweiTransport client = new(new CloudHttp(connection.HandlerFactory(), new ApiDialect(proof, HuaweiErrorMapper.Judge, HuaweiErrorMapper.IsForOneServer), connection.Time), hosts);
        ApiReply reply;

        // A key of one's own changes no server, and is renewed in the middle of commands that only read.
        using IDisposable lifted = WriteGuard.Lift();
        try
        {
            reply = await client.SendAsync(Describe(agency, "agency_name"), null, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.HttpStatus == 400 && connection.Cloud == EcsCloud.OpenTelekom)
        {
            // OTC's samples and clients use another name for the same field.
            reply = await client.SendAsync(Describe(agency, "xrole_name"), null, cancellation).ConfigureAwait(false);
        }

        return HuaweiTemporaryKey.Read(reply.ReadObject("credential")) ?? throw reply.Malformed("the response contains no complete key");
    }

    // Agencies belong to the account as a whole, so the login is not for a project. A ready token is good for what it is good for.
    private static KeystoneLogin ForIdentity(KeystoneLogin login) => login with { ProjectId = null, ProjectName = null, IsForDomain = login.Token is null };

    private static ApiRequest Describe(HuaweiAgency agency, string nameField) =>
        new("CreateTemporaryAccessKey", HttpMethod.Post, ApiService.Identity, "/v3.0/OS-CREDENTIAL/securitytokens")
        {
            Safety = RequestIdempotency.Idempotent,
            Body = new JObject
            {
                ["auth"] = new JObject
                {
                    ["identity"] = new JObject
                    {
                        ["methods"] = new JArray("assume_role"),
                        ["assume_role"] = new JObject
                        {
                            [agency.DomainId is null ? "domain_name" : "domain_id"] = agency.DomainId ?? agency.DomainName,
                            [nameField] = agency.Name,
                            ["duration_seconds"] = agency.DurationSeconds,
                        },
                    },
                },
            },
        };
}
