using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Credentials;
using EcsTools.Core.Providers.OpenStackApi;

namespace EcsTools.Core.Providers.Huawei;

/// <summary>Accounts of Huawei Cloud and OTC in environment variables of all three styles (docs/contracts/huawei-ecs.md 2.1).</summary>
internal sealed class HuaweiEnvironment : IAccountSource
{
    public IEnumerable<AccountCandidate> Find(MachineEnvironment machine, EcsCloud? cloud)
    {
        if (Describe(machine, EcsCloud.Huawei, Own(machine)) is { } huawei)
        {
            yield return huawei;
        }

        // OS_CLOUD names an entry of clouds.yaml, which then holds all of it.
        if (machine.Variable("OS_CLOUD") is not null)
        {
            yield break;
        }

        // The OS_ names are common to all of OpenStack: only the address or the user's own word tells whose they are.
        EcsCloud? whose = IdentityEndpointClassifier.Recognize(machine.Variable("OS_AUTH_URL"));
        if (whose is null or EcsCloud.OpenStack && cloud is EcsCloud.Huawei or EcsCloud.OpenTelekom)
        {
            whose = cloud;
        }

        if (whose is EcsCloud.Huawei or EcsCloud.OpenTelekom && Describe(machine, whose.Value, Common(machine)) is { } common)
        {
            yield return common;
        }
    }

    private static AccountCandidate? Describe(MachineEnvironment machine, EcsCloud cloud, Values values)
    {
        AccountCandidate offer = new()
        {
            Source = "environment",
            Step = CredentialSourceKind.Environment,
            Cloud = cloud,
            IsPreferred = true,
            Region = values.Region ?? (cloud == EcsCloud.Huawei ? machine.Variable("OS_REGION_NAME") : null),
            ProjectId = values.ProjectId,
            ProjectName = values.ProjectName,
        };
        AccountCandidate? found = values switch
        {
            { Id: { } id, Secret: { } secret } => AddKey(offer, new AccessKey(id, secret, values.SecurityToken)),
            { User: not null, Password: not null } or { UserId: not null, Password: not null } => offer with
            {
                Method = "password",
                Login = new KeystoneLogin
                {
                    UserName = values.User,
                    UserId = values.UserId,
                    Password = values.Password,
                    Passcode = values.Passcode,
                    UserDomainName = values.DomainName,
                    UserDomainId = values.DomainId,
                },
            },
            { Token: { } token } => offer with { Method = "token", Login = new KeystoneLogin { Token = token } },
            _ => null,
        };
        return found is null ? null : CredentialFileSource.Complete(found, o =>
        {
            values.Check?.Invoke(o);
            AccountCandidate located = IdentityEndpointClassifier.Locate(o, values.AuthUrl);
            return values.Agency is null
                ? located
                : located with { Method = "agency", Keys = AgencyKeyProvider.Prepare(located, values.Agency), Login = null };
        });
    }

    private static AccountCandidate AddKey(AccountCandidate offer, AccessKey key) => offer with { Method = "AKSK", Keys = _ => new StaticAccessKeyProvider(key) };

    private static Values Own(MachineEnvironment machine) => new()
    {
        Id = machine.Variable("HUAWEICLOUD_SDK_AK", "HW_ACCESS_KEY"),
        Secret = machine.Variable("HUAWEICLOUD_SDK_SK", "HW_SECRET_KEY"),
        SecurityToken = machine.Variable("HUAWEICLOUD_SDK_SECURITY_TOKEN", "HW_SECURITY_TOKEN"),
        Region = machine.Variable("HW_REGION_NAME"),
        ProjectId = machine.Variable("HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID"),
        ProjectName = machine.Variable("HW_PROJECT_NAME"),
        User = machine.Variable("HW_USER_NAME"),
        UserId = machine.Variable("HW_USER_ID"),
        Password = machine.Variable("HW_USER_PASSWORD"),
        DomainName = machine.Variable("HW_DOMAIN_NAME"),
        DomainId = machine.Variable("HUAWEICLOUD_SDK_DOMAIN_ID", "HW_DOMAIN_ID"),
        Token = machine.Variable("HW_AUTH_TOKEN"),
        AuthUrl = machine.Variable("HUAWEICLOUD_SDK_IAM_ENDPOINT", "HW_AUTH_URL"),
        Agency = machine.Variable("HW_ASSUME_ROLE_AGENCY_NAME") is { } agency
            ? new HuaweiAgency(agency)
            {
                DomainName = machine.Variable("HW_ASSUME_ROLE_DOMAIN_NAME"),
                DomainId = machine.Variable("HW_ASSUME_ROLE_DOMAIN_ID"),
                DurationSeconds = TemporaryCredentialParser.ReadLifetime(machine.Variable("HW_ASSUME_ROLE_DURATION")) ?? 3600,
            }
            : null,
    };

    private static Values Common(MachineEnvironment machine) => new()
    {
        Id = machine.Variable("OS_ACCESS_KEY", "OS_ACCESS_KEY_ID", "OS_AK"),
        Secret = machine.Variable("OS_SECRET_KEY", "OS_ACCESS_KEY_SECRET", "OS_SK"),
        SecurityToken = machine.Variable("OS_SECURITY_TOKEN", "OS_AKSK_SECURITY_TOKEN", "OS_ST"),
        Region = machine.Variable("OS_REGION_NAME", "OS_REGION_ID"),
        ProjectId = machine.Variable("OS_DELEGATED_PROJECT") is null ? machine.Variable("OS_PROJECT_ID", "OS_TENANT_ID") : null,
        ProjectName = machine.Variable("OS_DELEGATED_PROJECT", "OS_PROJECT_NAME", "OS_TENANT_NAME"),
        User = machine.Variable("OS_USERNAME"),
        UserId = machine.Variable("OS_USER_ID", "OS_USERID"),
        Password = machine.Variable("OS_PASSWORD"),
        Passcode = machine.Variable("OS_PASSCODE"),
        DomainName = machine.Variable("OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME", "OS_DEFAULT_DOMAIN_NAME"),
        DomainId = machine.Variable("OS_USER_DOMAIN_ID", "OS_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID", "OS_DEFAULT_DOMAIN_ID"),
        Token = machine.Variable("OS_AUTH_TOKEN", "OS_TOKEN"),
        AuthUrl = machine.Variable("OS_AUTH_URL"),
        Agency = machine.Variable("OS_AGENCY_NAME", "OS_TARGET_AGENCY_NAME") is { } agency
            ? new HuaweiAgency(agency) { DomainName = machine.Variable("OS_AGENCY_DOMAIN_NAME", "OS_TARGET_DOMAIN_NAME") }
            : null,
        Check = offer => RefuseUnused(offer, machine),
    };

    // The names are common to all of OpenStack, and another tool may act by what this cloud does not do.
    private static void RefuseUnused(AccountCandidate offer, MachineEnvironment machine)
    {
        string? Read(string key) => machine.Variable(OpenStackKeys.Variable(key));
        OpenStackKeys.Refuse(offer, OpenStackKeys.UnusedByRegion(Read), Read, OpenStackKeys.Variable);
        string kind = (machine.Variable("OS_AUTH_TYPE", "OS_AUTH_PLUGIN") ?? offer.Method).ToLowerInvariant();
        string method = kind.StartsWith("v2", StringComparison.Ordinal) || kind.StartsWith("v3", StringComparison.Ordinal) ? kind.Substring(2) : kind;
        bool isMet = method switch
        {
            "password" or "totp" or "multifactor" => offer.Method == "password",
            "token" or "aksk" => method.Equals(offer.Method, StringComparison.OrdinalIgnoreCase),
            "agency" => true,
            _ => false,
        };
        if (!isMet)
        {
            throw CredentialFileSource.OutOfScope(offer, kind);
        }
    }

    private sealed record Values
    {
        public string? Id { get; init; }

        public string? Secret { get; init; }

        public string? SecurityToken { get; init; }

        public string? Region { get; init; }

        public string? ProjectId { get; init; }

        public string? ProjectName { get; init; }

        public string? User { get; init; }

        public string? UserId { get; init; }

        public string? Password { get; init; }

        public string? Passcode { get; init; }

        public string? DomainName { get; init; }

        public string? DomainId { get; init; }

        public string? Token { get; init; }

        public string? AuthUrl { get; init; }

        public HuaweiAgency? Agency { get; init; }

        public Action<AccountCandidate>? Check { get; init; }

        public override string ToString() => nameof(Values);
    }
}
