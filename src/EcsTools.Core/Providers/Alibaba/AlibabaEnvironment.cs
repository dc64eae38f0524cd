using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>Alibaba accounts in environment variables (docs/contracts/alibaba-ecs.md 2.1), in the order of the SDK (2.4).</summary>
internal sealed class AlibabaEnvironment : IAccountSource
{
    public IEnumerable<AccountCandidate> Find(MachineEnvironment machine, EcsCloud? cloud)
    {
        AccountCandidate offer = new()
        {
            Source = "environment",
            Step = CredentialSourceKind.Environment,
            Cloud = EcsCloud.Alibaba,
            IsPreferred = true,
            Region = AlibabaVariables.Region(machine),
        };
        string? id = AlibabaVariables.Read(machine, "ACCESS_KEY_ID") ?? machine.Variable("ALICLOUD_ACCESS_KEY");
        string? secret = AlibabaVariables.Read(machine, "ACCESS_KEY_SECRET") ?? machine.Variable("ALICLOUD_SECRET_KEY");
        if (id is not null && secret is not null)
        {
            AccessKey key = new(id, secret, AlibabaVariables.Read(machine, "SECURITY_TOKEN"));
            yield return offer with { Method = key.SecurityToken is null ? "AccessKey" : "StsToken", Keys = _ => new StaticAccessKeyProvider(key) };
        }

        string? role = machine.Variable("ALIBABACLOUD_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN");
        string? provider = machine.Variable("ALIBABACLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
        string? file = machine.NamedFile("ALIBABACLOUD_OIDC_TOKEN_FILE", "ALIBABA_CLOUD_OIDC_TOKEN_FILE");
        if (role is not null && provider is not null && file is not null)
        {
            AlibabaRole assumed = AlibabaVariables.LocateSts(new AlibabaRole(role), machine);
            if (machine.Variable("ALIBABACLOUD_ROLE_SESSION_NAME", "ALIBABA_CLOUD_ROLE_SESSION_NAME") is { } session)
            {
                assumed = assumed with { SessionName = session };
            }

            yield return offer with { Method = "OIDC", Keys = connection => AlibabaSts.AssumeWithOidc(assumed, provider, file, connection) };
        }

        if (machine.Variable("ALIBABA_CLOUD_CREDENTIALS_URI") is { } address)
        {
            yield return CredentialFileSource.Complete(offer with { Method = "CredentialsURI" }, o => o with { Keys = CredentialUriProvider.Prepare(address, machine) });
        }
    }
}
